"""What the law sets says in English too where it is written; where it does not, the Albanian words are marked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.translation import override
from docx import Document

from accounts.enums import Role
from accounts.models import User
from assessments.enums import PackageFormat
from assessments.fund.package import render_package
from assessments.models import FundCall
from consultations.models import ComplaintBody
from core.i18n import albanian_only
from municipality.forms import CHECKED
from municipality.models import CalendarDay, Sourced
from socialplan.approval.acts.session import ACT as SESSION
from socialplan.approval.models import CouncilSession
from socialplan.approval.timeline import timeline_of
from socialplan.content.enums import PlanState
from socialplan.publishing.documents.consultation_report import _next_steps
from tests.chain.founding import found_town
from tests.factories.accounts import UserFactory
from tests.factories.assessments import FundCostingFactory
from tests.factories.consultations import RoundFactory
from tests.factories.socialplan import PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")  # words of the other language are marked in pages
ALBANIAN, ENGLISH = "Vendim që flet shqip", "Decision that speaks English"
MODELS: list[Any] = sorted((m for m in apps.get_models() if issubclass(m, Sourced)), key=lambda m: m.__name__)
MIGRATIONS = {
    "municipality": "municipality.migrations.0024",
    "consultations": "consultations.migrations.0038",
    "assessments": "assessments.migrations.0030",
    "content": "socialplan.content.migrations.0008",
    "approval": "socialplan.approval.migrations.0006",
    "publishing": "socialplan.publishing.migrations.0004",
    "monitoring": "monitoring.migrations.0022",
}
# Where the rows of each kind are listed with their source; those without a list tell it on their form alone.
LISTED = {
    "Asked": "municipality:rule_list",
    "BudgetProgramme": None,
    "CalendarDay": "municipality:calendar",
    "CheckRule": "monitoring:check_rules",
    "Committee": "approval:approval_lists",
    "ComplaintBody": None,
    "DeadlineRule": "municipality:rule_list",
    "DocumentTemplate": "publishing:text_list",
    "EventKind": "consultations:event_kind_list",
    "FundCall": "assessments:call_detail",
    "HelpLine": None,
    "LegalBasis": "publishing:text_list",
    "MajorityRule": "municipality:rule_list",
    "OutlineChapter": "drafting:outline_list",
    "PeriodKind": "monitoring:period_kinds",
    "PlanAddressee": "approval:approval_lists",
    "ReportingFrequency": "monitoring:frequencies",
    "ScaleStep": "assessments:scale_list",
    "Threshold": "municipality:rule_list",
    "ValueDimension": "monitoring:dimensions",
}


def every_form() -> Iterator[type[ModelForm[Any]]]:
    get_resolver().url_patterns  # noqa: B018 – loads the pages and with them their forms
    waiting = [ModelForm]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        yield from below


def landed(app: str) -> Any:
    return import_module(f"{MIGRATIONS[app]}_sources_of_rows_in_english")


@pytest.fixture
def founder() -> User:
    with override("sq"):
        return found_town()


@pytest.fixture
def in_both(founder: User) -> User:
    """Every rule of a town that is set up rests on one source, which is written in both languages."""
    FundCostingFactory()
    for model in MODELS:
        model.objects.update(source=ALBANIAN, source_en=ENGLISH)
    CalendarDay.objects.update(legal_basis=ALBANIAN, legal_basis_en=ENGLISH)
    return founder


def test_the_kinds_of_rows_that_the_law_sets_stand_here() -> None:
    assert {model.__name__ for model in MODELS} == set(LISTED)
    assert {model._meta.app_label for model in MODELS} == set(MIGRATIONS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_both_languages_stand_side_by_side_in_every_form(model: Any) -> None:
    forms = [form for form in every_form() if getattr(form, "_meta", None) and form._meta.model is model]
    asked = [list(form.base_fields) for form in forms if "source" in form.base_fields]

    assert asked
    for names in asked:
        assert names[names.index("source") + 1] == "source_en"
        assert set(CHECKED) <= set(names)


def test_what_a_new_installation_begins_with_is_written_in_both(founder: User) -> None:
    delivered = {model: list(model.objects.all()) for model in MODELS} | {
        ComplaintBody: [ComplaintBody.objects.current()]
    }

    assert [model for model, rows in delivered.items() if not rows] == [FundCall]  # the ministry's, none is delivered
    assert [row for rows in delivered.values() for row in rows if not row.source_en] == []
    assert [day for day in delivered[CalendarDay] if not day.legal_basis_en] == []


def test_an_installation_of_before_gets_the_english_that_a_new_one_has(founder: User) -> None:
    """All but what it has written itself: there the Albanian stays alone, and is marked."""
    wanted = {model: dict(model.objects.values_list("pk", "source_en")) for model in MODELS}
    bases = dict(CalendarDay.objects.values_list("pk", "legal_basis_en"))
    for model in MODELS:
        model.objects.update(source_en="")
        own = model.objects.order_by("pk").last()
        if own is not None:
            model.objects.filter(pk=own.pk).update(source="Vendim i yni")
            wanted[model][own.pk] = ""
    CalendarDay.objects.update(legal_basis_en="")

    for app in MIGRATIONS:
        landed(app).translate(apps, None)

    assert {name for app in MIGRATIONS for name in landed(app).ROWS} == set(LISTED)
    assert {model: dict(model.objects.values_list("pk", "source_en")) for model in MODELS} == wanted
    assert dict(CalendarDay.objects.values_list("pk", "legal_basis_en")) == bases


def test_the_lists_tell_it_in_the_language_of_the_page(in_both: User, client_of: Callable[[User], Client]) -> None:
    """One kind after the other: its list tells the English words, or the marked Albanian ones where there are none."""
    call = FundCall.objects.get()
    desks = {"assessments:call_detail": client_of(UserFactory(role=Role.STAFF))}
    own = client_of(in_both)
    silent = []
    for model in MODELS:
        if not (name := LISTED[model.__name__]):
            continue
        desk, address = desks.get(name, own), [call.pk] if name in desks else []
        for language, english, told in (
            ("en", ENGLISH, ENGLISH),
            ("en", "", albanian_only(ALBANIAN)),
            ("sq", ENGLISH, ALBANIAN),
        ):
            model.objects.update(source_en=english)
            with override(language):
                page = TAG.sub("", desk.get(reverse(name, args=address), follow=True).content.decode())
            silent += [] if told in page else [(model.__name__, told)]

    assert silent == []


def a_refusal() -> str:
    """A session called too late, which tells the rule of law 139/2015."""
    meeting = CouncilSession(happened_on=date(2024, 5, 24), meeting_on=date(2024, 5, 25), agenda_item=1)
    version = put_in_state(PlanVersionFactory(), PlanState.BEFORE_COUNCIL)
    with pytest.raises(ValidationError) as refused:
        SESSION.agrees(meeting, version)
    return " ".join(refused.value.messages)


def the_way(user: User) -> str:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    return str([entry.lines for entry in timeline_of(version, user)])


def an_application() -> str:
    word = Document(
        io.BytesIO(render_package(FundCall.objects.get().costings.get(), PackageFormat.DOCX, language="en"))
    )
    return str([cell.text for table in word.tables for row in table.rows for cell in row.cells])


def the_reckoning(client: Client) -> str:
    """The card of a round that a later row of the calendar and a later rule have lengthened."""
    open_round = RoundFactory(publishable=True, is_open=True, notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 8))
    return client.get(open_round.get_absolute_url()).content.decode()


@pytest.mark.parametrize("english", [ENGLISH, ""])
def test_so_do_the_papers_and_the_sentences(in_both: User, client_of: Callable[[User], Client], english: str) -> None:
    for model in MODELS:
        model.objects.update(source_en=english)
    CalendarDay.objects.update(legal_basis_en=english)
    told = english or albanian_only(ALBANIAN)
    coordinator = client_of(UserFactory(role=Role.COORDINATOR))

    with override("en"):
        texts = {
            "refusal": a_refusal(),
            "way of the plan": the_way(in_both),
            "application to the Social Fund": an_application(),
            "consultation report": " ".join(_next_steps([])),
            "reckoning": the_reckoning(coordinator),
        }
    assert {name for name, text in texts.items() if told not in TAG.sub("", text)} == set()
    assert {name for name, text in texts.items() if english and ALBANIAN in text} == set()
