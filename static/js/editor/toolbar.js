// The toolbar of a chapter's text: one stop of the Tab key, arrow keys within, names in the reader's language.
import { ask, choose, make } from "chapter/dialogs";
import { askForNote } from "chapter/notes";

const SAFE_ADDRESS = /^(https?:\/\/|mailto:|\/[^/\\]|#)/i;

const heading = (level) => ({
  name: `heading${level}`, text: `H${level - 1}`,
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  isActive: (editor) => editor.isActive("heading", { level }),
});
const mark = (name, text) => ({
  name, text,
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  isActive: (editor) => editor.isActive(name),
});
const plain = (name, icon, command, extra = {}) => ({
  name, icon, run: (editor) => editor.chain().focus()[command]().run(), ...extra,
});
const inTable = (name, icon, command) => plain(name, icon, command, { isOfTable: true });

const GROUPS = [
  [
    { name: "paragraph", text: "¶", run: (editor) => editor.chain().focus().setParagraph().run(),
      isActive: (editor) => editor.isActive("paragraph") },
    heading(2), heading(3), heading(4),
  ],
  [mark("bold", "B"), mark("italic", "I"), mark("superscript", "x²")],
  [
    plain("bulletList", "list", "toggleBulletList", { isActive: (editor) => editor.isActive("bulletList") }),
    plain("orderedList", "numbered", "toggleOrderedList", { isActive: (editor) => editor.isActive("orderedList") }),
    plain("blockquote", "quote", "toggleBlockquote", { isActive: (editor) => editor.isActive("blockquote") }),
  ],
  [
    { name: "link", icon: "link", run: editLink, isActive: (editor) => editor.isActive("link"),
      canRun: (editor) => !editor.state.selection.empty || editor.isActive("link") },
    plain("unlink", "unlink", "unsetLink", { canRun: (editor) => editor.isActive("link") }),
    { name: "note", icon: "note", run: addNote },
  ],
  [
    { name: "table", icon: "table", run: addTable, canRun: (editor) => !editor.isActive("table") },
    { name: "block", icon: "chart", run: placeFigures },
  ],
  [
    plain("undo", "undo", "undo", { canRun: (editor) => editor.can().undo() }),
    plain("redo", "redo", "redo", { canRun: (editor) => editor.can().redo() }),
  ],
  [
    inTable("rowAfter", "row-add", "addRowAfter"),
    inTable("columnAfter", "column-add", "addColumnAfter"),
    inTable("deleteRow", "row-remove", "deleteRow"),
    inTable("deleteColumn", "column-remove", "deleteColumn"),
    inTable("headerRow", "row-head", "toggleHeaderRow"),
    inTable("mergeCells", "cells-merge", "mergeOrSplit"),
    inTable("deleteTable", "bin", "deleteTable"),
  ],
];

async function editLink(editor, told) {
  const words = told.words;
  const answer = await ask(words.link,
    [{ name: "href", label: words.address, help: words.addressHelp, value: editor.getAttributes("link").href || "",
      attributes: { inputmode: "url", autocomplete: "off" } }],
    { submit: words.apply, cancel: words.cancel,
      check: ({ href }) => (!href || SAFE_ADDRESS.test(href) ? "" : words.addressWrong) });
  if (!answer) return;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (answer.href) chain.setLink({ href: answer.href }).run();
  else chain.unsetLink().run();
}

async function addNote(editor, told) {
  const answer = await askForNote(told);
  if (answer?.text) {
    editor.chain().focus().insertContentAt(editor.state.selection.to, { type: "note", attrs: answer }).run();
  }
}

async function addTable(editor, told) {
  const words = told.words;
  const size = (name, label) => ({ name, label, type: "number", value: 3, attributes: { min: 1, max: 60, required: true } });
  const answer = await ask(words.table,
    [size("rows", words.rows), size("cols", words.columns),
      { name: "withHeaderRow", label: words.withHeader, type: "checkbox", value: true }],
    { submit: words.insert, cancel: words.cancel });
  if (!answer) return;
  const rows = Math.min(Number(answer.rows), 60);
  const cols = Math.min(Number(answer.cols), 60);
  editor.chain().focus().insertTable({ rows, cols, withHeaderRow: answer.withHeaderRow }).run();
}

async function placeFigures(editor, told) {
  const kind = await choose(told.words.block, told.words.blockHelp, Object.entries(told.blocks), told.words);
  if (kind) editor.chain().focus().placeFigures(kind).run();
}

function button(item, told) {
  const label = told.words[item.name];
  const made = make("button", { type: "button", class: "tool", tabindex: "-1", title: label, "aria-label": label,
    "data-tool": item.name });
  if (item.isActive) made.setAttribute("aria-pressed", "false");
  if (item.text) made.append(make("span", { class: `tool-${item.name}`, "aria-hidden": "true" }, item.text));
  else {
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${told.icons}#${item.icon}`);
    icon.append(use);
    made.append(icon);
  }
  return made;
}

export function addToolbar(editor, told, label) {
  const tools = new Map();
  const bar = make("div", { role: "toolbar", class: "tools", "aria-label": `${told.words.toolbar}: ${label}` });
  for (const items of GROUPS) {
    const isOfTable = items[0].isOfTable === true;
    const group = make("div", { class: isOfTable ? "tool-group tools-of-table" : "tool-group" });
    for (const item of items) {
      const made = button(item, told);
      made.addEventListener("click", () => {
        if (made.getAttribute("aria-disabled") !== "true") item.run(editor, told);
      });
      tools.set(item, made);
      group.append(made);
    }
    bar.append(group);
  }
  const show = () => {
    const isInTable = editor.isActive("table");
    for (const [item, made] of tools) {
      if (item.isActive) made.setAttribute("aria-pressed", String(item.isActive(editor)));
      made.setAttribute("aria-disabled", String(item.canRun ? !item.canRun(editor) : false));
      if (item.isOfTable) made.hidden = !isInTable;
    }
    bar.querySelector(".tools-of-table").hidden = !isInTable;
  };
  moveByArrows(bar, [...tools.values()]);
  editor.on("transaction", show);
  show();
  editor.view.dom.before(bar);
}

function moveByArrows(bar, buttons) {
  let current = buttons[0];
  const settle = (next) => {
    current.tabIndex = -1;
    current = next;
    current.tabIndex = 0;
  };
  settle(current);
  bar.addEventListener("focusin", (event) => settle(event.target));
  bar.addEventListener("keydown", (event) => {
    const shown = buttons.filter((one) => !one.hidden);
    const place = shown.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    shown[(next + shown.length) % shown.length].focus();
  });
}
