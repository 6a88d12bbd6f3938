"""Every deadline row is alive: with more days in it, a day that the program tells is a later one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import F

from consultations.facts.meetings import meeting_notice
from consultations.reckoning import computed_close
from municipality.enums import DeadlineCode
from municipality.models import DeadlineRule
from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.deadlines import DeadlineCalendar, legal_dates
from socialplan.content.models import PlanVersion
from tests.factories.consultations import ConsultationEventFactory, RoundFactory
from tests.factories.municipality import DeadlineRuleFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOTICE = date(2024, 4, 8)
OF_A_VERSION = [code for code in DeadlineCode if code not in {DeadlineCode.CONSULTATION, DeadlineCode.PUBLIC_MEETING}]


def moved(code: str, read: Callable[[], date | None]) -> tuple[date | None, date | None]:
    before = read()
    DeadlineRule.objects.filter(code=code).update(days=F("days") + 5)
    return before, read()


@pytest.mark.parametrize("code", OF_A_VERSION)
def test_a_longer_row_gives_a_later_day_of_a_version(code: str, journey: Journey, answered_round: Any) -> None:
    if code == DeadlineCode.PRIOR_NOTICE:
        DeadlineRuleFactory(code=code, days=20, unit="working")
        PriorNotice.objects.create(version=journey.version, register_no="9", happened_on=date(2024, 1, 31))
    else:
        journey.to_announced(answered_round)
        journey.prefect("legal")

    def read() -> date | None:
        version = PlanVersion.objects.get(pk=journey.version.pk)
        found = {each.code: each for each in legal_dates(version, deadlines=DeadlineCalendar(date(2024, 6, 4)))}
        return found[code].due_on

    before, after = moved(code, read)

    assert before is not None
    assert after is not None
    assert after > before


def test_a_longer_row_closes_a_round_later() -> None:
    DeadlineRuleFactory(code=DeadlineCode.CONSULTATION, days=20, unit="working")
    consultation = RoundFactory(kind="draft_plan", state="open", notice_on=NOTICE, closes_on=date(2024, 5, 9))

    before, after = moved(DeadlineCode.CONSULTATION, lambda: computed_close(consultation, NOTICE))

    assert before is not None
    assert after is not None
    assert after > before


def test_a_longer_row_asks_for_a_later_hearing() -> None:
    DeadlineRuleFactory(code=DeadlineCode.PUBLIC_MEETING, days=20, unit="working")
    consultation = RoundFactory(kind="draft_plan", state="open", notice_on=NOTICE, closes_on=date(2024, 5, 9))
    hearing = ConsultationEventFactory(round=consultation, kind="public_hearing", held_on=date(2024, 6, 20))

    def read() -> date | None:
        notice = meeting_notice(hearing)
        return notice.earliest if notice else None

    before, after = moved(DeadlineCode.PUBLIC_MEETING, read)

    assert before is not None
    assert after is not None
    assert after > before
