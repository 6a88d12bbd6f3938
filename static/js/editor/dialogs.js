// Questions the editor asks: a dialog of the browser's own, with labels, closed by Escape, answered by a promise.

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

let count = 0;

// A field: {name, label, type, value, help, attributes}; the answer has each value by its name.
export function ask(title, fields, { submit, cancel, check = () => "" }) {
  const number = ++count;
  const complaint = make("p", { role: "alert", class: "text-danger", id: `asked-${number}-complaint` });
  const rows = fields.map((field) => row(field, number));
  const form = make("form", { method: "dialog", class: "asked" },
    make("h2", { class: "h5", id: `asked-${number}` }, title), ...rows, complaint,
    make("div", { class: "asked-buttons" },
      make("button", { type: "submit", class: "btn btn-primary", value: "yes" }, submit),
      make("button", { type: "button", class: "btn btn-link", "data-cancel": true }, cancel)));
  const dialog = make("dialog", { "aria-labelledby": `asked-${number}`, class: "asked-dialog" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    form.querySelector("[data-cancel]").addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(null); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = {};
      for (const field of fields) {
        const input = form.elements[field.name];
        answer[field.name] = field.type === "checkbox" ? input.checked : input.value.trim();
      }
      const wrong = check(answer);
      complaint.textContent = wrong;
      if (wrong) form.elements[fields[0].name].focus();
      else end(answer);
    });
    dialog.showModal();
    form.querySelector("input, textarea").focus();
  });
}

function row(field, number) {
  const id = `asked-${number}-${field.name}`;
  const isBox = field.type === "checkbox";
  const help = field.help ? make("p", { class: "form-text", id: `${id}-help` }, field.help) : "";
  const attributes = { id, name: field.name, "aria-describedby": field.help ? `${id}-help` : null, ...field.attributes };
  const input = field.type === "textarea"
    ? make("textarea", { class: "form-control", rows: 4, ...attributes })
    : make("input", { type: field.type || "text", class: isBox ? "form-check-input" : "form-control", ...attributes });
  if (isBox) input.checked = field.value === true;
  else input.value = field.value ?? "";
  const label = make("label", { for: id, class: isBox ? "form-check-label" : "form-label" }, field.label);
  return isBox
    ? make("div", { class: "form-check mb-3" }, input, label, help)
    : make("div", { class: "mb-3" }, label, input, help);
}

// One of several: each choice is a button; the answer is its value.
export function choose(title, help, choices, { cancel }) {
  const number = ++count;
  const buttons = choices.map(([value, label]) =>
    make("li", {}, make("button", { type: "button", class: "btn btn-outline-primary", value }, label)));
  const dialog = make("dialog", { "aria-labelledby": `asked-${number}`, class: "asked-dialog" },
    make("h2", { class: "h5", id: `asked-${number}` }, title), make("p", { class: "form-text" }, help),
    make("ul", { class: "asked-choices" }, ...buttons),
    make("button", { type: "button", class: "btn btn-link", "data-cancel": true }, cancel));
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(null); });
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) end(button.hasAttribute("data-cancel") ? null : button.value);
    });
    dialog.showModal();
  });
}
