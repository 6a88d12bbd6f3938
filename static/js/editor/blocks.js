// A place of live figures: an empty element between paragraphs; in the editor a box with the name of what stands there.
import { Document, Node } from "django-prose-editor/editor";
import { make } from "chapter/dialogs";

// Only the document itself holds figures, no list, quotation or table.
export const ChapterDocument = Document.extend({ content: "(block | figures)+" });

const paragraph = { type: "paragraph" };

export const Figures = Node.create({
  name: "dataBlock",
  group: "figures",
  atom: true,
  draggable: true,
  addOptions: () => ({ told: null }),
  addAttributes: () => ({
    kind: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-block"),
      renderHTML: ({ kind }) => ({ "data-block": kind }),
    },
  }),
  parseHTML: () => [{ tag: "div[data-block]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes],
  addCommands: () => ({
    // Behind the paragraph, list or table in which one writes, with room to write on.
    placeFigures: (kind) => ({ state, chain }) => {
      const { $to, to } = state.selection;
      const place = $to.depth ? $to.after(1) : to;
      const follows = state.doc.resolve(place).nodeAfter?.type.name === "paragraph";
      const content = [{ type: "dataBlock", attrs: { kind } }, ...(follows ? [] : [paragraph])];
      return chain().insertContentAt(place, content).setTextSelection(place + 2).run();
    },
  }),
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { node, to } = editor.state.selection;
        return node?.type.name === "dataBlock"
          && editor.chain().insertContentAt(to, paragraph).setTextSelection(to + 1).run();
      },
    };
  },
  addNodeView() {
    const { told } = this.options;
    return ({ node, getPos, editor }) => {
      const label = told.blocks[node.attrs.kind] || node.attrs.kind;
      const remove = make("button", { type: "button", class: "btn btn-sm btn-outline-secondary",
        "aria-label": `${told.words.remove}: ${label}` }, told.words.remove);
      remove.addEventListener("click", () => {
        editor.chain().focus().deleteRange({ from: getPos(), to: getPos() + 1 }).run();
      });
      const dom = make("div", { class: "figures-box", contenteditable: "false", "data-kind": node.attrs.kind },
        make("span", {}, `${told.words.figures} `, make("strong", {}, label)), remove);
      return { dom, stopEvent: (event) => remove.contains(event.target), ignoreMutation: () => true };
    };
  },
});
