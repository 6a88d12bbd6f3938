"""Content of a version: saved while it may be changed, cleaned, with a code of its own."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.workflow import StepRefused
from socialplan.drafting.services.content import register_measure, save_chapter, store
from tests.factories.socialplan import MeasureFactory, PlanVersionFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_adopted_content_refuses_the_deeds(journey: Journey, answered_round: Any, people: dict[str, Any]) -> None:
    journey.to_adopted(answered_round)
    chapter = journey.version.chapters.select_related("version").get()

    with pytest.raises(StepRefused):
        save_chapter(chapter, actor=people["staff"])


def test_two_editors_do_not_overwrite_each_other(people: dict[str, Any]) -> None:
    measure = MeasureFactory()
    read = measure.revision
    store(measure, actor=people["staff"], expected_revision=read)

    with pytest.raises(StepRefused):
        store(measure, actor=people["expert"], expected_revision=read)


def test_chapters_are_cleaned(people: dict[str, Any]) -> None:
    version = PlanVersionFactory(content=True)
    chapter = version.chapters.get()
    chapter.body_sq = "<p>Mirë</p><script>alert(1)</script>"

    assert "script" not in save_chapter(chapter, actor=people["staff"]).body_sq


def test_a_code_is_used_once(people: dict[str, Any]) -> None:
    measure = MeasureFactory(code="1.1.1")

    with pytest.raises(ValidationError):
        register_measure(measure.objective, actor=people["staff"], code="1.1.1", title_sq="Tjetër")
