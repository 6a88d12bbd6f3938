// A footnote: an empty element that carries its words; in the editor a small numbered button that opens them.
import { Node } from "django-prose-editor/editor";
import { ask, make } from "chapter/dialogs";

export const askForNote = (told, words = "") => ask(
  told.words.note,
  [{ name: "text", label: told.words.noteText, type: "textarea", value: words,
    attributes: { required: true, maxlength: told.noteLimit } }],
  { submit: words ? told.words.apply : told.words.insert, cancel: told.words.cancel });

export const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  atom: true,
  addOptions: () => ({ told: null }),
  addAttributes: () => ({
    text: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-footnote"),
      renderHTML: ({ text }) => ({ "data-footnote": text }),
    },
  }),
  parseHTML: () => [{ tag: "span[data-footnote]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes],
  addNodeView() {
    const { told } = this.options;
    return ({ node, getPos, editor }) => {
      const name = (text) => `${told.words.note}: ${text}`;
      const dom = make("button", { type: "button", class: "note-mark", contenteditable: "false" });
      dom.title = node.attrs.text;
      dom.setAttribute("aria-label", name(node.attrs.text));
      dom.addEventListener("click", async () => {
        const answer = await askForNote(told, dom.title);
        if (!answer) return;
        const change = answer.text
          ? (tr) => tr.setNodeMarkup(getPos(), null, { text: answer.text })
          : (tr) => tr.delete(getPos(), getPos() + 1);
        editor.chain().focus().command(({ tr }) => { change(tr); return true; }).run();
      });
      const update = (changed) => {
        if (changed.type.name !== "note") return false;
        dom.title = changed.attrs.text;
        dom.setAttribute("aria-label", name(changed.attrs.text));
        return true;
      };
      return { dom, update, stopEvent: (event) => event.type !== "dragstart", ignoreMutation: () => true };
    };
  },
});
