// Amounts as people here write them, read and written as core/amounts.py and the templates do.
const grouped = /^[1-9]\d{0,2}(?:([ .,'’])\d{3})(?:\1\d{3})*$/;
const decimals = /^([1-9]\d{0,2}(?:([ .,'’])\d{3})(?:\2\d{3})*|\d+)([.,])(\d{1,2})$/;
const units = /^(?:all|lekë|leke|lek|l|eur|euro|usd|gbp|chf|€|\$|£)(?![a-zë]) ?| ?(?:all|lekë|leke|lek|l|eur|euro|usd|gbp|chf|€|\$|£)$/gi;
const noDecimals = /(\d)[.,](?:-{1,2}|[–—])$/; // 1.800.000,-

export function readAmount(typed) {
  const text = typed.replace(/\s+/g, " ").trim().replace(units, "").replace(noDecimals, "$1");
  if (!text) return typed.trim() ? NaN : 0;
  if (/^\d+$/.test(text) || grouped.test(text)) return Number(text.replace(/\D/g, ""));
  const found = decimals.exec(text);
  if (found && !found[1].includes(found[3])) return Number(`${found[1].replace(/\D/g, "")}.${found[4]}`);
  return NaN;
}

export function writeLek(amount) {
  const separator = document.documentElement.lang === "en" ? "," : "\u00a0";
  const sign = amount < 0 ? "-" : "";
  return `${sign}${String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, separator)}\u00a0ALL`;
}
