/* Beside the cell: F4 shows what is known of its row, the page that the row's code leads to; Escape goes back to the
   cell. Without this file the code is a link like any other. */
const table = document.querySelector("[data-matrix]");
const panel = document.querySelector("[data-panel]");
let cell = null;

const close = () => {
  panel.hidden = true;
  panel.querySelector("[data-panel-body]").replaceChildren();
  cell?.focus();
};

const show = async (from) => {
  const link = from.closest("tr")?.querySelector("th a[href]");
  if (!link) return;
  const answer = await fetch(link.href, { credentials: "same-origin" });
  if (!answer.ok) {
    location.assign(link.href);
    return;
  }
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  for (const each of shown.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const each of shown.querySelectorAll("nav, script")) each.remove();
  cell = from;
  panel.querySelector("[data-panel-body]").replaceChildren(...shown.childNodes);
  panel.hidden = false;
  panel.focus();
};

if (table && panel) {
  table.addEventListener("keydown", (event) => {
    const from = event.key === "F4" && event.target.closest("tr[data-m] > *");
    if (!from) return;
    event.preventDefault();
    show(from);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  panel.querySelector("[data-panel-close]").addEventListener("click", close);
}
