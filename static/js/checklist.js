// A list of many boxes gets a field that narrows it; what is ticked is never hidden. Without the script all stand open.
(() => {
  "use strict";
  const MANY = 8;
  const pattern = document.querySelector("template[data-checklist]");
  if (!pattern) return;
  const folded = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const lists = new Map();
  document.querySelectorAll("main .form-check input[type=checkbox]").forEach((box) => {
    const list = box.closest(".form-check").parentElement;
    if (box.name) lists.set(list, (lists.get(list) || 0) + 1);
  });
  lists.forEach((count, list) => {
    if (count < MANY) return;
    const head = pattern.content.cloneNode(true);
    const field = head.querySelector("input");
    const told = head.querySelector("[role=status]");
    const rows = [...list.querySelectorAll(":scope > .form-check")];
    field.addEventListener("input", () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      rows.forEach((row) => {
        const text = folded(row.textContent);
        row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
      });
      const shown = rows.filter((row) => !row.hidden).length;
      told.textContent = words.length ? told.dataset.shown.replace("0", shown) : "";
    });
    // Enter belongs to the search here: it must not send the form.
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Escape" && field.value) { field.value = ""; field.dispatchEvent(new Event("input")); }
    });
    list.before(head);
  });
})();
