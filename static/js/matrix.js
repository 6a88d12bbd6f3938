// The matrix as a grid: one tab stop, arrow keys, writing in place, pasting a block. What is typed is never lost:
// a cell that could not be saved stays open with its words and its sentence.
import { CellEditor } from "./cell-editor.js";
import { Folds } from "./grid-folds.js";
import { SaveLine, send, whenLoaded } from "./saving.js";

const table = document.querySelector("[data-matrix]");

class Matrix {
  constructor() {
    this.line = new SaveLine(document.querySelector("[data-save-line]"));
    this.undo = document.querySelector("[data-undo]");
    this.token = this.undo.querySelector("[name=csrfmiddlewaretoken]").value;
    this.pending = Promise.resolve();
    this.waiting = 0;
    this.column = 1;
    this.folds = new Folds(table);
    for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
    this.current = this.fromAddress() || this.rows()[0].children[1];
    this.current.tabIndex = 0;
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("mousedown", (event) => this.point(event));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("copy", (event) => this.copy(event));
    table.addEventListener("focusin", (event) => this.arrive(event));
    window.addEventListener("beforeunload", (event) => this.leave(event));
    window.addEventListener("online", () => this.again());
  }

  fromAddress() {
    if (!location.hash.startsWith("#m-")) return null;
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = table.contains(named) ? named : null;
    if (row) whenLoaded(() => this.go(row.children[1]));
    return row ? row.children[1] : null;
  }

  rows() {
    return [...table.querySelectorAll("tr[data-m], tr[data-o]")];
  }

  cellOf(node) {
    return node.closest("tr[data-m] > *, tr[data-o] > *");
  }

  go(cell) {
    if (!cell) return;
    this.current.tabIndex = -1;
    this.current = cell;
    cell.tabIndex = 0;
    this.folds.open(cell.parentElement);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  arrive(event) {
    const cell = this.cellOf(event.target);
    if (!cell || cell === this.current) return;
    this.current.tabIndex = -1;
    this.current = cell;
    cell.tabIndex = 0;
  }

  move(down, right) {
    const rows = this.rows();
    const row = this.current.parentElement;
    if (right) {
      this.column = Math.min(Math.max([...row.children].indexOf(this.current) + right, 0), row.children.length - 1);
    } else if (row.dataset.m) {
      this.column = [...row.children].indexOf(this.current);
    }
    const place = Math.min(Math.max(rows.indexOf(row) + down, 0), rows.length - 1);
    const cells = rows[place].children;
    this.go(cells[Math.min(this.column, cells.length - 1)]);
  }

  press(event) {
    if (event.target.closest(".cell-editor, .fold-name")) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const far = 10_000;
    const moves = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0],
      Home: [ctrl ? -far : 0, -far], End: [ctrl ? far : 0, far],
    };
    if (moves[event.key]) {
      event.preventDefault();
      this.move(...moves[event.key]);
    } else if (ctrl && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (!this.undo.querySelector("button").disabled) this.undo.requestSubmit();
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      this.open(this.current);
    } else if (event.key.length === 1 && !ctrl && !event.altKey && event.key !== " ") {
      if (this.isEditable(this.current)) event.preventDefault();
      this.open(this.current, event.key);
    }
  }

  point(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.button !== 0 || event.target.closest(".cell-editor, a, .fold-name")) return;
    event.preventDefault();
    if (cell === document.activeElement) this.open(cell);
    else this.go(cell);
  }

  isEditable(cell) {
    return cell.matches("td") && !cell.hasAttribute("aria-readonly");
  }

  open(cell, typed) {
    if (!this.isEditable(cell)) {
      if (typed === undefined) cell.querySelector("a")?.click();
      return;
    }
    new CellEditor(this, cell, typed).open();
  }

  // Saves follow one another, so that each knows the revision the one before it made.
  save(editor, typed) {
    this.waiting += 1;
    this.line.saving();
    this.pending = this.pending.then(async () => {
      const answer = await this.sent(editor, typed);
      this.waiting -= 1;
      this.answered(editor, typed, answer);
    });
  }

  sent(editor, typed) {
    const { cell, row } = editor;
    editor.together = this.refusedBeside(editor);
    if (row.dataset.o) return send(table.dataset.row, { objective: row.dataset.o, typed }, this.token);
    const head = [[table.dataset.rowName || "measure", row.dataset.m], ["revision", row.dataset.r]];
    const fields = [...head, ["field", cell.dataset.f], ["typed", typed], ["was", editor.was]];
    for (const other of editor.together) {
      fields.push(["field", other.cell.dataset.f], ["typed", other.field.value], ["was", other.was]);
    }
    return send(table.dataset.cell, fields, this.token);
  }

  // Cells of a row that were refused go along with the next one: what only makes sense together is saved together.
  refusedBeside(editor) {
    if (!table.dataset.rowName) return [];
    const cells = [...editor.row.querySelectorAll(".is-unsaved")].filter((cell) => cell !== editor.cell);
    return cells.map((cell) => cell.editor).filter((other) => other && !other.hasConflict);
  }

  answered(editor, typed, { status, body }) {
    editor.answered();
    if (status === 200 && body.address) {
      const wanted = new URL(body.address, location.href);
      const isHere = wanted.pathname + wanted.search === location.pathname + location.search;
      location.assign(wanted);
      if (isHere) location.reload();
    } else if (status === 200) {
      editor.settle(body);
      this.undo.querySelector("button").disabled = false;
      this.undo.querySelector("[data-undo-what]").textContent = "";
      if (!this.waiting) this.line.saved();
    } else if (status === 409) {
      this.line.failed(body.error);
      const other = editor.together.find(({ cell }) => cell.dataset.f === body.field);
      other?.close();
      (other || editor).conflict(other ? other.field.value : typed, body);
      if (other) editor.refused(typed, body.error, false);
    } else {
      const sentence = body?.error || this.line.words[status] || this.line.words.server;
      this.line.failed(sentence);
      editor.refused(typed, sentence, status === "offline");
    }
  }

  again() {
    for (const cell of table.querySelectorAll("[data-offline]")) cell.editor?.commit();
  }

  paste(event) {
    if (event.target.closest(".cell-editor")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    const row = this.current.parentElement;
    if (!text || !this.isEditable(this.current)) return;
    event.preventDefault();
    if (!/[\t\n]/.test(text)) {
      this.open(this.current, text);
      return;
    }
    const form = document.querySelector("[data-paste]");
    const place = row.dataset.m ? `measure-${row.dataset.m}` : `objective-${row.dataset.o}`;
    form.elements.place.value = table.dataset.rowName ? row.dataset.m : place;
    form.elements.column.value = this.current.dataset.f;
    form.elements.text.value = text;
    form.requestSubmit();
  }

  copy(event) {
    if (event.target.closest(".cell-editor") || !getSelection().isCollapsed) return;
    event.clipboardData.setData("text/plain", this.current.textContent.trim());
    event.preventDefault();
  }

  leave(event) {
    if (this.waiting || table.querySelector(".is-unsaved")) event.preventDefault();
  }
}

if (table) new Matrix();
