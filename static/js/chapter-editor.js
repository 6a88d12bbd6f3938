// The editor would add a style element of its own, which the content policy refuses: it finds this one in its place.
// Its rules are in site files; every editor gets the name of its text field.
const nonce = document.querySelector("script[nonce]")?.nonce;
if (nonce) {
  const place = document.createElement("style");
  place.dataset.tiptapStyle = "";
  place.nonce = nonce;
  document.head.append(place);
}

function nameEditors() {
  for (const field of document.querySelectorAll("textarea[data-django-prose-editor-configurable]")) {
    const box = field.closest(".prose-editor")?.querySelector(".tiptap.ProseMirror");
    const label = document.querySelector(`label[for="${field.id}"]`);
    if (box && label && !box.hasAttribute("aria-label")) {
      box.setAttribute("aria-label", label.textContent.trim());
      box.setAttribute("role", "textbox");
      box.setAttribute("aria-multiline", "true");
    }
  }
}

new MutationObserver(nameEditors).observe(document.body, { childList: true, subtree: true });
