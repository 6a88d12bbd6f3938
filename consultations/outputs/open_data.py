"""The published answers of a round as open data, with a note on every column, in both languages at once."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import Round
from consultations.open_draft.source import reflected_in
from consultations.outputs.statistics import speaker_tables
from consultations.outputs.tables import answered_of, answers_tables, published_answer
from core.tables import DataTable, Words
from municipality.letterhead import publisher

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
    answered = answered_of([consultation])
    places = reflected_in(consultation, [published_answer(each) for each in answered])
    return [*answers_tables(answered, places), *speaker_tables(consultation)]


def answers_json(consultation: Round) -> str:
    """The same answers give the same text; a hidden figure is the word "hidden"."""
    plain = {
        **publisher(),
        "title": Words.of(consultation, "title").to_plain(),
        "notice_on": consultation.notice_on.isoformat() if consultation.notice_on else None,
        "closes_on": consultation.closes_on.isoformat() if consultation.closes_on else None,
        "tables": [_with_notes(table) for table in answer_tables_of(consultation)],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _with_notes(table: DataTable) -> dict[str, Any]:
    plain = table.to_plain()
    for column in plain["columns"]:
        column["note"] = Words.said(ANSWER_NOTES[column["head"]["en"]]).to_plain()
    return plain
