"""Finds what tells of a person in a table: such a file is refused and nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.search import folded

# (kind, pattern): identity number, e-mail, phone, place on the earth to a few metres
PATTERNS = (
    ("identity", re.compile(r"(?<![A-Za-z0-9])[A-Za-z]\d{8}[A-Za-z](?![A-Za-z0-9])")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("phone", re.compile(r"(?<![\d.,])(?:(?:\+|00)355[\s./-]?\(?\d|0 ?6[6-9])[\s./-]?\d(?:[\s./-]?\d){5,7}(?!\d)")),
    ("position", re.compile(r"(?<!\d)(?:39|4[0-2])\.\d{4,}\D{1,4}(?:19|2[01])\.\d{4,}")),
)
ANY = re.compile("|".join(pattern.pattern for _kind, pattern in PATTERNS))
HEADINGS = {
    "identity": {
        "nid",
        "nr personal",
        "numri personal",
        "numri i identitetit",
        "numri i identifikimit",
        "id card",
        "identity number",
        "personal number",
        "leternjoftimi",
        "nr i leternjoftimit",
    },
    "name": {
        "emri mbiemri",
        "emer mbiemer",
        "emri dhe mbiemri",
        "mbiemri",
        "mbiemer",
        "atesia",
        "emri i babait",
        "first name",
        "last name",
        "surname",
        "full name",
        "family name",
        "name and surname",
        "emri i femijes",
        "emri i perfituesit",
        "perfituesi",
        "kryefamiljari",
        "beneficiary name",
    },
    "birth": {"datelindja", "date of birth", "birth date", "birthday"},
    "phone": {"telefon", "telefoni", "nr tel", "tel", "cel", "celular", "phone", "mobile", "telephone"},
    "email": {"email", "e mail", "posta elektronike"},
    "position": {"gps", "latitude", "longitude", "lat", "lon", "gjeresia gjeografike", "gjatesia gjeografike"},
}


def personal_heading(heading: str) -> str:
    """The kind of personal data that a column of this heading holds; empty where none."""
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", folded(heading)).split())
    return next((kind for kind, known in HEADINGS.items() if words in known), "")


def personal_kind(texts: Iterable[str]) -> str:
    """The kind of personal data that stands in one of these texts; empty where none."""
    joined = "\n".join(texts)
    if ANY.search(joined) is None:
        return ""
    return next((kind for kind, pattern in PATTERNS if pattern.search(joined)), "")
