// The gap of each year while it is typed, and the fields of a rate only where a donor's currency asks for them.
import { readAmount, writeLek } from "./amounts.js";

const MOST_LINES = 20;
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

// One more line after the last one of the year, with names and labels of its own.
function grow(year) {
  const lines = year.querySelectorAll("[data-budget-line]");
  const [last, number] = [lines[lines.length - 1], lines.length];
  const line = last.cloneNode(true);
  for (const element of [line, ...line.querySelectorAll("*")]) {
    for (const { name, value } of element.attributes) {
      if (name === "aria-label") element.setAttribute(name, value.replace(new RegExp(`\\b${number}\\b`), number + 1));
      else element.setAttribute(name, value.replace(new RegExp(`(_\\d{4})_${number - 1}\\b`), `$1_${number}`));
    }
  }
  last.after(line);
}

// What was kept in the browser may have more lines than the page.
function makeRoom({ detail: kept }) {
  for (const year of form.querySelectorAll("[data-budget-year]")) {
    const wanted = Math.min(Number(kept.get(year.querySelector("[name^=count_]").name)) || 0, MOST_LINES);
    while (year.querySelectorAll("[data-budget-line]").length < wanted) grow(year);
  }
}

if (form) {
  form.addEventListener("draft:take", makeRoom);
  form.addEventListener("draft:taken", count);
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
}
