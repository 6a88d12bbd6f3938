// What the server has in a cell; while somebody writes in it, it stands underneath.
const stand = (cell, text, code) => {
  if ("v" in cell.dataset) cell.dataset.v = code;
  if (cell.editor || cell.saves) cell.latest.shown = [document.createTextNode(text)];
  else cell.textContent = text;
};

// One cell while it is written in. It opens over the cell's text, and gives it back when the text is saved or left.
export class CellEditor {
  constructor(matrix, cell, typed) {
    this.matrix = matrix;
    this.cell = cell;
    this.row = cell.parentElement;
    this.typed = typed;
    this.shown = [...cell.childNodes];
  }

  // What the server is known to have in the cell; it belongs to the cell, so that saves which overlap agree about it.
  get was() {
    return this.cell.was;
  }

  set was(text) {
    this.cell.was = text;
  }

  // Whether nobody has written in the cell again since these words were sent.
  get isNewest() {
    return this.cell.latest === this;
  }

  open(error) {
    const open = this.cell.editor;
    if (open) {
      open.field.focus();
      return;
    }
    if (error === undefined) {
      if (!this.cell.saves) this.was = this.row.dataset.o ? "" : this.cell.dataset.v ?? this.cell.textContent.trim();
      this.earlier = this.cell.latest;
    }
    this.cell.latest = this;
    this.cell.editor = this;
    const box = document.createElement("div");
    box.className = "cell-editor";
    this.field = this.makeField();
    box.append(this.field);
    this.cell.replaceChildren(box);
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.blur());
    if (error === undefined) {
      this.field.focus();
      // At the end, so that one letter more does not take away what is there.
      this.field.setSelectionRange?.(this.field.value.length, this.field.value.length);
    } else {
      this.complain(error);
    }
  }

  makeField() {
    const name = this.cell.dataset.f;
    const options = document.querySelector(name === "office" ? "[data-offices]" : `[data-options="${name}"]`);
    const isLong = "long" in this.cell.dataset || ["title_sq", "title_en", "partners"].includes(name);
    const field = document.createElement(options ? "select" : isLong ? "textarea" : "input");
    if (options) field.append(options.content.cloneNode(true));
    if ("words" in this.cell.dataset) field.setAttribute("list", "cell-words");
    else if (name.startsWith("cost_") || "number" in this.cell.dataset) field.inputMode = "decimal";
    const code = this.row.querySelector("th").textContent.trim();
    field.setAttribute("aria-label", `${this.cell.dataset.l}, ${code}`);
    field.className = options ? "form-select form-select-sm" : "form-control form-control-sm";
    this.put(field);
    return field;
  }

  put(field) {
    if (field.tagName !== "SELECT") {
      field.value = this.typed ?? this.was;
      return;
    }
    const wanted = (this.typed ?? this.was).toLowerCase();
    const found = [...field.options].find((option) => option.value.toLowerCase() === wanted)
      || [...field.options].find((option) => option.value && option.text.toLowerCase().startsWith(wanted));
    field.value = found ? found.value : this.was;
  }

  press(event) {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      this.cell.latest = this.earlier;
      this.matrix.go(this.cell);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.finish(1, 0);
    } else if (event.key === "Tab") {
      event.preventDefault();
      this.finish(0, event.shiftKey ? -1 : 1);
    }
  }

  finish(down, right) {
    this.isLeaving = true;
    this.matrix.current = this.cell;
    this.matrix.move(down, right);
    this.commit();
  }

  blur() {
    if (!this.isLeaving && !this.cell.contains(document.activeElement)) setTimeout(() => this.commitIfLeft(), 0);
  }

  commitIfLeft() {
    const isOpen = this.cell.editor === this && this.field.isConnected;
    if (isOpen && document.hasFocus() && !this.cell.contains(document.activeElement)) this.commit();
  }

  commit() {
    const typed = this.field.value;
    this.isLeaving = false;
    if (typed.trim() === this.was.trim() && !this.cell.classList.contains("is-unsaved")) {
      this.close();
      return;
    }
    const isSelect = this.field.tagName === "SELECT";
    const text = isSelect ? this.field.selectedOptions[0]?.text ?? "" : typed;
    this.close();
    this.cell.textContent = isSelect && !typed ? "" : text;
    this.sent = this.cell.textContent;
    this.cell.saves = (this.cell.saves || 0) + 1;
    this.cell.classList.add("is-saving");
    this.matrix.save(this, typed);
  }

  answered() {
    this.cell.saves -= 1;
    this.cell.classList.toggle("is-saving", this.cell.saves > 0);
  }

  close() {
    this.cell.editor = undefined;
    this.cell.classList.remove("is-unsaved");
    delete this.cell.dataset.offline;
    this.cell.replaceChildren(...this.shown);
  }

  settle({ shown, value, revision, gap, cells, values, changed }) {
    this.row.dataset.r = revision;
    if (cells) {
      this.settleRow(cells, values, changed);
      return;
    }
    const isOffice = this.cell.dataset.f === "office";
    this.was = isOffice ? value : shown;
    stand(this.cell, isOffice ? this.sent : shown, value);
    const place = this.row.querySelector("[data-f=gap]");
    (place.querySelector("a") || place).textContent = this.grouped(gap);
  }

  // The row as the server has it now. Where somebody still writes, what these words changed is no other's writing.
  settleRow(cells, values, changed) {
    for (const other of this.together) if (!other.cell.saves && other.cell.editor === other) other.close();
    for (const cell of this.row.querySelectorAll("td[data-f]")) {
      const name = cell.dataset.f;
      const { before, after } = changed[name] ?? {};
      if (before?.includes(cell.was)) cell.was = after;
      stand(cell, cells[name], values[name]);
    }
  }

  grouped(amount) {
    const separator = document.documentElement.lang === "en" ? "," : "\u00a0";
    return String(amount).replace(/\B(?=(\d{3})+$)/g, separator);
  }

  refused(typed, sentence, isOffline) {
    if (!this.isNewest) {
      this.giveWay();
      return;
    }
    this.reopen(typed, sentence);
    if (isOffline) this.cell.dataset.offline = "";
  }

  conflict(typed, { error, theirs, revision }) {
    this.row.dataset.r = revision;
    if (!this.isNewest) {
      this.giveWay();
      return;
    }
    this.hasConflict = true;
    this.reopen(typed, `${error} ${this.words("theirs")} „${theirs}“`);
    const choice = document.createElement("p");
    choice.className = "cell-choice";
    choice.append(
      this.button("take", () => {
        this.close();
        this.cell.textContent = theirs;
        location.hash = this.row.id;
        location.reload();
      }),
      this.button("mine", () => {
        this.was = theirs;
        this.hasConflict = false;
        this.commit();
      }),
    );
    this.cell.querySelector(".cell-editor").append(choice);
  }

  button(name, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = this.words(name);
    button.addEventListener("click", act);
    return button;
  }

  words(name) {
    return this.cell.closest("table").dataset[name];
  }

  // Later words stand in the cell and are judged themselves; left without saving, they give back what is stored.
  giveWay() {
    this.cell.latest.shown = this.shown;
    this.cell.latest.earlier = undefined;
  }

  // The words that were typed come back with the sentence that refuses them. The focus stays where somebody went on,
  // so that no key meant for another cell falls in here.
  reopen(typed, sentence) {
    this.cell.replaceChildren(...this.shown);
    this.typed = typed;
    this.open(sentence);
    this.cell.classList.add("is-unsaved");
    if (document.activeElement === document.body) this.field.focus();
  }

  complain(sentence) {
    const text = document.createElement("p");
    text.className = "cell-error";
    text.id = `error-${this.row.dataset.m || this.row.dataset.o}-${this.cell.dataset.f}`;
    text.textContent = sentence;
    this.field.setAttribute("aria-invalid", "true");
    this.field.setAttribute("aria-describedby", text.id);
    this.field.after(text);
  }
}
