// A form that saves itself while somebody writes. What is not saved yet is kept in this browser, under the person and
// the page, until the server has it; a line says how it stands. Without it the form is a plain form.
import { SaveLine, send } from "./saving.js";

const form = document.querySelector("form[data-drafting]");
const PAUSE = 2_000;
const LONGEST = 15_000;
const AGAIN = 10_000;
const SIGN = 60_000;
const KEPT_DAYS = 7;
const NOT_KEPT = ["csrfmiddlewaretoken"];
const OF_THE_PAGE = ["draft", "expected_revision", "opened"];
// Older browsers' drafts hold their fields by name.
const pairsOf = (fields) => Array.isArray(fields) ? fields : Object.entries(fields);

// Texts that no server has yet. A browser that keeps nothing (full, or private) only loses this net.
class Drafts {
  constructor(person) {
    const action = form.getAttribute("action") ?? "";
    const step = action.startsWith("?") ? action : ""; // each step of a long form is a page of its own
    const page = location.pathname.replace(/^\/(sq|en)\//, "/");
    this.prefix = `draft:${person}:${page}${step}:`;
    this.whole = step ? `draft:${person}:${page}:` : ""; // of before the form had steps
  }

  each(prefix, act) {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(prefix)) act(key, JSON.parse(localStorage.getItem(key)));
      }
    } catch { /* nothing is kept here */ }
  }

  forgetOld() {
    const oldest = Date.now() - KEPT_DAYS * 24 * 3_600_000;
    this.each("draft:", (key, kept) => { if (!(kept?.at > oldest)) localStorage.removeItem(key); });
  }

  found() {
    const found = [];
    this.each(this.prefix, (key, kept) => found.push({ id: key.slice(this.prefix.length), ...kept }));
    if (this.whole) this.each(this.whole, (key, kept) => found.push({ ofAllSteps: key, ...kept }));
    return found;
  }

  keep(id, fields) {
    try {
      localStorage.setItem(this.prefix + id, JSON.stringify({ at: Date.now(), fields }));
    } catch { /* nothing is kept here */ }
  }

  // What a draft of all steps held of this one; the others find theirs.
  cut({ ofAllSteps, at, fields }, names) {
    const rest = pairsOf(fields).filter(([name]) => OF_THE_PAGE.includes(name) || !names.has(name));
    try {
      if (rest.every(([name]) => OF_THE_PAGE.includes(name))) localStorage.removeItem(ofAllSteps);
      else localStorage.setItem(ofAllSteps, JSON.stringify({ at, fields: rest }));
    } catch { /* nothing is kept here */ }
  }

  forget(id) {
    try {
      localStorage.removeItem(this.prefix + id);
    } catch { /* nothing is kept here */ }
  }
}

