// The tree by keys: going from title to title, moving rows, writing titles in place. Without it every row has its page.
import { SaveLine, send, whenLoaded } from "./saving.js";

const form = document.querySelector("[data-tree]");

class Tree {
  constructor() {
    this.line = new SaveLine(document.querySelector("[data-save-line]"));
    this.undo = document.querySelector("[data-undo]");
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.rows = form.querySelector("[data-tree-rows]");
    this.isBusy = false;
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
    node?.closest("details")?.setAttribute("open", "");
    node?.querySelector("[data-title]")?.focus();
  }

  titles() {
    return [...form.querySelectorAll("[data-title]")].filter((title) => title.offsetParent);
  }

  press(event) {
    const title = event.target.closest("[data-title]");
    if (!title || event.target.closest(".title-editor")) return;
    const node = title.closest("[data-node]");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) this.shift(step < 0 ? "up" : "down", node);
    else if (step) this.titles()[this.titles().indexOf(title) + step]?.focus();
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.fold(node, event.key === "ArrowRight");
    else if (event.key === "Enter" || event.key === "F2") this.edit(node);
    else if (event.key === "Delete") this.remove(node);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") this.takeBack();
    else return;
    event.preventDefault();
  }

  fold(node, isOpen) {
    const own = node.querySelector(":scope > details");
    if (own) own.open = isOpen;
    else if (!isOpen) node.parentElement.closest("[data-node]")?.querySelector("[data-title]").focus();
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
    const folded = [...this.rows.querySelectorAll("details")].map((each) => [each.closest("[data-node]").id, each.open]);
    const value = `${way}:${node.dataset.node}:${node.dataset.pk}`;
    const { status, body } = await send(form.action, { shift: value }, this.token);
    this.isBusy = false;
    if (status !== 200) {
      this.line.failed(body?.error || this.line.words[status] || this.line.words.server);
      return;
    }
    this.rows.innerHTML = body.tree;
    for (const [id, isOpen] of folded) {
      const places = document.getElementById(id)?.querySelectorAll(":scope > details") ?? [];
      for (const place of places) place.open = isOpen;
    }
    this.focus(body.focus);
    this.done();
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
    sq.select();
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
