// On a telephone a sheet is long: its groups open by their headings; where it has none, or a group is long as well,
// each row opens by its code.
const MOST_ROWS = 12;
const narrow = matchMedia("(max-width: 48rem)");

export class Folds {
  constructor(table) {
    this.table = table;
    this.groups = [...table.querySelectorAll("tr.matrix-objective")].map((head) => [head, this.membersOf(head)]);
    const long = this.groups.filter(([, members]) => members.length > MOST_ROWS).flatMap(([, members]) => members);
    const alone = this.groups.length ? long.filter((row) => row.dataset.m) : this.rows();
    this.folds = [...this.groups, ...alone.map((row) => [row, [row]])];
    narrow.addEventListener("change", () => this.arrange());
    this.arrange();
  }

  rows() {
    return [...this.table.querySelectorAll("tr[data-m]")];
  }

  membersOf(head) {
    const found = [];
    for (let row = head.nextElementSibling; row && !row.matches(".matrix-objective"); row = row.nextElementSibling) {
      found.push(row);
    }
    return found;
  }

  // The row in which somebody writes stays open when a telephone is turned.
  arrange() {
    const here = this.table.contains(document.activeElement) && document.activeElement.closest("tr");
    for (const [head, members] of this.folds) {
      head.querySelector(".fold-name")?.remove();
      if (narrow.matches) head.firstElementChild.append(this.button(head, members));
      this.show(head, members, !narrow.matches);
    }
    if (here) this.open(here);
  }

  button(head, members) {
    const named = head.dataset.m ? [head.children[0], head.children[1]] : [head.children[0]];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold-name";
    button.tabIndex = 0;
    button.setAttribute("aria-label", named.map((cell) => cell.textContent.trim()).join(" "));
    button.addEventListener("click", () => this.show(head, members, button.getAttribute("aria-expanded") !== "true"));
    return button;
  }

  show(head, members, isOpen) {
    head.querySelector(".fold-name")?.setAttribute("aria-expanded", String(isOpen));
    for (const row of members) row.classList.toggle(row === head ? "is-folded-row" : "is-folded", !isOpen);
  }

  // What gets the focus is seen.
  open(row) {
    this.folds.filter(([, members]) => members.includes(row)).forEach((fold) => this.show(...fold, true));
  }
}
