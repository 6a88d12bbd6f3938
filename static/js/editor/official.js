// The editor of an official paper's text. Its package adds a style element of its own, which the content policy
// refuses: it finds this one in its place. Its text field's label becomes the name of the place one writes in.
const nonce = document.querySelector("script[nonce]")?.nonce;
const place = document.createElement("style");
place.dataset.tiptapStyle = "";
place.nonce = nonce;
document.head.append(place);

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
