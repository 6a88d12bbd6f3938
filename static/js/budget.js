// The gap of each year while it is typed, and the fields of a rate only where a donor's currency asks for them.
import { readAmount, writeLek } from "./amounts.js";

const form = document.querySelector("[data-budget]");

function lekOf(line) {
  const field = (part) => line.querySelector(`[name^="${part}_"]:not([name^="${part}_on_"])`);
  const amount = readAmount(field("amount").value);
  const isForeign = field("currency").value !== "ALL";
  line.querySelector(".budget-rate").hidden = !isForeign;
  if (!isForeign) return amount;
  const lek = Math.round(amount * Number(field("rate").value.trim().replace(",", ".")));
  line.querySelector("[data-lek]").textContent = lek ? writeLek(lek) : "–";
  return lek;
}

function count() {
  let total = 0;
  for (const year of form.querySelectorAll("[data-budget-year]")) {
    const cost = readAmount(year.querySelector("[name^=cost_]").value);
    const lines = [...year.querySelectorAll("[data-budget-line]")].map(lekOf);
    const gap = lines.reduce((left, lek) => left - lek, cost);
    const place = year.querySelector("[data-gap]");
    place.textContent = Number.isNaN(gap) ? "?" : writeLek(gap);
    place.classList.toggle("is-over", gap < 0);
    total += gap;
  }
  form.querySelector("[data-gap-total]").textContent = Number.isNaN(total) ? "?" : writeLek(total);
}

if (form) {
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
}
