"""The converter's tree of a document as rich text: which of its nodes are kept, and what is counted as left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Any

from core.text.richtext import FOOTNOTE, plain_text

Node = dict[str, Any]
INLINE_TAGS = {"Emph": "em", "Strong": "strong", "Underline": "u", "Superscript": "sup", "Subscript": "sub"}
INLINE_SIGNS = {"Space": " ", "SoftBreak": " ", "LineBreak": "<br>"}
WRAPPERS = {"SmallCaps": 0, "Strikeout": 0, "Span": 1, "Cite": 1, "Quoted": 1}


class TreeWriter:
    """Writes blocks and inlines as markup; `left_out` counts pictures and struck text."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self.heading_notes: list[tuple[str, str]] = []  # a heading and a note that stood on it
        self._blocks: dict[str, Callable[[Any], str]] = {
            "Para": self._paragraph,
            "Plain": self.inlines,
            "Header": lambda content: f"<p><strong>{self.inlines(content[2])}</strong></p>",
            "BulletList": lambda content: f"<ul>{self._items(content)}</ul>",
            "OrderedList": self._ordered,
            "BlockQuote": lambda content: f"<blockquote>{self.blocks(content)}</blockquote>",
            "LineBlock": lambda content: f"<p>{'<br>'.join(map(self.inlines, content))}</p>",
            "CodeBlock": lambda content: f"<p>{escape(content[1], quote=False)}</p>",
            "DefinitionList": self._definitions,
            "Table": self._table,
            "Figure": lambda content: self.blocks(content[2]) + self.blocks(content[1][1]),
            "Div": lambda content: self.blocks(content[1]),
        }

    def blocks(self, nodes: list[Node]) -> str:
        """Headings among them stand inside something else, and are only strong there."""
        return "".join(self._blocks[node["t"]](node["c"]) for node in nodes if node["t"] in self._blocks)

    def inlines(self, nodes: list[Node]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return escape(content, quote=False)
        if kind in INLINE_SIGNS:
            return INLINE_SIGNS[kind]
        if kind in INLINE_TAGS:
            return f"<{INLINE_TAGS[kind]}>{self.inlines(content)}</{INLINE_TAGS[kind]}>"
        return self._rarer_inline(kind, content)

    def _rarer_inline(self, kind: str, content: Any) -> str:
        self.left_out["struck"] += kind == "Strikeout"
        self.left_out["images"] += kind == "Image"
        if kind in WRAPPERS:
            return self.inlines(content[1] if WRAPPERS[kind] else content)
        if kind == "Note":
            return self._note(content)
        if kind == "Link":
            return self._link(content)
        return escape(content[1], quote=False) if kind in {"Code", "Math"} else ""

    def _note(self, content: list[Node]) -> str:
        text = plain_text(self.blocks(content))
        return f'<span {FOOTNOTE}="{text.replace(chr(34), "&quot;")}"></span>' if text else ""

    def _link(self, content: Any) -> str:
        """A link to a place in the old document leads nowhere here, so its words stay without it."""
        words, address = self.inlines(content[1]), content[2][0]
        return words if address.startswith("#") else f'<a href="{escape(address)}">{words}</a>'

    def _paragraph(self, content: list[Node]) -> str:
        words = self.inlines(content).strip()
        return f"<p>{words}</p>" if words else ""

    def _items(self, items: list[list[Node]]) -> str:
        return "".join(f"<li>{self.blocks(item)}</li>" for item in items)

    def _ordered(self, content: Any) -> str:
        (first, _style, _sign), items = content
        begin = f' start="{int(first)}"' if first > 1 else ""
        return f"<ol{begin}>{self._items(items)}</ol>"

    def _definitions(self, content: Any) -> str:
        return "".join(
            f"<p><strong>{self.inlines(term)}</strong></p>{''.join(map(self.blocks, meanings))}"
            for term, meanings in content
        )

    def _table(self, content: Any) -> str:
        _attributes, (_short, caption), _columns, (_, head), bodies, (_, foot) = content
        said = plain_text(self.blocks(caption))
        parts = [f"<caption>{escape(said, quote=False)}</caption>" if said else "", self._rows("thead", head)]
        for _attributes_of_body, headed, heads, rows in bodies:
            parts.append(self._rows("tbody", [*heads, *rows], headed=headed))
        parts.append(self._rows("tfoot", foot))
        return f"<table>{''.join(parts)}</table>"

    def _rows(self, tag: str, rows: list[Any], *, headed: int = 0) -> str:
        written = [self._row(cells, is_head=tag == "thead", headed=headed) for _attributes, cells in rows]
        return f"<{tag}>{''.join(written)}</{tag}>" if written else ""

    def _row(self, cells: list[Any], *, is_head: bool, headed: int) -> str:
        written = []
        for place, (_attributes, _alignment, rowspan, colspan, blocks) in enumerate(cells):
            tag = 'th scope="col"' if is_head else 'th scope="row"' if place < headed else "td"
            spans = [("rowspan", rowspan), ("colspan", colspan)]
            attributes = "".join(f' {name}="{int(span)}"' for name, span in spans if span > 1)
            written.append(f"<{tag}{attributes}>{self.blocks(blocks)}</{tag[:2]}>")
        return f"<tr>{''.join(written)}</tr>"
