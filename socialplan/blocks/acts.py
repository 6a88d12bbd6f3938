"""The acts on a version as they are recorded up to now. They stand outside the seal and are never frozen with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from core.tables import DataTable, Row, Words
from socialplan.blocks.heads import text
from socialplan.models import (
    CommitteeOpinion,
    CouncilSession,
    CouncilSubmission,
    Opinion,
    PlanVersion,
    PrefectOpinion,
    Publication,
)


def acts_table(version: PlanVersion) -> list[DataTable]:
    """Each act with its number, its legal date and what it says, by date; no person is named, no reason told.

    The acts on a text that the council amended, or had back, are those of the versions it goes on from too.
    """
    chain = [each.pk for each in version.chain()]
    rows = [*_before_council(chain), *_council(version, chain), *_after_council(version, chain)]
    rows.sort(key=lambda row: row[0] or date.min)
    columns = (
        text(pgettext_lazy("column", "Act")),
        text(pgettext_lazy("column", "Number")),
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Content")),
    )
    caption = Words.said(gettext_lazy("Acts recorded"))
    return [DataTable("acts", caption, columns, tuple(row for _day, row in rows))] if rows else []


def _act(act: Any, title: Words, *, number: str = "", content: Words | None = None) -> tuple[date | None, Row]:
    return act.happened_on, Row((title, Words.same(number) if number else None, Words.day(act.happened_on), content))


def _said(message: Any, **values: Any) -> Words:
    """A message with its values in each language; a value that is a function is asked in that language."""
    return Words.made(
        lambda: str(message) % {name: each() if callable(each) else each for name, each in values.items()}
    )


def _before_council(chain: list[int]) -> Iterator[tuple[date | None, Row]]:
    for opinion in Opinion.objects.not_withdrawn().filter(version__in=chain):
        title = _said(gettext_lazy("Opinion: %(kind)s"), kind=opinion.get_kind_display)
        yield _act(opinion, title, content=Words.made(opinion.get_verdict_display))
    for submission in CouncilSubmission.objects.filter(version__in=chain):
        title = _said(gettext_lazy("Submission by the mayor to the council"))
        yield _act(submission, title, number=submission.protocol_no)


def _council(version: PlanVersion, chain: list[int]) -> Iterator[tuple[date | None, Row]]:
    for opinion in CommitteeOpinion.objects.not_withdrawn().filter(version__in=chain).select_related("committee"):
        committee = Words.of(opinion.committee, "name")
        title = _said(gettext_lazy("Opinion of a committee: %(committee)s"), committee=committee.__str__)
        yield _act(opinion, title, content=Words.made(opinion.get_verdict_display))
    for session in CouncilSession.objects.not_withdrawn().filter(version__in=chain):
        place = gettext_lazy("Session of %(day)s, %(place)s, item %(item)s of the agenda.")
        told = {"day": Words.day(session.meeting_on), "place": session.place, "item": session.agenda_item}
        yield _act(session, _said(gettext_lazy("Notice of a session of the council")), content=_said(place, **told))
    if decision := version.acts["decision"]:
        yield _act(
            decision,
            _said(gettext_lazy("Decision of the council")),
            number=str(decision),
            content=votes_of(decision),
        )


def _after_council(version: PlanVersion, chain: list[int]) -> Iterator[tuple[date | None, Row]]:
    if announcement := version.acts["announcement"]:
        in_force = _said(gettext_lazy("In force on %(day)s, as announced."), day=Words.day(announcement.in_force_on))
        yield _act(announcement, _said(gettext_lazy("Announcement")), content=in_force)
    for publication in Publication.objects.not_withdrawn().filter(version=version):
        title = _said(gettext_lazy("Published: %(where)s"), where=publication.get_channel_display)
        yield _act(publication, title, content=Words.same(publication.url or publication.place))
    if deposit := version.prefect_deposit:
        yield _act(deposit, _said(gettext_lazy("Deposited with the prefect")), number=deposit.protocol_no)
        if registration := deposit.registration:
            title = _said(gettext_lazy("Registered by the prefect"))
            yield _act(registration, title, number=registration.prefect_protocol_no)
    for opinion in PrefectOpinion.objects.not_withdrawn().filter(version__in=chain):
        title = _said(gettext_lazy("The prefect: %(verdict)s"), verdict=opinion.get_verdict_display)
        yield _act(opinion, title, number=opinion.letter_no)
    if order := version.acts["mayor_order"]:
        yield _act(order, _said(gettext_lazy("Order of the mayor")), number=order.number)


def votes_of(decision: Any) -> Words:
    votes = {
        "present": decision.present,
        "seats": decision.seats,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstained": decision.abstained,
        "silent": decision.did_not_vote,
    }
    sentence = gettext_lazy(
        "present %(present)s of %(seats)s, for %(for)s, against %(against)s, abstained %(abstained)s, did not vote "
        "%(silent)s"
    )
    return _said(sentence, **votes)
