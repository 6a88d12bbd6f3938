// The editor of a chapter's text. It writes into the text area that stands there without it.
import {
  Blockquote, Bold, BulletList, createTextareaEditor, Dropcursor, Gapcursor, HardBreak, Heading, History, Italic, Link,
  ListItem, OrderedList, Paragraph, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline,
} from "django-prose-editor/editor";
import { ChapterDocument, Figures } from "chapter/blocks";
import { Note } from "chapter/notes";
import { Paste } from "chapter/paste";
import { addToolbar } from "chapter/toolbar";

// Tiptap would add a style element of its own, which the content policy refuses: it finds this one in its place.
const nonce = document.querySelector("script[nonce]")?.nonce;
const place = document.createElement("style");
place.dataset.tiptapStyle = "";
place.nonce = nonce;
document.head.append(place);

const extensions = (told) => [
  ChapterDocument, Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor, Bold, Italic, Underline, Superscript,
  Heading.configure({ levels: [2, 3, 4] }), ListItem, BulletList, OrderedList, Blockquote,
  Table, TableRow, TableHeader, TableCell,
  Link.configure({ enableTarget: false, protocols: ["mailto"], autolink: false }),
  Note.configure({ told }), Figures.configure({ told }), Paste,
];

for (const area of document.querySelectorAll("textarea[data-chapter-editor]")) {
  const told = JSON.parse(area.dataset.chapterEditor);
  const label = document.querySelector(`label[for="${area.id}"]`);
  const name = label?.textContent.trim() || "";
  const before = area.value;
  const editor = createTextareaEditor(area, extensions(told));
  area.value = before; // what was stored stays as it is until somebody writes
  editor.setOptions({
    editorProps: {
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-label": name, lang: area.lang, class: "chapter-text",
        ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
    },
  });
  addToolbar(editor, told, name);
  label?.addEventListener("click", () => editor.commands.focus());
  // Whoever puts a text into the area from outside, such as one kept through a new login, is read anew.
  area.addEventListener("chapter:read", () => editor.commands.setContent(area.value, { emitUpdate: false }));
}
