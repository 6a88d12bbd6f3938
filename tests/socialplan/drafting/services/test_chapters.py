"""Chapters: taken from the outline, moved, renumbered."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.enums import FindingCode, PlanState
from socialplan.content.findings import findings
from socialplan.content.models import PlanVersion
from socialplan.drafting.services.chapters import shift_chapter, take_outline
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, OutlineChapterFactory, PlanVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


def missing(version: PlanVersion) -> list[str]:
    return [each.place.label for each in findings(version) if each.code == FindingCode.OUTLINE_CHAPTER]


def test_a_renamed_chapter_still_fills_its_row_and_an_imported_one_by_its_title(staff: Any) -> None:
    renamed, imported = OutlineChapterFactory.create_batch(2)
    version = PlanVersionFactory()
    ChapterFactory(version=version, key=renamed.key, title_sq="Krejt ndryshe")
    ChapterFactory(version=version, title_sq=imported.title_sq.upper())

    assert missing(version) == []
    with pytest.raises(StepRefused):
        take_outline(version, actor=staff)


def test_numbers_follow_the_order_and_letters_stay(staff: Any) -> None:
    version = PlanVersionFactory()
    for position, code in enumerate(("0", "1", "A", "2")):
        ChapterFactory(version=version, code=code, position=position, title_sq=f"k{code}")

    shift_chapter(version.chapters.get(code="2"), by=-1, actor=staff)
    shift_chapter(version.chapters.get(title_sq="k2"), by=-1, actor=staff)

    assert list(version.chapters.values_list("code", "title_sq")) == [
        ("0", "k0"),
        ("1", "k2"),
        ("2", "k1"),
        ("A", "kA"),
    ]
    with pytest.raises(StepRefused):
        shift_chapter(version.chapters.first(), by=-1, actor=staff)
    assert Event.objects.filter(action="drafting.move_chapter").count() == 2


def test_nobody_takes_the_outline_into_what_may_not_be_changed(staff: Any) -> None:
    OutlineChapterFactory()

    with pytest.raises(StepRefused):
        take_outline(PlanVersionFactory(content=True, state=PlanState.IN_REVIEW), actor=staff)
    with pytest.raises(PermissionDenied):
        take_outline(PlanVersionFactory(), actor=UserFactory(role="councillor"))
