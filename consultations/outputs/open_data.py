"""The published answers of a round as open data, with a note on every column, in both languages at once."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import Round
from consultations.open_draft.source import read_reflected_in
from consultations.outputs.statistics import read_speaker_tables
from consultations.outputs.tables import answers_tables, published_answer, read_answered_of
from core.office.sheets import tables_csv
from core.tables import DataTable, Words
from core.together.side_by_side import Reader, read, side_by_side
from municipality.letterhead import read_issuer, read_publisher

# by the English head of the column
ANSWER_NOTES: dict[str, Promise] = {
    "Code": _("The code of the recommendation; it stays the same."),
    "Recommendation": _("What the municipality understood, in its own words."),
    "Answer": _("Accepted, partly, not accepted, already covered, or outside the municipality's competence."),
    "Reason": _("Why; always there unless the recommendation was accepted."),
    "Place in the plan": _("Codes of the places in the newest version of the plan that reflect it."),
    "Recommendations": _("How many recommendations got this answer."),
    "Who": _("Of whom the number tells, as whoever spoke said it of herself."),
    "Contributions": _("How many contributions; “hidden” where the number would tell of few persons."),
}


def answer_tables_of(consultation: Round) -> list[DataTable]:
    """Answers and who took part; nothing before the answers are published."""
    return read(read_answer_tables(consultation))


def read_answer_tables(consultation: Round) -> Reader[list[DataTable]]:
    tables = yield from side_by_side(_read_answers(consultation), read_speaker_tables(consultation))
    return [table for some in tables for table in some]


def _read_answers(consultation: Round) -> Reader[list[DataTable]]:
    answered = yield from read_answered_of([consultation])
    places = yield from read_reflected_in(consultation, [published_answer(each) for each in answered])
    return answers_tables(answered, places)


def answers_csv(consultation: Round) -> str:
    """In the language of the moment."""
    tables, owner = read(side_by_side(read_answer_tables(consultation), read_issuer()))
    return tables_csv(tables, title=consultation.title, issuer=owner)


def answers_json(consultation: Round) -> str:
    """The same answers give the same text; a hidden figure is the word "hidden"."""
    tables, owner = read(side_by_side(read_answer_tables(consultation), read_publisher()))
    plain = {
        **owner,
        "title": Words.of(consultation, "title").to_plain(),
        "notice_on": consultation.notice_on.isoformat() if consultation.notice_on else None,
        "closes_on": consultation.closes_on.isoformat() if consultation.closes_on else None,
        "tables": [_with_notes(table) for table in tables],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _with_notes(table: DataTable) -> dict[str, Any]:
    plain = table.to_plain()
    for column in plain["columns"]:
        column["note"] = Words.said(ANSWER_NOTES[column["head"]["en"]]).to_plain()
    return plain
