"""Filters of the two long lists; they only narrow."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from consultations.enums import Answer, ContributionChannel
from consultations.models import Contribution, Recommendation, Round
from consultations.models.contributions import ContributionQuerySet
from core.forms import ListFilter
from operations.models import SearchEntry
from operations.search.wording import question


class ContributionFilter(ListFilter):
    words = CharFilter(label=_("Contains (accents do not matter)"), method="by_words", max_length=100)
    round = ModelChoiceFilter(label=_("Round"), queryset=Round.objects.all(), empty_label=_("all"))
    channel = ChoiceFilter(label=_("Channel"), choices=ContributionChannel.choices, empty_label=_("all"))
    coding = ChoiceFilter(
        label=_("Coding"),
        choices=[("open", _("not yet coded")), ("done", _("coded")), ("late", _("received late"))],
        empty_label=_("all"),
        method="by_coding",
    )
    names = ChoiceFilter(
        label=_("Names"),
        choices=[("open", _("to be read before publication"))],
        empty_label=_("all"),
        method="by_names",
    )

    task = ChoiceFilter(
        label=_("Whose task"),
        choices=[("mine", _("mine")), ("nobody", pgettext_lazy("whose task", "nobody's"))],
        empty_label=_("all"),
        method="by_task",
    )

    def by_words(self, rows: ContributionQuerySet, name: str, value: str) -> QuerySet[Contribution]:
        """By the index of the search, which has the words as they are shown: what was taken out finds nothing."""
        if (asked := question(value)) is None:
            return rows
        found = SearchEntry.objects.filter(kind="contribution", words=asked)
        return rows.filter(pk__in=found.values("object_id"))

    def by_task(self, rows: ContributionQuerySet, name: str, value: str) -> QuerySet[Contribution]:
        if value == "mine":
            return rows.filter(work_note__assigned_to=self.request.user.pk)
        return rows.filter(work_note__assigned_to=None)

    def by_coding(self, rows: ContributionQuerySet, name: str, value: str) -> QuerySet[Contribution]:
        if value == "late":
            return rows.filter(is_late=True)
        settled = Q(is_coded=True) | Q(is_without_proposal=True) | Q(is_late=True)
        return rows.filter(settled if value == "done" else ~settled)

    def by_names(self, rows: ContributionQuerySet, name: str, value: str) -> QuerySet[Contribution]:
        return rows.unread()


class RecommendationFilter(ListFilter):
    round = ModelChoiceFilter(label=_("Round"), queryset=Round.objects.all(), empty_label=_("all"))
    answer = ChoiceFilter(
        label=_("Answer"),
        choices=[("open", _("not yet answered")), *Answer.choices],
        empty_label=_("all"),
        method="by_answer",
    )

    def by_answer(self, rows: QuerySet[Recommendation], name: str, value: str) -> QuerySet[Recommendation]:
        return rows.filter(latest_answer=None if value == "open" else value)
