// Small comforts; every page works without them.
(() => {
  "use strict";
  const KEY = "typed";
  const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken"
    && !["password", "file", "hidden", "submit", "button"].includes(field.type);
  const fields = () => [...document.querySelectorAll("main input, main textarea, main select")].filter(isKept);
  const barePath = () => location.pathname.replace(/^\/(sq|en)\//, "/");

  // Changing the language keeps what was typed: it waits in this tab for the same page in the other language.
  document.querySelectorAll("[data-keep-typed]").forEach((link) => {
    link.addEventListener("click", () => {
      const typed = fields().map((field) => ({
        name: field.name, value: field.value, checked: field.checked === true,
        chosen: field.multiple ? [...field.selectedOptions].map((option) => option.value) : null,
      }));
      sessionStorage.setItem(KEY, JSON.stringify({ path: barePath(), typed }));
    });
  });
  const waiting = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (waiting && waiting.path === barePath()) {
    for (const field of fields()) {
      const isChoice = field.type === "checkbox" || field.type === "radio";
      const kept = waiting.typed.find((one) => one.name === field.name && (!isChoice || one.value === field.value));
      if (!kept) continue;
      if (isChoice) field.checked = kept.checked;
      else if (kept.chosen) [...field.options].forEach((option) => { option.selected = kept.chosen.includes(option.value); });
      else field.value = kept.value;
    }
  }

  // A refused form begins with its list of errors.
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();

  // A counted limit says how much room is left before sending.
  document.querySelectorAll("textarea[maxlength]").forEach((area) => {
    const counter = document.createElement("p");
    counter.className = "counter";
    const show = () => { counter.textContent = `${area.value.length} / ${area.maxLength}`; };
    area.addEventListener("input", show);
    show();
    area.insertAdjacentElement("afterend", counter);
  });

  // One press is one sending.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });
})();
