"""Filters of the two long lists; forms by GET that only narrow."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.enums import Answer, ContributionChannel
from consultations.models import Contribution, Recommendation, Round
from consultations.models.contributions import ContributionQuerySet
from core.forms import CrispyForm


class ContributionFilter(CrispyForm):
    round = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.all(), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("all")), *ContributionChannel.choices], required=False
    )
    coding = forms.ChoiceField(
        label=_("Coding"),
        choices=[("", _("all")), ("open", _("not yet coded")), ("done", _("coded")), ("late", _("received late"))],
        required=False,
    )

    names = forms.ChoiceField(
        label=_("Names"),
        choices=[("", _("all")), ("open", _("to be read before publication"))],
        required=False,
    )

    def narrow(self, rows: ContributionQuerySet) -> QuerySet[Contribution]:
        if not self.is_valid():
            return rows
        wanted = self.cleaned_data
        if wanted["round"]:
            rows = rows.filter(round=wanted["round"])
        if wanted["channel"]:
            rows = rows.filter(channel=wanted["channel"])
        if wanted["coding"] == "open":
            rows = rows.filter(is_coded=False, is_without_proposal=False, is_late=False)
        if wanted["coding"] == "late":
            rows = rows.filter(is_late=True)
        if wanted["names"] == "open":
            rows = rows.unread()
        if wanted["coding"] == "done":
            rows = rows.filter(Q(is_coded=True) | Q(is_without_proposal=True))
        return rows


class RecommendationFilter(CrispyForm):
    round = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.all(), required=False)
    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("", _("all")), ("open", _("not yet answered")), *Answer.choices], required=False
    )

    def narrow(self, rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
        if not self.is_valid():
            return rows
        wanted = self.cleaned_data
        if wanted["round"]:
            rows = rows.filter(round=wanted["round"])
        if wanted["answer"] == "open":
            rows = rows.filter(latest_answer=None)
        elif wanted["answer"]:
            rows = rows.filter(latest_answer=wanted["answer"])
        return rows
