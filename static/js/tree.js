// The tree by keys: going from title to title, moving rows, writing titles in place. Without it every row has its page.
import { SaveLine, send, whenLoaded } from "./saving.js";

const form = document.querySelector("[data-tree]");
const STOPS = "a, button";

class Tree {
  constructor() {
    this.line = new SaveLine(document.querySelector("[data-save-line]"));
    this.undo = document.querySelector("[data-undo]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.rows = form.querySelector("[data-tree-rows]");
    this.told = form.querySelector("[data-told]");
    this.isBusy = false;
    this.dress();
    form.addEventListener("focusin", (event) => this.enter(event.target));
    form.addEventListener("keydown", (event) => this.press(event));
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.rows.querySelector(".title-editor")) event.preventDefault();
    });
    if (location.hash.startsWith("#n-")) whenLoaded(() => this.focus(location.hash.slice(1)));
  }

  focus(id) {
    const node = document.getElementById(id);
    for (let fold = node?.closest(".fold"); fold; fold = fold.parentElement.closest(".fold")) Tree.fold(fold, true);
    node?.querySelector("[data-title]")?.focus();
  }

  // Rows, cells and levels are named for those who hear the page; the whole tree is one stop of the Tab key.
  dress() {
    for (const list of this.rows.querySelectorAll(".tree")) {
      const tree = document.createElement("div");
      tree.setAttribute("role", "treegrid");
      tree.setAttribute("aria-label", this.rows.dataset.name);
      list.replaceWith(tree);
      tree.append(list);
      for (const row of tree.querySelectorAll(".tree-row, .tree-add")) Tree.dressRow(row);
      for (const details of tree.querySelectorAll("details")) Tree.dressFold(details);
      for (const frame of tree.querySelectorAll("li, ul, .fold")) frame.setAttribute("role", "none");
      for (const stop of tree.querySelectorAll(STOPS)) stop.tabIndex = -1;
      const first = tree.querySelector("[data-title], .tree-add a");
      if (first) first.tabIndex = 0;
    }
  }

  static dressRow(row) {
    let level = row.matches(".tree-add") ? 1 : 0;
    for (let node = row.closest("[data-node]"); node; node = node.parentElement.closest("[data-node]")) level += 1;
    row.setAttribute("role", "row");
    row.setAttribute("aria-level", level);
    for (const cell of row.children) {
      if (!cell.matches("a")) cell.setAttribute("role", "gridcell");
      else {
        const frame = document.createElement("span");
        frame.setAttribute("role", "gridcell");
        cell.replaceWith(frame);
        frame.append(cell);
      }
    }
  }

  // The row says whether it is unfolded, so what the mouse presses is silent.
  static dressFold(details) {
    const fold = document.createElement("div");
    const button = document.createElement("button");
    fold.className = "fold";
    button.type = "button";
    button.className = "fold-name";
    button.setAttribute("aria-hidden", "true");
    button.append(...details.querySelector("summary").childNodes);
    fold.append(button, details.querySelector("ul"));
    details.replaceWith(fold);
    Tree.fold(fold, details.open);
    button.addEventListener("click", () => Tree.fold(fold, fold.dataset.open === "no"));
  }

  static fold(fold, isOpen) {
    fold.dataset.open = isOpen ? "yes" : "no";
    fold.querySelector(":scope > ul").hidden = !isOpen;
    const row = fold.closest("[data-node]").querySelector(":scope > .tree-row");
    row.setAttribute("aria-expanded", fold.parentElement.querySelector(":scope > .fold[data-open='yes']") !== null);
  }

  // Where the focus is the Tab key comes back to.
  enter(stop) {
    const tree = stop.closest("[role=treegrid]");
    if (!tree || stop.closest(".title-editor")) return;
    for (const other of tree.querySelectorAll("[tabindex='0']")) if (!other.closest(".title-editor")) other.tabIndex = -1;
    stop.tabIndex = 0;
  }

  lines(tree) {
    return [...tree.querySelectorAll(".tree-row, .tree-add")].filter((row) => row.offsetParent);
  }

  press(event) {
    const row = event.target.closest(".tree-row, .tree-add");
    if (!row || event.target.closest(".title-editor")) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !event.altKey) this.walk(row, step);
    else if (side && !event.altKey) this.aside(row, event.target, side);
    else if (!event.target.matches("[data-title]") || !this.change(event, row.closest("[data-node]"), step)) return;
    event.preventDefault();
  }

  // What a key changes where a title has the focus; false where the key says nothing here.
  change(event, node, step) {
    if (step) this.shift(step < 0 ? "up" : "down", node);
    else if (event.key === "Enter" || event.key === "F2") this.edit(node);
    else if (event.key === "Delete") this.remove(node);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") this.takeBack();
    else return false;
    return true;
  }

  walk(row, step) {
    const lines = this.lines(row.closest("[role=treegrid]"));
    const next = lines[lines.indexOf(row) + step];
    (next?.querySelector("[data-title]") ?? next?.querySelector(STOPS))?.focus();
  }

  aside(row, stop, side) {
    const node = row.matches(".tree-row") ? row.closest("[data-node]") : null;
    const fold = node?.querySelector(":scope > .fold");
    if (stop.matches("[data-title]") && fold && (fold.dataset.open === "yes") !== side > 0) {
      Tree.fold(fold, side > 0);
      return;
    }
    const stops = [...row.querySelectorAll(STOPS)].filter((each) => !each.hidden);
    const next = stops[stops.indexOf(stop) + side];
    if (next) next.focus();
    else if (side < 0) row.parentElement.closest("[data-node]")?.parentElement.closest("[data-node]")?.querySelector("[data-title]").focus();
  }

  takeBack() {
    if (!this.undo.querySelector("button").disabled) this.undo.requestSubmit();
  }

  remove(node) {
    const page = node.querySelector("[data-title]").getAttribute("href");
    const removing = document.querySelector("[data-remove]");
    removing.action = `${page}remove/`;
    removing.requestSubmit();
  }

  click(event) {
    const title = event.target.closest("[data-title]");
    if (!title || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.edit(title.closest("[data-node]"));
  }

  submit(event) {
    const [way] = event.submitter.value.split(":");
    event.preventDefault();
    this.shift(way, event.submitter.closest("[data-node]"));
  }

  async shift(way, node) {
    if (this.isBusy || this.rows.querySelector(".title-editor")) return;
    this.isBusy = true;
    this.line.saving();
    const folds = [...this.rows.querySelectorAll(".fold")];
    const folded = folds.map((each) => [each.closest("[data-node]").id, each.dataset.open === "yes"]);
    const value = `${way}:${node.dataset.node}:${node.dataset.pk}`;
    const { status, body } = await send(form.action, { shift: value }, this.token);
    this.isBusy = false;
    if (status !== 200) {
      this.line.failed(body?.error || this.line.words[status] || this.line.words.server);
      return;
    }
    this.rows.innerHTML = body.tree;
    this.dress();
    for (const [id, isOpen] of folded) {
      const places = document.getElementById(id)?.querySelectorAll(":scope > .fold") ?? [];
      for (const place of places) Tree.fold(place, isOpen);
    }
    this.focus(body.focus);
    this.tell(document.getElementById(body.focus));
    this.done();
  }

  // A moved row has another code: said aloud, since the eye alone would see it.
  tell(node) {
    const named = (part) => node.querySelector(part).textContent.trim();
    const words = { title: named("[data-title]"), code: named(".tree-code") };
    this.told.textContent = this.told.dataset.words.replace(/\{(\w+)\}/g, (_place, name) => words[name]);
  }

  done() {
    this.line.saved();
    this.undo.querySelector("button").disabled = false;
    this.undo.querySelector("[data-undo-what]").textContent = "";
  }

  edit(node) {
    const title = node.querySelector("[data-title]");
    if (node.querySelector(":scope > .tree-row .title-editor")) return;
    const editor = document.querySelector("[data-titles]").content.firstElementChild.cloneNode(true);
    const [sq, en] = editor.querySelectorAll("input");
    sq.value = node.dataset.sq;
    en.value = node.dataset.en;
    title.hidden = true;
    title.after(editor);
    sq.focus();
    sq.setSelectionRange(sq.value.length, sq.value.length);
    const close = () => {
      editor.remove();
      title.hidden = false;
      title.focus();
    };
    const save = () => this.rename(node, editor, [sq, en], close);
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && event.target.matches("input")) save();
      else return;
      event.preventDefault();
    });
    editor.querySelector("[data-save]").addEventListener("click", save);
    editor.querySelector("[data-cancel]").addEventListener("click", close);
  }

  async rename(node, editor, [sq, en], close) {
    const title = node.querySelector("[data-title]");
    this.line.saving();
    const fields = { title_sq: sq.value, title_en: en.value, expected_revision: node.dataset.r };
    const { status, body } = await send(title.getAttribute("href"), fields, this.token);
    if (status === 200) {
      Object.assign(node.dataset, { sq: sq.value, en: en.value, r: body.revision });
      title.textContent = body.title;
      close();
      this.done();
      return;
    }
    const sentence = body?.error || this.line.words[status] || this.line.words.server;
    this.line.failed(sentence);
    editor.querySelector(".cell-error")?.remove();
    const text = document.createElement("span");
    text.className = "cell-error";
    text.id = `error-${node.dataset.pk}`;
    text.textContent = sentence;
    sq.setAttribute("aria-describedby", text.id);
    sq.setAttribute("aria-invalid", "true");
    editor.append(text);
    sq.focus();
  }
}

if (form) new Tree();
