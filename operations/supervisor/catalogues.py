"""Compiles the message catalogues without gettext's tools: `python -m operations.supervisor.catalogues`."""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent.parent / "locale"
ENTRY_LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? )?(".*")$')


def read_entries(text: str) -> dict[str, str]:
    """Key and text of each entry as gettext's binary files write them; fuzzy and empty ones are left out."""
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            found = ENTRY_LINE.match(line.strip())
            if found is None:
                continue
            key = f"{found[1]}{found[2] or ''}" if found[1] else key
            parts[key] = parts.get(key, "") + ast.literal_eval(found[3])
        is_fuzzy = re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None
        if "msgid" not in parts:
            continue
        if is_fuzzy and parts["msgid"]:  # the head is read even when a tool has marked it
            continue
        name = parts["msgid"] + ("\0" + parts["msgid_plural"] if "msgid_plural" in parts else "")
        name = f"{parts['msgctxt']}\4{name}" if "msgctxt" in parts else name
        texts = [parts[part] for part in sorted(parts) if part.startswith("msgstr")]
        if all(texts):
            entries[name] = "\0".join(texts)
    entries.setdefault("", "Content-Type: text/plain; charset=UTF-8\n")
    return entries


def binary(entries: dict[str, str]) -> bytes:
    """A gettext MO file, version 0, little-endian, without a hash table."""
    pairs = sorted((key.encode(), text.encode()) for key, text in entries.items())
    count = len(pairs)
    position = 28 + 16 * count
    tables: list[list[int]] = [[], []]
    body = b""
    for column, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[column]), position + len(body)]
            body += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + body


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compiles each catalogue that is newer than its compiled form; returns those compiled."""
    done = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".mo.new")
        draft.write_bytes(binary(read_entries(source.read_text(encoding="utf-8"))))
        draft.replace(target)
        done.append(target)
    return done


if __name__ == "__main__":
    compile_all()