class Drafting {
  constructor() {
    this.line = new SaveLine(document.querySelector("[data-save-line]"));
    this.login = document.querySelector("[data-login-link]");
    this.address = form.dataset.autosave;
    this.drafts = new Drafts(form.dataset.drafting);
    this.id = form.elements.draft.value || `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
    form.elements.draft.value = this.id;
    this.writings = 0;
    this.isAlive = true;
    this.drafts.forgetOld();
    for (const id of form.dataset.savedDrafts.split(" ")) this.drafts.forget(id);
    this.hasOwn = "unsaved" in form.dataset || [...form.elements].some((field) => this.isTyped(field));
    for (const kept of this.drafts.found()) if (kept.id !== this.id) this.offer(kept);
    form.addEventListener("input", () => this.written());
    form.addEventListener("change", () => this.written());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("beforeunload", (event) => { if (this.isUnsaved && !this.isSending) event.preventDefault(); });
    addEventListener("pagehide", () => this.keep());
    addEventListener("pageshow", () => { this.isSending = false; });
    addEventListener("online", () => this.save());
    addEventListener("focus", () => { if (this.isFailing) this.save(); });
    for (const link of document.querySelectorAll(".form-steps a")) {
      link.addEventListener("click", (event) => this.goTo(event));
    }
    for (const sign of ["keydown", "pointerdown"]) addEventListener(sign, () => { this.isAlive = true; });
    if (this.address) setInterval(() => this.giveSign(), SIGN);
    this.isLook = "look" in form.dataset;
    if (this.isLook) {
      this.isUnsaved = true;
      this.keep();
    } else if (this.hasOwn) this.written();
  }

  // Typed before this page was loaded: brought along from the other language, or by the browser itself.
  isTyped(field) {
    if (!field.name || field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
      const given = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      return field.value !== given?.value;
    }
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  }

  fields() {
    return [...new FormData(form)].filter(([name]) => !NOT_KEPT.includes(name));
  }

  written() {
    this.isLook = false;
    this.writings += 1;
    this.isRefused = false;
    if (!this.isUnsaved) this.since = Date.now();
    this.isUnsaved = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 300);
    if (this.isConflict || this.isFailing) return;
    if (this.address) this.line.say(this.line.words.waiting, false, true);
    this.plan(Math.min(PAUSE, Math.max(this.since + LONGEST - Date.now(), 0)));
  }

  plan(pause) {
    clearTimeout(this.timer);
    if (this.address) this.timer = setTimeout(() => this.save(), pause);
  }

  keep() {
    clearTimeout(this.keeping);
    if (!this.isUnsaved) return;
    this.drafts.keep(this.id, this.fields());
    if (!this.address) this.line.say(`${this.line.words.kept} ${this.hour(Date.now())}`, false, true);
  }

  hour(at) {
    const two = (number) => String(number).padStart(2, "0");
    const when = new Date(at);
    const day = when.toDateString() === new Date().toDateString() ? ""
      : `${two(when.getDate())}.${two(when.getMonth() + 1)}.${when.getFullYear()} `;
    return `${day}${two(when.getHours())}:${two(when.getMinutes())}`;
  }

  async save() {
    if (!this.address || !this.isUnsaved || this.isBusy || this.isConflict || this.isRefused || this.isSending) return;
    if (this.isLook) return; // chosen on the merge page, to be looked through: saved by its writer alone
    clearTimeout(this.timer);
    this.keep();
    this.isBusy = true;
    const sent = this.writings;
    const fields = [...this.fields(), ["person", form.dataset.drafting]];
    const answer = await send(this.address, fields, form.elements.csrfmiddlewaretoken.value);
    this.isBusy = false;
    this.answered(answer, sent);
    if (this.waitingFor) {
      const submitter = this.waitingFor;
      this.waitingFor = undefined;
      form.requestSubmit(submitter);
    }
  }

  answered({ status, body }, sent) {
    this.login.hidden = true;
    this.isFailing = false;
    if (status === 200) this.saved(body, sent);
    else if (status === 409) this.stop(body.error, "isConflict");
    else if (status === 422) this.stop(body.error, "isRefused");
    else this.fail(status);
  }

  // `left` is what only a press on the button does: it is said, and kept like everything that no server has.
  saved({ revision, opened, at, left }, sent) {
    if (form.elements.expected_revision) form.elements.expected_revision.value = revision;
    form.elements.opened.value = opened;
    this.wasForbidden = false;
    if (this.writings === sent && left) {
      this.keep();
      this.line.say(left, false, true);
    } else if (this.writings === sent) {
      this.isUnsaved = false;
      this.drafts.forget(this.id);
      this.line.saved(at);
    } else {
      this.since = Date.now();
      this.keep();
      this.plan(PAUSE);
    }
  }

  stop(sentence, why) {
    this[why] = true;
    this.line.failed(sentence);
  }

  // A token of before a new login is refused once; with a fresh one it goes on.
  async fail(status) {
    this.isFailing = true;
    const isForbidden = status === 403 || status === "server";
    if (isForbidden && !this.wasForbidden) {
      const answer = await this.refresh();
      this.wasForbidden = answer === 200;
      if (answer === 200) {
        this.isFailing = false;
        this.save();
        return;
      }
      if (answer === 401) return this.fail("login");
    }
    this.login.hidden = status !== "login";
    this.line.failed(this.line.words[status] || this.line.words.server);
    this.plan(AGAIN);
  }

  // Answers the status: 200 when others are told anew and the token is fresh, 0 without an answer.
  async refresh() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok) return answer.status;
      const { token, others } = await answer.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      this.tell(others);
      return 200;
    } catch {
      return 0;
    }
  }

  // Only while somebody is at the page: a login ends after its idle minutes, and a page left open must not prevent it.
  giveSign() {
    if (this.isAlive && document.visibilityState === "visible" && !this.isFailing) this.refresh();
    this.isAlive = false;
  }

  tell(others) {
    const place = document.querySelector("[data-others]");
    if (place.textContent.trim() === others.join("")) return;
    place.replaceChildren(...others.map((sentence) => {
      const line = document.createElement("p");
      line.className = "draft-other";
      line.textContent = sentence;
      return line;
    }));
  }

  // Another step of the form: what was typed in this one is saved first, also what was typed during a save.
  async goTo(event) {
    if (!this.address || !this.isUnsaved || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    for (let turn = 0; turn < 3 && this.isUnsaved && !this.isFailing; turn += 1) {
      while (this.isBusy) await new Promise((done) => { setTimeout(done, 50); });
      await this.save();
    }
    location.assign(href);
  }

  submit(event) {
    this.keep();
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopPropagation();
      this.line.failed(this.line.words.offline);
    } else if (this.isBusy) {
      event.preventDefault();
      event.stopPropagation();
      this.waitingFor = event.submitter;
    } else {
      clearTimeout(this.timer);
      this.isSending = true;
    }
  }

  offer(kept) {
    const names = new Set([...form.elements].map((field) => field.name));
    const written = (pairs) => JSON.stringify(pairs.filter(([name]) => names.has(name) && !OF_THE_PAGE.includes(name))
      .sort(([one], [other]) => (one < other ? -1 : Number(one > other))));
    const drop = () => {
      if (kept.ofAllSteps) this.drafts.cut(kept, names);
      else this.drafts.forget(kept.id);
    };
    const isPart = pairsOf(kept.fields).some(([name]) => names.has(name) && !OF_THE_PAGE.includes(name));
    if (!isPart || written(pairsOf(kept.fields)) === written(this.fields())) {
      if (isPart || !kept.ofAllSteps) drop();
      return;
    }
    const box = document.querySelector("[data-kept-draft]").content.firstElementChild.cloneNode(true);
    box.querySelector("[data-kept-at]").textContent = this.hour(kept.at);
    box.querySelector("[data-take]").addEventListener("click", () => {
      if (kept.ofAllSteps) drop();
      else this.drafts.forget(this.id);
      this.take(kept);
      box.remove();
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      drop();
      box.remove();
    });
    form.before(box);
  }

  // With the revision it was written on: what others have saved since is not overwritten, both texts are shown.
  take(kept) {
    this.id = kept.id ?? this.id;
    const pairs = pairsOf(kept.fields).filter(([name]) => name !== "draft" || kept.id);
    form.dispatchEvent(new CustomEvent("draft:take", { detail: new Map(pairs) }));
    for (const field of form.elements) {
      if (!field.name || NOT_KEPT.includes(field.name)) continue;
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) [field.value] = values;
      field.dispatchEvent(new Event("chapter:read"));
    }
    form.dispatchEvent(new Event("draft:taken"));
    this.written();
  }
}

if (form) new Drafting();
