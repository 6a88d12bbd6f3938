"""A monitoring strategy shows the plan it follows: of the day while it is written, as it was from review on."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from accounts.enums import Role
from core.workflow import StepRefused
from operations.models import Event
from socialplan.approval.services.steps import move_plan
from socialplan.content.blocks import block_tables, printed_tables
from socialplan.content.document_outline import outline_of
from socialplan.content.enums import BlockKind, FindingCode, PlanKind, PlanState, PlanStep
from socialplan.content.findings import findings
from socialplan.content.models import DataBlock, Plan, PlanVersion
from socialplan.content.plan_json import plan_json_text, version_content
from socialplan.drafting.services.plans import follow_plan
from socialplan.publishing.documents.plan_pdf import render_plan
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.outputs import OUTPUTS
from socialplan.publishing.services.generated_files import request_file
from tests.factories.accounts import UserFactory
from tests.factories.assessments import small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    IndicatorFactory,
    PlanFactory,
    PlanVersionFactory,
    RiskFactory,
    decide,
    publish,
    put_in_state,
)
from tests.socialplan.addresses import named
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
INDICATORS = '<p>Çfarë ndiqet.</p><div data-block="indicator_table"></div>'


def strategy_of(followed: Plan | None, *, body: str = INDICATORS) -> PlanVersion:
    """A draft with one chapter and a risk of its own."""
    plan = PlanFactory(kind=PlanKind.MONITORING_STRATEGY, title_sq="Strategjia", title_en="Strategy", follows=followed)
    version: PlanVersion = PlanVersionFactory(plan=plan)
    ChapterFactory(version=version, code="1", body_sq=body, body_en=body)
    RiskFactory(version=version)
    return version


def review(version: PlanVersion) -> PlanVersion:
    return move_plan(version, PlanStep.REVIEW, actor=UserFactory(role=Role.STAFF), entry=on(2024, 5, 14))


def indicator_titles(version: PlanVersion) -> list[str]:
    """Those of the table as it is printed, without the row of their objective."""
    tables = printed_tables(version, [BlockKind.INDICATOR_TABLE])[BlockKind.INDICATOR_TABLE]
    return [str(row.cells[1]) for table in tables for row in table.rows][1:]


@pytest.fixture
def followed() -> PlanVersion:
    """The plan in force, and a draft of its amendment that names the indicator otherwise."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True, number=1)
    version.indicators.update(title_sq="Treguesi në fuqi", title_en="The indicator in force")
    publish(version)
    draft = PlanVersionFactory(plan=version.plan, content=True, number=2)
    draft.indicators.update(title_sq="Treguesi i ri", title_en="The new indicator")
    return version


# ---- which plan


def test_only_a_strategy_follows_and_only_a_plan(followed: PlanVersion) -> None:
    strategy = strategy_of(followed.plan).plan

    with pytest.raises(IntegrityError, match="plan_only_strategy_follows"), transaction.atomic():
        PlanFactory(follows=followed.plan)
    with pytest.raises(IntegrityError, match="socialplan_strategy_follows_a_plan"), transaction.atomic():
        PlanFactory(kind=PlanKind.MONITORING_STRATEGY, follows=strategy)
    with pytest.raises(IntegrityError, match="socialplan_strategy_follows_a_plan"), transaction.atomic():
        Plan.objects.filter(pk=strategy.pk).update(follows=strategy)
    with pytest.raises(IntegrityError, match="socialplan_followed_plan_stays_a_plan"), transaction.atomic():
        Plan.objects.filter(pk=followed.plan_id).update(kind=PlanKind.MONITORING_STRATEGY)


def test_the_plan_is_chosen_while_the_strategy_is_drafted(followed: PlanVersion) -> None:
    version, staff = strategy_of(None), UserFactory(role=Role.STAFF)

    follow_plan(version, followed.plan, actor=staff)

    event = Event.objects.get(action="drafting.follow_plan")
    assert (event.before.get("follows_id"), event.after["follows_id"]) == (None, str(followed.plan_id))
    assert PlanVersion.objects.get(pk=version.pk).followed() == followed
    with pytest.raises(ValidationError):
        follow_plan(version, version.plan, actor=staff)
    with pytest.raises(PermissionDenied):
        follow_plan(version, None, actor=UserFactory(role=Role.MAYOR))
    with pytest.raises(PermissionDenied):
        follow_plan(PlanVersionFactory(), followed.plan, actor=staff)
    with pytest.raises(PermissionDenied):
        follow_plan(review(version), None, actor=staff)


