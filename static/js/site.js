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
      field.dispatchEvent(new Event("chapter:read"));
    }
  }

  // The page that begins a row has a name in its address: the browser's "back" then leads to the row that it made.
  const begun = document.querySelector("form[data-opened-as]");
  if (begun?.dataset.openedAs) {
    const named = new URL(location.href);
    named.searchParams.set("opened_as", begun.dataset.openedAs);
    history.replaceState(history.state, "", named);
  }

  // On a telephone the menu opens and closes in its place; without this script its address opens it.
  document.querySelectorAll("[data-opens]").forEach((button) => {
    const menu = document.getElementById(button.dataset.opens);
    const show = (isOpen) => {
      menu.classList.toggle("is-open", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.setAttribute("role", "button");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show(!menu.classList.contains("is-open"));
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); button.click(); }
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { show(false); button.focus(); }
    });
    show(location.hash === `#${button.dataset.opens}`);
  });

  // Two minutes before an idle login ends a person is asked; what she does elsewhere in the program counts as well.
  const idle = document.querySelector("[data-idle-seconds]");
  if (idle) {
    const AHEAD = 120;
    let warning;
    const wait = () => {
      clearTimeout(warning);
      warning = setTimeout(() => {
        idle.hidden = false;
        idle.querySelector("button").focus();
      }, (Number(idle.dataset.idleSeconds) - AHEAD) * 1000);
    };
    idle.querySelector("button").addEventListener("click", async () => {
      await fetch(idle.dataset.stay, { method: "HEAD", credentials: "same-origin" });
      idle.hidden = true;
      wait();
    });
    document.addEventListener("htmx:afterRequest", wait);
    wait();
  }

  // A refused form begins with its list of errors.
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();

  // A counted limit says how much room is left before sending, and in words when the text has grown beyond it.
  // Browsers without Albanian would group its digits as English does.
  const gap = document.documentElement.lang === "en" ? "," : "\u00a0";
  const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, gap);
  document.querySelectorAll("textarea[data-counted]").forEach((area) => {
    const limit = Number(area.dataset.counted);
    const counter = document.createElement("p");
    const complaint = document.createElement("p");
    counter.className = "counter";
    complaint.className = "counter counter-over";
    complaint.setAttribute("role", "status");
    const show = () => {
      const length = area.value.length;
      counter.textContent = `${grouped(length)} / ${grouped(limit)}`;
      const over = length > limit ? area.dataset.tooLong.replace("{count}", grouped(length - limit)) : "";
      if (complaint.textContent !== over) complaint.textContent = over;
    };
    area.addEventListener("input", show);
    show();
    (area.closest(".prose-editor") || area).after(counter, complaint);
  });

  // Of a long list each card shows its heading, with its light or state, and opens; all of them open at once, too.
  // What is written in is never folded.
  const MOST_CELLS = 30;
  const foldCards = (table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector("td"));
    const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);
    const isWritten = table.querySelector("input:not([type=hidden]), select, textarea");
    if (cells <= MOST_CELLS || rows.length < 2 || isWritten) return;
    const show = (row, isOpen) => {
      row.classList.toggle("is-folded", !isOpen);
      row.querySelector(".row-fold").setAttribute("aria-expanded", String(isOpen));
    };
    for (const row of rows) {
      const head = row.querySelector("th") || row.cells[0];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "row-fold";
      button.setAttribute("aria-label", head.textContent.trim().replace(/\s+/g, " "));
      button.addEventListener("click", () => show(row, row.classList.contains("is-folded")));
      head.classList.add("row-head");
      head.append(button);
      show(row, false);
    }
    const all = document.createElement("button");
    const words = document.body.dataset;
    all.type = "button";
    all.className = "btn btn-outline-secondary btn-sm rows-open";
    all.textContent = words.openRows;
    all.addEventListener("click", () => {
      const isOpen = all.textContent === words.openRows;
      rows.forEach((row) => show(row, isOpen));
      all.textContent = isOpen ? words.foldRows : words.openRows;
    });
    (table.closest(".table-responsive") || table).before(all);
  };

  // On a narrow screen each row of a list becomes a card (site.css); its cells then carry their column's heading, and
  // the roles say to a screen reader that it is a table still.
  document.querySelectorAll("table.stacks, .stacking table").forEach((table) => {
    table.classList.add("stacks");
    const headings = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((part) => part.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => {
      row.setAttribute("role", "row");
      [...row.cells].forEach((cell, index) => {
        const isHeading = cell.tagName === "TH";
        cell.setAttribute("role", isHeading ? (cell.scope === "row" ? "rowheader" : "columnheader") : "cell");
        if (!isHeading && cell.colSpan === 1) cell.dataset.heading = headings[index] || "";
      });
    });
    table.classList.add("is-ready");
    foldCards(table);
  });

  // A place that an address names is opened, whatever it is folded in.
  const reveal = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = named?.closest?.("tr:has(.row-fold).is-folded");
    const folds = [];
    for (let each = named?.closest?.("details"); each; each = each.parentElement.closest("details")) folds.push(each);
    const closed = folds.filter((each) => !each.open);
    if (!row && !closed.length) return;
    closed.forEach((each) => { each.open = true; });
    row?.querySelector(".row-fold").click();
    named.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Texts that are not saved yet (drafting.js) do not stay in a browser that somebody logs out of, and no text stays
  // that the server has by now, or for longer than seven days.
  const logout = document.querySelector("[data-logout]");
  if (logout) {
    const saved = logout.dataset.savedDrafts.split(" ").filter(Boolean);
    const oldest = Date.now() - 7 * 24 * 3_600_000;
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith("draft:"))) {
        const isSaved = key.startsWith(`draft:${logout.dataset.logout}:`) && saved.some((id) => key.endsWith(`:${id}`));
        if (isSaved || !(JSON.parse(localStorage.getItem(key))?.at > oldest)) localStorage.removeItem(key);
      }
    } catch { /* nothing is kept here */ }
  }
  logout?.addEventListener("submit", (event) => {
    const form = event.target;
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${form.dataset.logout}:`));
    if (kept.length && !confirm(form.dataset.unsaved)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    kept.forEach((key) => localStorage.removeItem(key));
  });

  // One press is one sending.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });

  // Paper has nothing to open: what is folded is printed whole, and folded again afterwards.
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll(".unfolds-in-print:not([open])").forEach((each) => { each.open = true; opened.push(each); });
  });
  addEventListener("afterprint", () => { opened.splice(0).forEach((each) => { each.open = false; }); });

  // What takes longer than two seconds says that it goes on, and for how long by now.
  document.addEventListener("submit", (event) => {
    const slow = document.querySelector("[data-slow]");
    if (!slow || event.target.method !== "post") return;
    const began = Date.now();
    const seconds = slow.querySelector("[data-seconds]");
    setTimeout(() => {
      slow.hidden = false;
      setInterval(() => { seconds.textContent = String(Math.round((Date.now() - began) / 1000)); }, 1000);
    }, 2000);
  });
})();
