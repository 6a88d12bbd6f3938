"""How many things the forms of a page ask for at once: both languages of one thing are one, and so is one choice."""

from __future__ import annotations

import re

from django.http.response import HttpResponseBase

MOST = 8
# A page that asks for more, and why: what is sent at once stands in groups of at most eight (tests/core/pages).
AT_ONCE = {
    "approval:version_decision",
    "consultations:attendee_create",
    "consultations:contribute",
    "consultations:contribute_draft",
    "consultations:contribute_place",
    "consultations:contribution_create",
    "consultations:event_contribution_create",
    "municipality:day_create",
    "municipality:day_update",
    "municipality:deadline_update",
    "municipality:majority_update",
}
# A table to be filled in, one cell of a kind a row: the counts of a meeting, the money of a year by source.
TABLES = {"consultations:attendance_update", "drafting:measure_budget"}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
FIELD = re.compile(r"<(?:(/?fieldset)|input|select|textarea)\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"\b(type|name)=\"([^\"]*)\"")
UNSEEN = {"hidden", "submit", "button", "image", "reset"}
TRAP = "homepage"  # which no person sees


def things(names: list[str]) -> list[str]:
    """The fields, a pair of languages as one."""
    albanian = {form for name in names for form in (name, name.removesuffix("_sq"))}
    return [name for name in names if not (name.endswith("_en") and name.removesuffix("_en") in albanian)]


def groups_of(form: str) -> list[list[str]]:
    """The names of the visible fields, by the group that they stand in; first those that stand in none."""
    groups: list[list[str]] = [[]]
    inside = [0]
    for field in FIELD.finditer(form):
        given = dict(ATTRIBUTE.findall(field[2]))
        if field[1]:
            if field[1].startswith("/"):
                inside.pop()
            else:
                groups.append([])
                inside.append(len(groups) - 1)
        elif given.get("type", "text") not in UNSEEN and given.get("name", TRAP) != TRAP:
            here = groups[inside[-1]]
            if given["name"] not in here:
                here.append(given["name"])
    return groups


def too_long(name: str, answer: HttpResponseBase) -> list[list[str]]:
    """The forms of a page, or the groups of one that is sent at once, that ask for more than eight things."""
    if answer.streaming or answer.status_code != 200 or name in TABLES:
        return []
    page = answer.content.decode(errors="replace")  # type: ignore[attr-defined]
    sent = [inner for given, inner in FORM.findall(page) if 'method="post"' in given]
    found = []
    for form in sent:
        groups = groups_of(form)
        asked = groups if name in AT_ONCE else [list(dict.fromkeys(each for group in groups for each in group))]
        found += [names for names in map(things, asked) if len(names) > MOST]
    return found
