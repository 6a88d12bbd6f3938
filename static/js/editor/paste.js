// What a word processor puts on the clipboard: its headings, marks and imitated lists become real ones.
import { Extension, Plugin } from "django-prose-editor/editor";

const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };
const NUMBERED = /^\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)]/i;
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
  body.querySelectorAll("h1, h5, h6").forEach((heading) => rename(heading, RENAMED[heading.tagName]));
  body.querySelectorAll(`p[${LOOK}*='mso-list']`).forEach(intoList);
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

function intoList(item) {
  const level = Number(/level(\d)/.exec(item.getAttribute(LOOK))?.[1] || 1);
  const sign = item.querySelector(`[${LOOK}*='mso-list:Ignore' i]`);
  const tag = NUMBERED.test((sign?.textContent || "").trim()) ? "ol" : "ul";
  sign?.remove();
  const entry = document.createElement("li");
  entry.append(...item.childNodes);
  let list = item.previousElementSibling;
  if (!list?.hasAttribute("data-imitated") || (level === 1 && list.localName !== tag)) {
    list = document.createElement(tag);
    list.setAttribute("data-imitated", "");
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
