"""The outline: a new document begins with its chapters, what is missing is told, and order is the version's own."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from operations.models import Event
from socialplan.content.enums import FindingCode, PlanKind
from socialplan.content.findings import findings
from socialplan.content.models import OutlineChapter, PlanVersion
from socialplan.content.reference import first_outline
from socialplan.content.services.findings import keep_warning
from socialplan.drafting.services.content import remove, save_chapter
from socialplan.drafting.services.copying import open_amendment
from socialplan.drafting.services.plans import create_plan
from socialplan.publishing.reference import install_approval_rows
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, OutlineChapterFactory, PlanVersionFactory, publish
from tests.socialplan.addresses import named

QUERIES = {"outline_list": 9, "version_outline": 12, "version_detail": 42}
pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


def begun(staff: Any, kind: str = PlanKind.PLAN) -> PlanVersion:
    install_approval_rows(actor=None)
    return create_plan(
        actor=staff, kind=kind, title_sq="Plani", title_en="Plan", first_year=2027, last_year=2029, with_outline=True
    )


def codes(version: PlanVersion) -> list[str]:
    return list(version.chapters.values_list("code", flat=True))


def missing(version: PlanVersion) -> list[str]:
    return [each.place.label for each in findings(version) if each.code == FindingCode.OUTLINE_CHAPTER]


@pytest.mark.parametrize(("kind", "count"), [(PlanKind.PLAN, 15), (PlanKind.MONITORING_STRATEGY, 9)])
def test_a_new_document_begins_with_the_chapters_of_its_kind(staff: Any, kind: str, count: int) -> None:
    version = begun(staff, kind)

    expected = [(row["code"], row["title_sq"]) for row in first_outline() if row["kind"] == kind]
    assert list(version.chapters.values_list("code", "title_sq")) == expected
    assert len(expected) == count
    keys = set(OutlineChapter.objects.of(kind).values_list("key", flat=True))
    assert set(version.chapters.values_list("key", flat=True)) == keys


def test_an_empty_compulsory_chapter_is_told_once_and_leads_to_its_form(staff: Any, client_of: Any) -> None:
    version = begun(staff)
    found = [each for each in findings(version) if each.place.label.startswith("9.")]

    assert [each.code for each in found if each.code != FindingCode.ENGLISH_MISSING] == [FindingCode.OUTLINE_CHAPTER]
    answer = client_of(staff).get(found[0].place.url)
    assert answer.url == version.chapters.get(code="9").get_absolute_url()


def test_a_compulsory_chapter_that_was_removed_is_missing_until_taken_over_again(staff: Any, client_of: Any) -> None:
    version = begun(staff)
    for chapter in version.chapters.all():
        chapter.body_sq = "<p>Teksti.</p>"
        save_chapter(chapter, actor=staff)
    assert missing(version) == []
    remove(version.chapters.get(code="9"), actor=staff)
    assert missing(version) == ["9. Vizioni, misioni, parimet"]
    found = next(each for each in findings(version) if each.code == FindingCode.OUTLINE_CHAPTER)
    assert found.place.url == reverse("drafting:version_outline", args=[version.pk])

    page = client_of(staff).get(found.place.url)
    assert "mungon" in page.content.decode()
    row = OutlineChapter.objects.get(kind=PlanKind.PLAN, code="9")
    answer = client_of(staff).post(found.place.url, {"rows": [row.pk]})

    assert answer.url == f"{version.get_absolute_url()}#chapters"
    assert codes(version) == [str(number) for number in range(15)]
    assert version.chapters.get(key=row.key).position == 9


def test_a_departure_from_the_outline_is_kept_with_a_reason(staff: Any) -> None:
    row = OutlineChapterFactory()
    version = PlanVersionFactory(content=True)

    keep_warning(version, code=FindingCode.OUTLINE_CHAPTER, place=str(row.key), reason="Pa profil.", actor=staff)

    assert not any(each.is_open for each in findings(version) if each.code == FindingCode.OUTLINE_CHAPTER)


def test_rows_out_of_use_or_of_the_other_document_or_voluntary_are_not_asked_for() -> None:
    OutlineChapterFactory(is_active=False)
    OutlineChapterFactory(is_compulsory=False)
    OutlineChapterFactory(kind=PlanKind.MONITORING_STRATEGY)

    assert missing(PlanVersionFactory(content=True)) == []


def test_chapters_are_moved_on_the_page_and_only_while_they_may_be_changed(staff: Any, client_of: Any) -> None:
    version = PlanVersionFactory()
    first, second = (ChapterFactory(version=version, code=str(n), position=n) for n in (1, 2))
    address = reverse("drafting:chapter_shift", args=[version.pk])

    client_of(staff).post(address, {"shift": f"down:{first.pk}"})
    assert list(version.chapters.values_list("pk", flat=True)) == [second.pk, first.pk]

    publish(version)
    assert client_of(staff).post(address, {"shift": f"up:{first.pk}"}).status_code == 403
    assert list(version.chapters.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_a_new_chapter_comes_last_with_the_next_number(staff: Any, client_of: Any) -> None:
    version = PlanVersionFactory()
    ChapterFactory(version=version, code="4", position=7)

    page = client_of(staff).get(reverse("drafting:content_create", args=[version.pk, "chapter"]))

    initial = page.context["form"].initial
    assert (initial["code"], initial["position"], len(initial["draft"])) == ("5", 8, 32)


def test_the_form_of_a_chapter_says_what_belongs_in_it(staff: Any, client_of: Any) -> None:
    version = begun(staff)

    page = client_of(staff).get(version.chapters.get(code="9").get_absolute_url())

    assert str(OutlineChapter.objects.get(kind=PlanKind.PLAN, code="9").hint) in page.content.decode()


def test_an_amendment_keeps_to_the_outline_by_the_same_keys(staff: Any) -> None:
    row = OutlineChapterFactory()
    version = PlanVersionFactory()
    ChapterFactory(version=version, key=row.key)
    publish(version)

    amended = open_amendment(version, actor=staff)

    assert missing(amended) == []


def test_an_outline_is_edited_by_staff_with_its_event(staff: Any, client_of: Any) -> None:
    row = OutlineChapterFactory(code="4", source="a")
    fields = {
        "kind": "plan",
        "code": "4",
        "position": "4",
        "title_sq": "Profili",
        "source": "b",
        "source_mark": "design",
    }

    answer = client_of(staff).post(row.get_absolute_url(), fields)
    refused = client_of(staff).post(reverse("drafting:outline_create"), fields)

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.title_sq, row.source, row.is_active) == ("Profili", "b", False)
    assert Event.objects.filter(action="drafting.save_outlinechapter").count() == 1
    assert refused.status_code == 200
    assert OutlineChapter.objects.count() == 1


def test_codes_are_once_in_an_outline() -> None:
    OutlineChapterFactory(code="4")

    with pytest.raises(IntegrityError, match="outlinechapter_code_once_per_kind"), transaction.atomic():
        OutlineChapterFactory(code="4")


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["outline_list", "version_outline", "version_detail"])
def test_the_pages_keep_their_queries(
    name: str, count: int, staff: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    version = PlanVersionFactory(content=True)
    for row in OutlineChapterFactory.create_batch(count):
        ChapterFactory(version=version, key=row.key)
        OutlineChapterFactory()
    client, address = client_of(staff), reverse(named(name), args=[version.pk] if "version" in name else [])

    with django_assert_max_num_queries(QUERIES[name]):
        assert client.get(address).status_code == 200