def test_the_form_of_a_new_strategy_asks_for_the_plan(followed: PlanVersion, client_of: Any) -> None:
    client, another = client_of(UserFactory(role=Role.STAFF)), strategy_of(None).plan
    fields = {"kind": "monitoring_strategy", "title_sq": "S", "first_year": "2024", "last_year": "2026"}
    page = reverse("drafting:plan_create")

    wrong = client.post(page, fields | {"follows": str(another.pk)})
    of_plan = client.post(page, fields | {"kind": "plan", "follows": str(followed.plan_id)})
    right = client.post(page, fields | {"follows": str(followed.plan_id)})

    assert set(wrong.context["form"].errors) == {"follows"}
    assert "Vetëm strategjia e monitorimit ndjek një plan." in str(of_plan.context["form"].errors)
    assert right.status_code == 302
    assert Plan.objects.filter(follows=followed.plan).get().title_sq == "S"


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_pages_name_the_plan(followed: PlanVersion, language: str, client: Client, client_of: Any) -> None:
    version = strategy_of(followed.plan)
    with translation.override(language):
        page, choice = version.get_absolute_url(), reverse("drafting:followed_plan", args=[version.pk])
        inside = client_of(UserFactory(role=Role.STAFF)).get(page).content.decode()
        publish(version)
        public = Client().get(reverse("publishing:version_public", args=[version.pk])).content.decode()

        assert f'href="{followed.get_absolute_url()}"' in inside
        assert choice in inside
        assert f'href="{reverse("publishing:version_public", args=[followed.pk])}"' in public


def test_the_page_of_choice_records_it(followed: PlanVersion, client_of: Any) -> None:
    version = strategy_of(None)
    client = client_of(UserFactory(role=Role.EXPERT))

    sent = client.post(reverse("drafting:followed_plan", args=[version.pk]), {"follows": str(followed.plan_id)})

    assert sent.url == version.get_absolute_url()
    assert Plan.objects.get(pk=version.plan_id).follows_id == followed.plan_id


# ---- what it shows


def test_a_strategy_shows_the_version_in_force_else_the_newest(followed: PlanVersion) -> None:
    version = strategy_of(followed.plan)
    assert indicator_titles(version) == ["Treguesi në fuqi"]

    put_in_state(followed, PlanState.REPEALED)

    assert indicator_titles(PlanVersion.objects.get(pk=version.pk)) == ["Treguesi i ri"]


def test_it_shows_what_its_chapters_place_and_no_annexes_of_the_plan(followed: PlanVersion) -> None:
    with translation.override("sq"):
        reading = outline_of(strategy_of(followed.plan))
        bare = outline_of(strategy_of(followed.plan, body="<p>Pa tabela.</p>"))

    assert [section.anchor for section in reading.sections] == ["risks"]
    assert [section.anchor for section in bare.sections] == ["risks"]


@pytest.mark.parametrize("kind", [BlockKind.GOAL_TREE, BlockKind.ACTION_MATRIX, BlockKind.BUDGET_BY_YEAR])
def test_every_table_of_the_plan_can_be_shown(kind: str, followed: PlanVersion) -> None:
    *others, last = block_tables(kind, strategy_of(followed.plan))
    *same, own = block_tables(kind, followed)

    assert (others, last.rows) == (same, own.rows)
    assert last.note is not None
    assert str(last.note).endswith("Nga plani që ndiqet: „Plani Social Vendor“, versioni 1 (në fuqi).")
    assert last.note.en.endswith("From the plan that is followed: “Local Social Plan”, version 1 (in force).")


def test_risks_are_the_strategys_own(followed: PlanVersion) -> None:
    version = strategy_of(followed.plan)

    (table,) = block_tables(BlockKind.RISK_REGISTER, version)

    assert [str(row.cells[1]) for row in table.rows] == ["Mungesa e fondeve"]
    assert table.note is None


def test_a_strategy_without_a_plan_shows_nothing_and_says_what_is_missing(followed: PlanVersion) -> None:
    version = strategy_of(None)

    assert indicator_titles(version) == []
    assert FindingCode.NO_FOLLOWED_PLAN in {each.code for each in findings(version)}
    with pytest.raises(StepRefused, match="nuk është zgjedhur asnjë plan"):
        review(version)
    follow_plan(version, followed.plan, actor=UserFactory(role=Role.STAFF))
    assert review(PlanVersion.objects.get(pk=version.pk)).state == PlanState.IN_REVIEW


def test_a_small_baseline_of_the_plan_is_not_published_by_the_strategy() -> None:
    small_number_thresholds()
    plan = PlanVersionFactory(content=True)
    plan.indicators.update(counts_people=True, baseline=2, baseline_year=2023)
    small = FindingCode.SMALL_BASELINE

    def found(version: PlanVersion) -> list[Any]:
        return [each for each in findings(version) if each.code == small]

    assert found(strategy_of(plan.plan, body="<p>Pa tabela.</p>")) == []
    (finding,) = found(strategy_of(plan.plan))
    assert finding.place.url.startswith(reverse("approval:version_detail", args=[plan.pk]))
    plan.indicators.update(hides_baseline=True)
    assert found(strategy_of(plan.plan)) == []


