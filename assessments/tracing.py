"""Needs as a stop of the trace: the public meets those of published editions, with its own figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.disclosure import NeedFigures, need_figures
from assessments.enums import AssessmentState
from assessments.models import Need
from assessments.stored_release import StoredRelease, read_patterns_of
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from core.tracing import Fact, Step, TraceReader, TraceStop, numbers_of
from municipality.rule_book import read_rule_book

NEED = "need"


def load_needs(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    """Needs by their number, with how many they touch and how many of those have no service."""
    sees_all = reader.may("assessments.view_true_figures")
    needs = _needs(numbers_of(keys), reader.may("assessments.view_need"))
    asked = read_lists(needs), read_patterns_of(needs), read_rule_book()
    _lists, patterns, _rules = yield from side_by_side(*asked)
    figures = {
        need.pk: need_figures(need, StoredRelease.as_read(need.assessment, patterns), sees_all=sees_all)
        for need in needs
    }
    return {str(need.pk): _step(need, figures[need.pk], reader) for need in needs}


@prepared
def _needs(numbers: tuple[int, ...], is_inside: bool) -> QuerySet[Need]:
    needs = Need.objects.filter(pk__in=numbers).select_related("group", "assessment")
    return needs if is_inside else needs.filter(assessment__state=AssessmentState.PUBLISHED)


def _step(need: Need, figures: NeedFigures, reader: TraceReader) -> Step:
    is_inside = reader.may("assessments.view_need")
    public_page = reverse("assessments:assessment_public", args=[need.assessment_id])
    return Step(
        kind=NEED,
        key=str(need.pk),
        code=need.code,
        label=need.name,
        url=need.get_absolute_url() if is_inside else public_page,
        facts=(
            Fact(_("Edition"), need.assessment.title),
            Fact(_("Group"), need.group.name),
            Fact.of_people(_("Persons affected"), figures.affected),
            Fact.of_people(_("Persons without a service"), figures.uncovered),
        ),
    )


STOPS = (TraceStop(NEED, gettext_lazy("Needs"), load_needs, is_beginning=True),)
