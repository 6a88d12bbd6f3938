"""Guides for printing: one for staff, one for the member of an organisation, one for the councillor.

A guide goes through the work in its order. What stands beside a field on the page stands here too: the guide reads
the labels and hints of the form itself, so that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.forms import NeedForm, ServiceForm
from consultations.forms import OrganisationContributionForm, RecommendationForm
from socialplan.drafting.forms.content import IndicatorForm, MeasureForm
from vlora_plan.help.glossary import GlossaryWord, glossary


@dataclass(frozen=True, slots=True)
class GuideField:
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class GuidePart:
    """One piece of the work; `form`: whose fields are explained, `words`: codes of the glossary."""

    title: str | Promise
    steps: tuple[str | Promise, ...]
    form: type[forms.Form | forms.ModelForm] | None = None
    words: tuple[str, ...] = ()

    @property
    def fields(self) -> list[GuideField]:
        """Those fields that have something to say beside them."""
        named = self.form.base_fields.values() if self.form else ()
        return [GuideField(str(field.label), str(field.help_text)) for field in named if field.help_text]

    @property
    def terms(self) -> list[GlossaryWord]:
        return [glossary()[code] for code in self.words]


@dataclass(frozen=True, slots=True)
class Guide:
    code: str
    title: str | Promise
    lead: str | Promise
    parts: tuple[GuidePart, ...]


LOG_IN = GuidePart(
    _("Log in"),
    (
        _("Open the page and choose “Log in”. Members of organisations and councillors get a link by e-mail."),
        _("“My tasks” says what waits for you, until when, and which button does it."),
        _("After thirty minutes without a click the program logs you out; what you typed is kept."),
    ),
)
STAFF = Guide(
    "staff",
    _("Guide for municipal staff"),
    _("From the need to the yearly result: what you enter, where, and in which order."),
    (
        LOG_IN,
        GuidePart(
            _("Register needs"),
            (
                _("Open the assessment that is being drafted and add a need for one group."),
                _("Write the figure, its source and its year; what is not known is left out, never guessed."),
                _("Never write who a person in need is. The program keeps no lists of such persons."),
            ),
            NeedForm,
            ("assessment", "need", "group", "gap", "priority"),
        ),
        GuidePart(
            _("Register services"),
            (
                _("Enter each service once; the public directory shows only what you release."),
                _("Of a shelter tick that its place is undisclosed: then no address is kept."),
            ),
            ServiceForm,
            ("service", "provider", "capacity"),
        ),
        GuidePart(
            _("Hear what people say, and answer"),
            (
                _("Code every contribution: which recommendation does it speak of?"),
                _("Every recommendation gets an answer with a reason, and its place in the plan."),
            ),
            RecommendationForm,
            ("round", "contribution", "recommendation", "answer"),
        ),
        GuidePart(
            _("Write measures"),
            (
                _("A measure names its office, its deadline, its cost and who pays."),
                _("“What is missing” lists what has to be mended before the plan can go on."),
            ),
            MeasureForm,
            ("goal", "objective", "measure", "source"),
        ),
        GuidePart(
            _("Measure, every year"),
            (
                _("Each indicator has a baseline and a target for each year."),
                _("Enter the values of the period before its last day; somebody else approves them."),
            ),
            IndicatorForm,
            ("indicator", "baseline", "target", "actual", "period", "report"),
        ),
    ),
)
NGO = Guide(
    "ngo",
    _("Guide for members of organisations"),
    _("How your organisation is heard, and how you see what became of it."),
    (
        LOG_IN,
        GuidePart(
            _("Send a contribution"),
            (
                _("“Our contributions” shows the open consultations and their last day."),
                _("Write in your own words. You may write without naming anybody who is in need."),
                _("Keep the code of the receipt: with it anybody of you can follow what becomes of it."),
            ),
            OrganisationContributionForm,
            ("round", "contribution", "coordinator"),
        ),
        GuidePart(
            _("See what became of it"),
            (
                _("When the answers are published, you read what the municipality decided, and why."),
                _("From the answer a link leads to the place in the plan, and later to its yearly result."),
            ),
            None,
            ("recommendation", "answer", "measure", "trace"),
        ),
    ),
)
COUNCILLOR = Guide(
    "councillor",
    _("Guide for councillors"),
    _("What lies before the council, what has changed, and what the plan rests on."),
    (
        LOG_IN,
        GuidePart(
            _("Read the draft"),
            (
                _("“Plan” shows the version that lies before the council, with its papers."),
                _("“Compare” shows what differs from the version in force, place by place."),
                _("Each measure says which need it answers, what it costs and who pays."),
            ),
            None,
            ("version", "measure", "need", "source"),
        ),
        GuidePart(
            _("Decide"),
            (
                _("The council adopts, adopts with amendments, or rejects; the secretary records the vote."),
                _("The decision is announced, goes to the prefect, and comes into force on the day that is shown."),
            ),
            None,
            ("decision", "announcement", "prefect", "force"),
        ),
        GuidePart(
            _("Follow it every year"),
            (_("The yearly report says what was done, with what money, and why something was not."),),
            None,
            ("report", "indicator", "target"),
        ),
    ),
)
GUIDES = {guide.code: guide for guide in (STAFF, NGO, COUNCILLOR)}