# ---- frozen


def test_from_review_on_it_shows_what_was_frozen(followed: PlanVersion) -> None:
    version = review(strategy_of(followed.plan))
    before = plan_json_text(version)

    put_in_state(followed, PlanState.REPEALED)
    version = PlanVersion.objects.get(pk=version.pk)

    assert indicator_titles(version) == ["Treguesi në fuqi"]
    assert plan_json_text(version) == before
    content = version_content(version)
    assert content["format"] == "vlora-plan/4"
    (block,) = [row for row in content["datablocks"] if row["kind"] == BlockKind.INDICATOR_TABLE]
    assert "Treguesi në fuqi" in json.dumps(block["figures"], ensure_ascii=False)


def test_the_councils_amendments_keep_what_was_shown_and_add_what_was_not(followed: PlanVersion) -> None:
    version = review(strategy_of(followed.plan))
    put_in_state(version, PlanState.AMENDED)
    text = PlanVersion.objects.create(
        plan=version.plan, number=90, derived_from=version, origin="amendments", state=PlanState.AMENDING
    )
    both = f'{INDICATORS}<div data-block="goal_tree"></div>'
    ChapterFactory(version=text, code="1", body_sq=both, body_en=both)
    DataBlock.objects.bulk_create(
        DataBlock(version=text, key=row.key, kind=row.kind, figures=row.figures) for row in version.datablocks.all()
    )

    put_in_state(followed, PlanState.REPEALED)
    figures = {part.block.kind: part.block for part in outline_of(text).chapters[0].parts if part.block}

    assert "Treguesi në fuqi" in str(figures["indicator_table"])
    assert "versioni 2 (në hartim)." in str(figures["goal_tree"])


# ---- files


@pytest.mark.parametrize(("language", "words"), [("sq", "Treguesi në fuqi"), ("en", "The indicator in force")])
def test_pdf_and_word_file_print_the_indicators(followed: PlanVersion, language: str, words: str) -> None:
    version = review(strategy_of(followed.plan))

    printed = PdfReader(BytesIO(render_plan(version, language=language)))
    word = Document(BytesIO(OUTPUTS[OutputKind.PLAN_DOCX].make(version, language, lambda done, total: None)))

    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in printed.pages))
    assert words in text
    assert words in " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)


def test_a_draft_is_printed_anew_when_the_followed_plan_has_changed() -> None:
    plan = PlanVersionFactory(content=True)
    version, staff = strategy_of(plan.plan), UserFactory(role=Role.STAFF)

    def ask() -> int:
        report = request_file(version, OutputKind.PLAN_PDF, language="sq", actor=staff)
        return int(report.pk)

    first = ask()
    assert ask() == first
    IndicatorFactory(objective=plan.specificobjectives.get())
    assert ask() != first


@pytest.mark.parametrize(
    ("language", "name", "plans"),
    [("sq", "Strategjia në PDF", "Plani në PDF"), ("en", "Strategy as PDF", "Plan as PDF")],
)
def test_files_of_a_strategy_bear_its_name(
    language: str, name: str, plans: str, followed: PlanVersion, client_of: Any
) -> None:
    version = strategy_of(followed.plan)
    client = client_of(UserFactory(role=Role.STAFF))
    with translation.override(language):
        shelf = client.get(reverse("publishing:version_files", args=[version.pk])).content.decode()
        shelf_of_plan = client.get(reverse("publishing:version_files", args=[followed.pk])).content.decode()

    assert name in shelf
    assert plans not in shelf
    assert plans in shelf_of_plan


def test_pages_of_a_strategy_do_not_call_it_a_plan(followed: PlanVersion, client_of: Any) -> None:
    """What is said of a plan there is said of the one it follows."""
    version = strategy_of(followed.plan)
    earlier = PlanVersionFactory(plan=version.plan)
    decide(earlier)
    put_in_state(earlier, PlanState.ADOPTED)
    client = client_of(UserFactory(role=Role.SECRETARY))
    pages = [
        reverse(named(name), args=[each.pk])
        for each in (version, earlier)
        for name in ("version_detail", "version_read", "version_files", "version_approval", "version_compare_choose")
    ]
    pages.append(reverse("content:version_compare", args=[version.pk, earlier.pk]))
    allowed = (
        "Plani që ndjek",
        "Nga plani që ndiqet",
        "plani që ajo ndjek",
        "Plani Social Vendor",
        "Plani i veprimit",
    )

    for page in pages:
        main = client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
        said = [line.strip() for line in re.sub(r"<[^>]+>", "\n", main).split("\n")]
        told = [line for line in said if re.search(r"\bplan(i|in|it)\b", line, re.IGNORECASE)]
        assert [line for line in told if not line.startswith(allowed) and not any(a in line for a in allowed)] == []
