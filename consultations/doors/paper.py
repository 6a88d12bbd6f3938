"""The printed form: the questions of the public page in their order, with the stable key of the place it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.forms import ContributionForm
from consultations.models import Contribution, DraftPlace, HelpLine, Round
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from municipality.letterhead import issuer

ROWS_TO_WRITE = 16
#: What only a page needs.
NOT_ON_PAPER = frozenset({"submission", "proof", "homepage"})


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question: boxes to tick, or rows to write on."""

    label: str
    help_text: str
    boxes: tuple[str, ...]
    rows: int


def paper_questions(consultation: Round) -> list[PaperQuestion]:
    """In the language of the moment."""
    form = ContributionForm(instance=Contribution(round=consultation))
    return [_question(field) for name, field in form.fields.items() if name not in NOT_ON_PAPER]


def _question(field: Any) -> PaperQuestion:
    label, helped = str(field.label), str(field.help_text)
    if isinstance(field, forms.BooleanField):
        return PaperQuestion("", helped, (label,), 0)
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        boxes = tuple(str(words) for value, words in offered if str(value))
        return PaperQuestion(label, helped, boxes, 0)
    return PaperQuestion(label, helped, (), ROWS_TO_WRITE if isinstance(field.widget, forms.Textarea) else 1)


def render_paper_form(
    consultation: Round, *, language: str, is_large: bool, place: DraftPlace | None = None, progress: Progress | None
) -> bytes:
    with translation.override(language):
        by = issuer()
        title = _("Say it on paper: %(round)s") % {"round": consultation.title}
        context: Mapping[str, object] = {
            "round": consultation,
            "place": place,
            "questions": [(each, range(each.rows)) for each in paper_questions(consultation)],
            "help_lines": list(HelpLine.objects.shown()),
            "is_large": is_large,
            "contents": [],
        }
    template = "consultations/pdf/paper_form.html"
    return render_pdf(template, context, language=language, title=title, issuer=by, progress=progress)
