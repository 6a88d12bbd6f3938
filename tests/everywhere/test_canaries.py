"""Role × address × state: words that only some may read are looked for in every page, file and list of all others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from consultations.models import ContributionContact, DangerAlert, PointRedaction
from consultations.services.points import redact_point
from tests.access import ANONYMOUS, VISITORS, no_args
from tests.everywhere.test_access import PAGES
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    MinutesPointFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.socialplan import ChapterFactory

WORKERS = {Role.STAFF, Role.COORDINATOR}
ANALYSTS = WORKERS | {Role.EXPERT}
INSIDERS = ANALYSTS | {Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO}
# Each word, and who may meet it anywhere; a second opinion, not read from the rules.
CANARIES: dict[str, set[str]] = {
    "KanarinaMinuta": WORKERS,
    "KanarinaPika": WORKERS | {Role.DPO},
    "KanarinaVula": set(),
    "kanarina.kontakt@example.org": {Role.COORDINATOR, Role.DPO},
    "KanarinaFjala": ANALYSTS,
    "KanarinaRrezik": set(),
    "KanarinaStreha": {Role.STAFF},
    "KanarinaDraft": INSIDERS,
    "KanarinaNevoja": INSIDERS,
    "KanarinaPergjigje": INSIDERS,
}


def hide() -> dict[str, list[Any]]:
    """Rows that carry the words; the addresses that show each row."""
    round_ = RoundFactory(is_open=True)
    event = ConsultationEventFactory(round=round_, minutes_internal="KanarinaMinuta", confidentiality="restricted")
    point = MinutesPointFactory(event=event, text="KanarinaPika dhe KanarinaVula.")
    coordinator = UserFactory(role="coordinator")
    redact_point(PointRedaction(point=point, reason="Emër"), "KanarinaPika dhe […].", actor=coordinator)
    words = ContributionFactory(round=round_, text="KanarinaFjala: një qendër ditore.")
    ContributionContact.objects.create(
        contribution=words, email="kanarina.kontakt@example.org", consents_to_feedback=True
    )
    danger = ContributionFactory(round=round_, text="KanarinaRrezik: dikush rreh fëmijën.")
    DangerAlert.objects.create(contribution=danger, raised_by=UserFactory(role="staff"))
    recommendation = RecommendationFactory(round=round_)
    DispositionFactory(recommendation=recommendation, answer="not_accepted", reason_sq="KanarinaPergjigje")
    need = NeedFactory(assessment=AssessmentFactory(), name_sq="KanarinaNevoja")
    service = ServiceFactory(is_undisclosed=True, unit=None, address="", provider="KanarinaStreha")
    chapter = ChapterFactory(body_sq="<p>KanarinaDraft</p>")
    return {
        "consultations:round_detail": [round_.pk],
        "consultations:event_detail": [event.pk],
        "consultations:minutes_point_list": [],
        "consultations:minutes_point": [point.pk],
        "consultations:minutes_point_redact": [point.pk],
        "consultations:minutes_point_open": [point.pk],
        "consultations:contribution_detail": [words.pk],
        "consultations:recommendation_detail": [recommendation.pk],
        "assessments:need_detail": [need.pk],
        "assessments:service_detail": [service.pk],
        "content:version_read": [chapter.version_id],
        "approval:version_detail": [chapter.version_id],
    }


def plain(answer: Any) -> Iterator[bytes]:
    """What an answer says, also inside of a file that is packed."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def said(answer: Any) -> str:
    return "".join(part.decode("utf-8", "ignore") for part in plain(answer))


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_no_word_reaches_whom_it_is_not_for(visitor: str, visitors: dict[str, str]) -> None:
    leaks, met = set(), set()
    with transaction.atomic():
        shown = hide()
        lists = {name: [] for name, page in PAGES.items() if page.args is no_args and page.method == "get"}
        client = Client()
        if visitor != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = visitors[visitor]
        for name, arguments in (lists | shown).items():
            text = said(client.get(reverse(name, args=arguments), follow=False))
            for word, readers in CANARIES.items():
                met |= {word} if word in text else set()
                leaks |= {(word, name)} if word in text and visitor not in readers else set()
        transaction.set_rollback(True)

    assert leaks == set()
    if visitor == Role.STAFF:
        assert met == {word for word, readers in CANARIES.items() if Role.STAFF in readers}
