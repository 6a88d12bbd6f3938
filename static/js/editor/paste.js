// What a word processor puts on the clipboard: its headings, marks and imitated lists become real ones.
import { Extension, Plugin } from "django-prose-editor/editor";

const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };
const NUMBERED = /^(\d{1,3})\.$/; // what a list writes before its items by itself
const LABELLED = /^\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,2}|[ivxlc]{1,7})[.)]$|^\d{1,3}(?:\.\d{1,3})+$/i;
const HIDDEN = /(^|[;\s])(display:\s*none|visibility:\s*hidden|mso-hide:\s*all)/i;
const LETTERED = /list-style-type:\s*(lower|upper)-(alpha|latin|roman)/i;
const ROMAN = [[100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
const BLOCK = /^(p|ul|ol|table|blockquote)$/;
const LOOK = "data-look";

const wrap = (element, tag) => {
  const made = document.createElement(tag);
  made.append(...element.childNodes);
  element.append(made);
};
const unwrap = (element) => element.replaceWith(...element.childNodes);
const rename = (element, tag) => {
  const made = document.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
};

// The page's policy refuses style attributes even where nobody shows them, so they are read under another name.
export function readable(html) {
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${LOOK}=`));
  const body = new DOMParser().parseFromString(bare, "text/html").body;
  body.querySelectorAll("del, [hidden]").forEach((element) => element.remove());
  body.querySelectorAll(`[${LOOK}]`).forEach((element) => {
    if (HIDDEN.test(element.getAttribute(LOOK))) element.remove();
  });
  body.querySelectorAll("h1, h5, h6").forEach((heading) => rename(heading, RENAMED[heading.tagName]));
  body.querySelectorAll(`p[${LOOK}*='mso-list']`).forEach(intoList);
  [...body.querySelectorAll("ol")].reverse().forEach(intoParagraphs);
  body.querySelectorAll(`[${LOOK}]`).forEach((element) => {
    const look = element.getAttribute(LOOK);
    element.removeAttribute(LOOK);
    if (element.localName === "span" && /(^|[;\s])font-weight:\s*(bold|[6-9]00)/.test(look)) wrap(element, "strong");
    if (element.localName === "span" && /(^|[;\s])font-style:\s*italic/.test(look)) wrap(element, "em");
    if (element.localName === "b" && /(^|[;\s])font-weight:\s*(normal|400)/.test(look)) unwrap(element);
  });
  body.querySelectorAll("p").forEach((one) => { if (!one.textContent.trim()) one.remove(); });
  return body.innerHTML;
}

function letter(number, kind) {
  let rest = number;
  let written = "";
  if (kind.toLowerCase() === "i") {
    ROMAN.forEach(([value, sign]) => { written += sign.repeat(Math.floor(rest / value)); rest %= value; });
  } else {
    written = String.fromCharCode(65 + (number - 1) % 26).repeat(Math.floor((number - 1) / 26) + 1);
  }
  return kind === kind.toLowerCase() ? written.toLowerCase() : written;
}

// Our lists only have digits: one with letters becomes paragraphs that begin with them.
function intoParagraphs(list) {
  const look = LETTERED.exec(list.getAttribute(LOOK) || "");
  let kind = list.getAttribute("type") || "";
  if (look) kind = look[2].toLowerCase() === "roman" ? "i" : "a";
  if (look?.[1].toLowerCase() === "upper") kind = kind.toUpperCase();
  if (!/^[ai]$/i.test(kind)) return;
  let number = Number(list.getAttribute("start")) || 1;
  [...list.children].filter((item) => item.localName === "li").forEach((item) => {
    const first = document.createElement("p");
    while (item.firstChild && !BLOCK.test(item.firstChild.localName || "")) first.append(item.firstChild);
    if (first.textContent.trim() || item.firstChild?.localName !== "p") item.prepend(first);
    item.firstElementChild.prepend(`${letter(number, kind)}. `);
    number += 1;
  });
  list.querySelectorAll(":scope > li").forEach(unwrap);
  unwrap(list);
}

function intoList(item) {
  const level = Number(/level(\d)/.exec(item.getAttribute(LOOK))?.[1] || 1);
  const sign = item.querySelector(`[${LOOK}*='mso-list:Ignore' i]`);
  const written = (sign?.textContent || "").trim();
  const numbered = NUMBERED.exec(written);
  const tag = numbered ? "ol" : "ul";
  sign?.remove();
  if (!numbered && LABELLED.test(written)) {
    item.prepend(`${written} `);
    return;
  }
  const entry = document.createElement("li");
  entry.append(...item.childNodes);
  let list = item.previousElementSibling;
  if (!list?.hasAttribute("data-imitated") || (level === 1 && list.localName !== tag)) {
    list = document.createElement(tag);
    list.setAttribute("data-imitated", "");
    if (numbered && Number(numbered[1]) > 1) list.setAttribute("start", numbered[1]);
    item.before(list);
  }
  for (let depth = 1; depth < level && list.lastElementChild; depth += 1) {
    const holder = list.lastElementChild;
    const inner = holder.lastElementChild;
    list = inner?.hasAttribute("data-imitated") ? inner : document.createElement(tag);
    list.setAttribute("data-imitated", "");
    holder.append(list);
  }
  list.append(entry);
  item.remove();
}

export const Paste = Extension.create({
  name: "readablePaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: readable } })],
});
