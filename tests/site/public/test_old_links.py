"""Old bookmarks and links out of mails: each kind gets a true sentence and a way on, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from assessments.models import Service
from consultations.models import LateReply, RoundComplaint, StartProposal
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceFactory, small_number_thresholds
from tests.factories.consultations import (
    ContributionFactory,
    PersonRequestFactory,
    PrivacyIncidentFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish

pytestmark = pytest.mark.django_db
LANGUAGES = ("sq", "en")
FORM = 'name="once"'
NONE, ABSENT = 999_999, "00000000-0000-0000-0000-000000000000"


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    small_number_thresholds()


def address(language: str, name: str, *args: Any) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def way_on(language: str, name: str) -> str:
    return f'href="{address(language, name)}"'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "name", "key"),
    [
        ("", "consultations:public_round_detail", NONE),
        ("", "publishing:version_public", NONE),
        ("", "publishing:measure_public", NONE),
        ("", "assessments:assessment_public", NONE),
        ("", "site:trace", ("measure", ABSENT)),
        ("staff", "assessments:need_detail", NONE),
        ("staff", "approval:version_detail", NONE),
        ("coordinator", "consultations:round_detail", NONE),
        ("coordinator", "operations:job_detail", NONE),
    ],
)
def test_what_was_removed_says_that_it_may_have_been(
    role: str, name: str, key: Any, language: str, client: Client, client_of: Callable[..., Client]
) -> None:
    reader = client_of(UserFactory(role=role, language=language)) if role else client
    page = reader.get(address(language, name, *(key if isinstance(key, tuple) else (key,))))

    said = page.content.decode()
    assert page.status_code == 404
    assert {"sq": "është hequr", "en": "was moved or removed"}[language] in said
    assert f'lang="{language}"' in said
    assert way_on(language, "site:home") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_without_its_language_leads_to_the_page_in_the_readers(language: str, client: Client) -> None:
    version = publish(PlanVersionFactory(content=True))
    page = address(language, "publishing:version_public", version.pk)

    answer = client.get(page.removeprefix(f"/{language}"), headers={"accept-language": language})

    assert answer.headers["Location"] == page


LINKS = {
    "login": ("accounts:link_login", ["abc"], {"sq": "Kjo lidhje nuk", "en": "This link does not work"}),
    "password": ("accounts:password_set", ["MQ", "abc-def"], {"sq": "nuk vlen më", "en": "does not work any more"}),
    "news": ("consultations:news_confirm", ["abc"], {"sq": "nuk vlen më", "en": "does not hold any more"}),
    "leave": ("consultations:news_leave", ["abc"], {"sq": "nuk vlen më", "en": "does not hold any more"}),
    "own news": ("operations:news_leave", ["abc"], {"sq": "nuk vlen", "en": "does not work"}),
}
NEXT = {
    "login": "accounts:link_request",
    "password": "accounts:link_request",
    "news": "consultations:news_subscribe",
    "leave": "consultations:news_subscribe",
    "own news": "operations:news_choice",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LINKS)
def test_a_link_of_a_mail_that_holds_no_more_says_so_and_leads_on(kind: str, language: str, client: Client) -> None:
    name, args, words = LINKS[kind]
    link = address(language, name, *args)

    page = client.post(link) if kind == "login" else client.get(link)

    said = page.content.decode()
    assert words[language] in said
    assert way_on(language, NEXT[kind]) in said


def answered_proposal() -> tuple[str, str, int]:
    answerer = UserFactory(role="coordinator")
    row = StartProposal.objects.create(
        submission_key=uuid4(),
        text="Të vendoset orari.",
        result="begun",
        subject_sq="Orari",
        answer_sq="Po nis.",
        answered_on=timezone.localdate(),
        answered_by=answerer,
    )
    return "coordinator", "consultations:start_proposal_answer", row.pk


def decided_complaint() -> tuple[str, str, int]:
    row = RoundComplaint.objects.create(
        round=RoundFactory(is_closed=True),
        received_on=timezone.localdate(),
        due_on=timezone.localdate(),
        protocol_no="210/2026",
        about="Drafti mungonte",
        result="rejected",
        reason="Drafti ishte aty.",
        decided_on=timezone.localdate(),
        recorded_by=UserFactory(role="coordinator"),
    )
    return "coordinator", "consultations:complaint_decide", row.pk


def answered_request() -> tuple[str, str, int]:
    row = PersonRequestFactory(outcome="done", answer="U fshi.", answered_on=timezone.localdate())
    return "dpo", "consultations:person_request_answer", row.pk


def settled_incident() -> tuple[str, str, int]:
    return "dpo", "consultations:incident_settle", PrivacyIncidentFactory(no_notice_reason="Pa rrezik.").pk


def answered_letter() -> tuple[str, str, int]:
    late = ContributionFactory(is_late=True, channel="paper", protocol_no="7", round=RoundFactory(is_closed=True))
    answerer = UserFactory(role="coordinator")
    LateReply.objects.create(
        contribution=late, reply="Faleminderit.", answered_on=timezone.localdate(), recorded_by=answerer
    )
    return "coordinator", "consultations:late_reply_create", late.pk


def decided_changes() -> tuple[str, str, int]:
    service: Service = ServiceFactory()
    return "staff", "assessments:service_decide", service.pk


DONE = [answered_proposal, decided_complaint, answered_request, settled_incident, answered_letter, decided_changes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("done", DONE)
def test_what_is_done_once_says_that_it_is_done_and_shows_no_form(
    done: Callable[[], tuple[str, str, int]], language: str, client_of: Callable[..., Client]
) -> None:
    role, name, key = done()

    page = client_of(UserFactory(role=role, language=language)).get(address(language, name, key))

    assert says_it_instead_of_a_form(page)


def says_it_instead_of_a_form(page: Any) -> bool:
    said = page.content.decode()
    assert page.status_code == 200
    assert page.context["back"]
    assert f'href="{page.context["back"]}"' in said
    return bool(page.context["nothing"]) and conditional_escape(page.context["nothing"]) in said and FORM not in said


STEPS = [
    ("admin", "approval:version_approve"),
    ("mayor", "approval:version_submit"),
    ("secretary", "approval:version_decision"),
    ("secretary", "approval:version_announce"),
    ("staff", "approval:version_step", "review"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[1])
def test_a_step_that_waits_no_more_says_where_the_plan_stands(
    step: tuple[str, ...], language: str, client_of: Callable[..., Client]
) -> None:
    role, name, *more = step
    version: PlanVersion = publish(PlanVersionFactory(content=True))
    page = client_of(UserFactory(role=role, language=language)).get(address(language, name, version.pk, *more))

    assert says_it_instead_of_a_form(page)
    with translation.override(language):
        assert str(PlanState.IN_FORCE.label) in str(page.context["nothing"])
