"""The texts the project asks to be translated, read from its sources as gettext's own tool would."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CALL = re.compile(r"\b(?:_|gettext|pgettext|ngettext|npgettext)\(")


def keys_of(call: ast.Call) -> Iterator[str]:
    """The catalogue's keys of one call, joined as in gettext's binary files."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if name in PLAIN and texts:
        yield texts[0]
    elif name in PLURAL and len(texts) > 1:
        yield f"{texts[0]}\0{texts[1]}"
    elif name in CONTEXT and len(texts) > 1:
        yield f"{texts[0]}\4{texts[1]}"
    elif name == "npgettext" and len(texts) > 2:
        yield f"{texts[0]}\4{texts[1]}\0{texts[2]}"


def keys_of_source(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield from keys_of(node)


def keys_of_template(path: Path) -> Iterator[str]:
    text = templatize(path.read_text(), origin=str(path))
    for found in CALL.finditer(text):
        call = first_call(text[found.start() :])
        if call is not None:
            yield from keys_of(call)


def first_call(text: str) -> ast.Call | None:
    """The shortest beginning of the text that is a whole call."""
    for end in (place.end() for place in re.finditer(r"\)", text)):
        try:
            tree = ast.parse(text[:end], mode="eval")
        except SyntaxError:
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None
