"""What the public form reads by one written statement is what the rows say by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from consultations.facts.writing import WritingDesk
from consultations.intake.flood import limits
from consultations.models import HelpLine, Round
from consultations.services.safety import install_help_lines
from consultations.words.hints import known_names
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from municipality.services import install_reference_data
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, OfficeFactory

pytestmark = pytest.mark.django_db
DAYS = [None, -1, 0, 1]


@pytest.mark.parametrize("state", ["planned", "open", "closed", "answered", "reported"])
@pytest.mark.parametrize("days", DAYS)
def test_a_round_takes_words_when_it_says_so_itself(state: str, days: int | None) -> None:
    today = timezone.localdate()
    closes_on = None if days is None else today + timedelta(days=days)
    one = RoundFactory(state=state, kind="listening", notice_on=today - timedelta(days=40), closes_on=closes_on)

    if state == "planned":
        with pytest.raises(Http404):
            WritingDesk.of(one.pk, is_sent=True)
        return
    found: Any = WritingDesk.of(one.pk, is_sent=True).round

    assert found == one
    assert found.accepts_today == Round.objects.accepting().filter(pk=one.pk).exists()


def test_help_numbers_names_and_limits_are_those_of_the_rows() -> None:
    MunicipalityFactory()
    install_reference_data()
    install_help_lines(actor=UserFactory(), checked_by="Drejtoria", checked_on=timezone.localdate())
    hidden = HelpLine.objects.all()[:2]
    HelpLine.objects.filter(pk=hidden[0].pk).update(is_in_use=False)
    HelpLine.objects.filter(pk=hidden[1].pk).update(checked_by="", checked_on=None)
    AdministrativeUnitFactory(), OfficeFactory(), TargetGroupFactory()
    Threshold.objects.filter(code=ThresholdCode.INTAKE_ALTOGETHER).update(value=77)

    desk = WritingDesk.of(RoundFactory(is_open=True).pk, is_sent=True)

    def told(lines: Any) -> list[tuple[str, ...]]:
        return [(line.phone, line.name_sq, line.name_en, line.hours_sq, line.hours_en) for line in lines]

    assert told(desk.help_lines) == told(HelpLine.objects.shown())
    assert sorted(desk.names) == sorted(name for rows in known_names() for name in rows)
    assert desk.limits == limits()
    assert desk.limits[ThresholdCode.INTAKE_ALTOGETHER].allowed == 77


def test_of_a_page_that_is_only_opened_no_names_are_read() -> None:
    assert WritingDesk.of(RoundFactory(is_open=True).pk, is_sent=False).names == []
