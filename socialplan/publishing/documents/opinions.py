"""The opinions on a version as one Word file: those of the municipality's offices, and those of the committees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.office.word import WordFile, write_facts
from socialplan.approval.models import CommitteeOpinion, Opinion
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import RecordedAct
from socialplan.publishing.documents.frame import Frame, new_file
from socialplan.publishing.documents.values import day


def acts_of_way(version: PlanVersion, model: type[RecordedAct]) -> list[Any]:
    """The acts that count and were recorded on this text's way, also before the council amended it or had it back."""
    chain = [each.pk for each in version.chain()]
    found = model.objects.not_withdrawn().filter(version__in=chain)
    return list(found.select_related(*model.shown_with, "document__file").order_by("happened_on", "pk"))


def write_office_opinions(version: PlanVersion, opinions: Sequence[Opinion], frame: Frame, *, language: str) -> bytes:
    word = new_file(frame, _("Opinions of the offices"), language)
    word.heading(_("Opinions of the offices"), 1)
    word.paragraph(version.plan.title, "Subtitle")
    for opinion in opinions:
        word.heading(opinion.get_kind_display().capitalize(), 2)
        is_on_this = opinion.content_sha256 == frame.sha256
        facts = [
            (_("Office"), str(opinion.office or "–")),
            (_("Opinion"), opinion.get_verdict_display()),
            (_("Date"), day(opinion.happened_on)),
            (_("Given on this very content"), _("yes") if is_on_this else _("no, on an earlier one")),
        ]
        write_facts(word, facts)
        _write_reasons(word, opinion.text)
    return word.bytes()


def write_committee_opinions(
    version: PlanVersion, opinions: Sequence[CommitteeOpinion], frame: Frame, *, language: str
) -> bytes:
    word = new_file(frame, _("Opinions of the committees"), language)
    word.heading(_("Opinions of the committees"), 1)
    word.paragraph(version.plan.title, "Subtitle")
    for opinion in opinions:
        word.heading(str(opinion.committee), 2)
        votes = {"for": opinion.votes_for, "against": opinion.votes_against, "abstained": opinion.abstained}
        facts = [
            (_("Opinion"), opinion.get_verdict_display()),
            (_("Date"), day(opinion.happened_on)),
            (_("Votes"), _("for %(for)s, against %(against)s, abstained %(abstained)s") % votes),
        ]
        write_facts(word, facts)
        _write_reasons(word, opinion.text)
    return word.bytes()


def _write_reasons(word: WordFile, reasons: str) -> None:
    for paragraph in filter(None, reasons.splitlines()):
        word.paragraph(paragraph)


OPINIONS: dict[str, Callable[..., bytes]] = {
    Opinion.act_kind: write_office_opinions,
    CommitteeOpinion.act_kind: write_committee_opinions,
}
