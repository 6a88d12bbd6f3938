"""Calls, costings and the package: who writes, what closes, and that every figure comes from one place."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from docx import Document

from accounts.enums import Role
from accounts.models import User
from assessments.enums import CallOutcome, PackageFormat
from assessments.figures.catalogue import OF_GROUP
from assessments.fund.deadlines import closing_calls
from assessments.fund.package import load_costing, render_package
from assessments.fund.readiness import readiness
from assessments.fund.services import close_call, remove_fund_part, request_package, save_call, save_fund_part
from assessments.fund.tables import line_gap, package_tables
from assessments.gaps.matrix import gap_matrix
from assessments.models import FundAttachment, FundCall, FundCosting, FundCriterion, FundPost, FundShare, Service
from assessments.services import remove_line
from assessments.tasks import fund_package
from core.workflow import StepRefused
from operations.models import Event
from operations.queue.jobs import open_jobs
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    FundCallFactory,
    FundCostingFactory,
    FundPostFactory,
    FundShareFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceProviderFactory,
    ServiceTypeFactory,
    StaffRequirementFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 1)


@pytest.fixture
def costing() -> Any:
    """A day service asked for a line of 80 that a service of 30 places answers."""
    MunicipalityFactory()
    kind = ServiceTypeFactory()
    line = RequirementLineFactory(
        need=NeedFactory(name_sq="Shërbim ditor"), persons=80, service_types=[kind], unit=AdministrativeUnitFactory()
    )
    ServiceFactory(service_type=kind, unit=line.unit, capacity=30, name_sq="Qendra", address="Rrugaefshehur 9")
    made = FundCostingFactory(line=line, title_sq="Qendra e re", running=1_000_000, investment=250_000)
    for number, percent in ((1, 90), (2, 60), (3, 30)):
        FundShareFactory(call=made.call, year_number=number, percent=percent)
    FundPostFactory(costing=made, posts=2)
    FundAttachment.objects.create(call=made.call, name_sq="Vendimi", signed_by="Këshilli")
    FundCall.objects.update(ceiling=8_000_000)
    return load_costing(made.pk)


def test_a_new_call_begins_with_the_shares_that_are_said_of_the_fund() -> None:
    staff = UserFactory(role="staff")

    call = save_call(FundCallFactory.build(), actor=staff, service_types=[ServiceTypeFactory(code="COM-DAY")])

    assert list(call.fundshare_rows.values_list("year_number", "percent")) == [(1, 90), (2, 60), (3, 30)]
    assert call.source_mark == "unverified"
    assert Event.objects.get(action="assessments.save_call").after["service_types"] == ["COM-DAY"]
    save_call(call, actor=staff, service_types=[])
    assert call.fundshare_rows.count() == 3


@pytest.mark.parametrize("role", sorted({*Role.values} - {"staff", "expert"}))
def test_others_write_nothing_of_the_fund(role: str) -> None:
    with pytest.raises(PermissionDenied):
        save_call(FundCallFactory.build(), actor=UserFactory(role=role), service_types=[])
    with pytest.raises(PermissionDenied):
        save_fund_part(FundShare(call=FundCallFactory(), year_number=1, percent=90), actor=UserFactory(role=role))


def test_an_outcome_closes_the_call_with_all_its_rows(costing: Any) -> None:
    staff, call = UserFactory(role="staff"), costing.call

    close_call(call, CallOutcome.LOST, on=call.closes_on, note="", actor=staff)

    refused = [
        lambda: save_call(FundCall.objects.get(pk=call.pk), actor=staff, service_types=[]),
        lambda: save_fund_part(FundPost.objects.get(), actor=staff),
        lambda: remove_fund_part(FundShare.objects.first(), actor=staff),
        lambda: close_call(call, CallOutcome.WON, on=call.closes_on, note="", actor=staff),
    ]
    for deed in refused:
        with pytest.raises(StepRefused):
            deed()


def test_an_outcome_lies_neither_before_the_call_nor_in_the_future() -> None:
    staff, call = UserFactory(role="staff"), FundCallFactory()

    with pytest.raises(ValidationError):
        close_call(call, CallOutcome.WON, on=call.opens_on - timedelta(days=1), note="", actor=staff)
    with pytest.raises(StepRefused):
        close_call(call, CallOutcome.WON, on=timezone.localdate() + timedelta(days=1), note="", actor=staff)


@pytest.mark.parametrize(
    ("days", "words"),
    [(31, None), (30, "Prepare"), (11, "Prepare"), (10, "Send"), (0, "Send"), (-1, "Record what became")],
)
def test_a_call_is_told_at_thirty_and_ten_days_until_its_outcome(days: int, words: str | None) -> None:
    closes = TODAY + timedelta(days=days)
    FundCallFactory(opens_on=date(2025, 1, 1), closes_on=closes)
    FundCallFactory(opens_on=date(2025, 1, 1), closes_on=closes, outcome="won", outcome_on=closes)

    with override("en"):
        found = [each.sentence for each in closing_calls(TODAY)]

    assert len(found) == (1 if words else 0)
    assert all(words and sentence.startswith(words) for sentence in found)


def test_who_writes_of_the_fund_gets_the_call_as_a_task() -> None:
    MunicipalityFactory()
    call = FundCallFactory(closes_on=timezone.localdate() + timedelta(days=5))

    urls = {role: [task.url for task in tasks_of(UserFactory(role=role))] for role in ("staff", "mayor")}

    assert urls == {"staff": [call.get_absolute_url()], "mayor": []}


def test_the_gap_of_the_package_is_the_one_of_the_matrix(costing: Any) -> None:
    matrix = gap_matrix(costing.line.need.assessment)
    (line,) = [found for found in matrix.lines if found.line.pk == costing.line_id]

    found = line_gap(costing)
    need = package_tables(costing)[0]

    assert found is not None
    assert found.shared == line.shared
    assert [str(row.cells[1]) for row in need.rows[5:8]] == [str(line.shared.required), str(line.shared.given), "50"]


def test_a_line_that_a_costing_rests_on_stays(costing: Any) -> None:
    with pytest.raises(StepRefused):
        remove_line(costing.line, actor=UserFactory(role="staff"))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_both_files_hold_the_same_figures_and_no_place(costing: Any, language: str) -> None:
    Service.objects.update(is_undisclosed=True, address="")
    with override(language):
        tables = package_tables(costing)
    book = openpyxl.load_workbook(io.BytesIO(render_package(costing, PackageFormat.XLSX, language=language)))
    word = Document(io.BytesIO(render_package(costing, PackageFormat.DOCX, language=language)))

    sheets = [[cell.value for row in sheet.rows for cell in row] for sheet in book]
    words = [[cell.text for row in table.rows for cell in row.cells] for table in word.tables]

    assert len(sheets) == len(words) == len(tables) + 1  # the facts of the call stand before them
    call = costing.call
    title = call.title_sq  # of the call alone there is no English
    assert {title, "8\u00a0000\u00a0000\u00a0ALL" if language == "sq" else "8,000,000\u00a0ALL"} < set(
        sheets[0]
    ) & set(words[0])
    years = next(table for table in tables if table.name == "years")
    for row in years.rows:
        assert row.cells[6] in sheets[tables.index(years) + 1]
    payers = {"sq": ["Shteti", "Bashkia"], "en": ["State", "Municipality"]}[language]
    assert words[tables.index(years) + 1][8:10] == payers
    assert "Rrugaefshehur" not in str(sheets) + str(words)
    assert all(len(table.rows) + 1 == len(word.tables[place].rows) for place, table in enumerate(tables, start=1))


def test_the_page_of_a_call_says_all_of_its_rows_as_people_write_them(
    costing: Any, client_of: Callable[[User], Client]
) -> None:
    FundCriterion.objects.create(call=costing.call, name_sq="Hendeku", points=40)
    client = client_of(UserFactory(role="staff"))

    call = client.get(costing.call.get_absolute_url()).content.decode()
    page = client.get(costing.get_absolute_url()).content.decode()

    assert "1: 90\u00a0%" in call
    assert "Hendeku · 40 pikë" in call
    assert "Vendimi · Këshilli · ende jo gati" in call
    assert "2 × 60\u00a0000\u00a0ALL" in page


def test_a_line_is_chosen_by_its_need_place_and_edition(costing: Any, client_of: Callable[[User], Client]) -> None:
    page = client_of(UserFactory(role="staff")).get(costing.call.get_absolute_url() + "costings/add/")

    labels = [str(label) for _value, label in page.context["form"].fields["line"].choices]
    line = costing.line
    assert f"{line.key} Shërbim ditor · {line.unit} · {line.need.assessment}" in labels


def test_without_a_requirement_line_the_costing_says_where_one_is_written(client_of: Callable[[User], Client]) -> None:
    call = FundCallFactory()

    page = client_of(UserFactory(role="staff")).get(call.get_absolute_url() + "costings/add/")

    assert "një rreshti kërkese" in page.context["nothing"]
    assert 'name="line"' not in page.content.decode()


def test_a_package_without_attachments_and_criteria_says_that_there_are_none(costing: Any) -> None:
    FundAttachment.objects.all().delete()

    tables = {table.name: table for table in package_tables(load_costing(costing.pk))}

    assert [str(tables[name].rows[0].cells[0]) for name in ("attachments", "criteria")] == ["Ende asnjë."] * 2


def test_the_worker_makes_the_package_and_opens_it_to_those_inside(costing: Any) -> None:
    staff = UserFactory(role="staff")

    job = request_package(costing, "xlsx", language="sq", actor=staff)
    result = fund_package(job, lambda _done, _total: None)

    assert result.name == f"fondi-social-{costing.pk}.xlsx"
    assert result.content.startswith(b"PK")
    assert [open_jobs(UserFactory(role=role), [job]) for role in ("mayor", "ngo", "councillor")] == [
        {job.pk},
        set(),
        set(),
    ]


def counted(assessment: Any) -> list[tuple[int, int]]:
    return [(block.filled, len(block.cells)) for block in readiness(assessment)]


def test_readiness_counts_cells_and_not_presence() -> None:
    """One unit and one group: women are known, men are not; the money of one year of two does not add up."""
    assessment, unit = AssessmentFactory(), AdministrativeUnitFactory(population=None)
    group = TargetGroupFactory(base_count=10, base_source="Regjistri")
    DataPointFactory(assessment=assessment, group=group, sex="women", definition__code=OF_GROUP)
    DataPointFactory(assessment=assessment, unit=unit, sex="men", definition__code="pop-resident", age_from=0)
    service = ServiceFactory(unit=unit, run_by=ServiceProviderFactory(), users=30, users_women=20, users_men=9)
    for year in (2023, 2024):
        service.serviceyear_rows.create(year=year, capacity=40, cost=100, source="x")
    service.servicemoney_rows.create(year=2024, paid_by="donor", amount=60, source="x")
    service.servicemoney_rows.create(year=2023, paid_by="municipal", amount=100, source="x")
    StaffRequirementFactory(assessment=assessment)

    assert counted(assessment) == [(2, 4), (2, 9), (3, 4), (0, 1), (2, 3), (1, 2)]
    service.users_men = 10
    service.save()
    service.servicemoney_rows.create(year=2024, paid_by="municipal", amount=40, source="x")
    service.servicestaff_rows.create(profession_sq="Psikolog", fte=1)
    assert [block.filled for block in readiness(assessment)][3:] == [1, 3, 2]


@pytest.mark.parametrize(
    ("traits", "filled", "cells"),
    [
        ({}, 0, 3),
        ({"is_of_county": True, "places_kept": 0}, 2, 3),
        ({"is_of_county": True, "places_kept": 5, "is_undisclosed": True}, 1, 3),
        ({"is_of_county": True, "places_kept": 5, "status": "planned"}, 0, 1),
    ],
    ids=["its own without a unit", "of the county", "of the county, undisclosed", "of the county, planned"],
)
def test_block_three_has_a_cell_of_the_county(traits: dict[str, Any], filled: int, cells: int) -> None:
    """Place and provider of each service, then the county: an undisclosed service fills no cell but its own."""
    ServiceFactory(**traits)

    assert counted(AssessmentFactory())[2] == (filled, cells)


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ({"code": "group-size", "sex": "men"}, 1),
        ({"code": "group-size", "sex": "men", "age_from": 6, "age_to": 17}, 2),
        ({"code": "group-size", "sex": "all", "age_from": 6}, 0),
        ({"code": "group-disability", "sex": "women"}, 1),
        ({"code": "group-ethnicity", "sex": "men"}, 1),
        ({"code": "group-ethnicity", "sex": "all"}, 0),
        ({"code": "elderly-alone", "sex": "women"}, 0),
    ],
)
def test_a_cell_of_a_group_is_filled_by_the_figure_that_says_it(words: dict[str, Any], filled: int) -> None:
    assessment, group = AssessmentFactory(), TargetGroupFactory()
    of_cell = dict(words)
    definition = FigureDefinitionFactory(code=of_cell.pop("code"))
    DataPointFactory(assessment=assessment, group=group, definition=definition, **of_cell)

    assert counted(assessment)[1] == (filled, 9)


@pytest.mark.parametrize("code", ["cash-families", "unemployed", "births"])
def test_a_figure_of_a_unit_that_counts_no_residents_fills_no_cell_of_demography(code: str) -> None:
    assessment, unit = AssessmentFactory(), AdministrativeUnitFactory(population=None)
    definition = FigureDefinitionFactory(code=code)
    for sex in ("women", "men"):
        DataPointFactory(assessment=assessment, unit=unit, sex=sex, age_from=0, definition=definition)

    assert counted(assessment)[0] == (0, 4)


def test_where_nothing_stands_each_block_says_what_to_do_first(client_of: Any) -> None:
    """An installation on its first day: nowhere "0 of 0", and each link may be opened."""
    small_number_thresholds()
    client: Client = client_of(UserFactory(role="staff"))

    page = client.get(reverse("assessments:fund"))

    blocks = page.context["blocks"]
    assert counted(None) == [(0, 1)] * 6
    assert [block.is_begun for block in blocks] == [False] * 6
    words = page.content.decode()
    for block in blocks:
        assert str(block.begins.label) in words
        assert client.get(block.begins.url).status_code == 200


def test_the_whole_way_by_the_pages(client_of: Any, costing: Any) -> None:
    client: Client = client_of(UserFactory(role="staff"))
    page = client.get(reverse("assessments:fund")).content.decode()
    assert reverse("assessments:call_detail", args=[costing.call_id]) in page

    words = {"profession_sq": "Kuzhinier", "profession_en": "", "posts": "0,5", "gross_pay": "45 000"}
    sent = client.post(reverse("assessments:fund_part_create", args=["posts", costing.pk]), words)
    assert sent.status_code == 302, sent.context["form"].errors
    assert FundPost.objects.get(profession_sq="Kuzhinier").posts == Decimal("0.5")

    shown = client.get(costing.get_absolute_url())  # 2 posts of 60,000 and a half of 45,000, and 1,000,000 to run
    assert shown.context["asked"] == 2_710_000 * (90 + 60 + 30) // 100
    FundCall.objects.update(ceiling=1)
    assert client.get(costing.get_absolute_url()).context["is_above_ceiling"]

    closing = {"outcome": "won", "on": "01.12.2025", "note": ""}
    assert client.post(reverse("assessments:call_close", args=[costing.call_id]), closing).status_code == 302
    assert not client.get(costing.get_absolute_url()).context["may_change"]


def _forms_of(costing: Any) -> list[str]:
    """Every page that writes something of the call or of its costing."""
    call, share, post = costing.call_id, costing.call.fundshare_rows.first(), costing.posts.first()
    of_rows = ["fund_part_update", "fund_part_remove"]
    return [
        *(reverse(f"assessments:{name}", args=[call]) for name in ("call_update", "call_close", "costing_create")),
        reverse("assessments:costing_update", args=[costing.pk]),
        *(reverse(f"assessments:{name}", args=["shares", share.pk]) for name in of_rows),
        *(reverse(f"assessments:{name}", args=["posts", post.pk]) for name in of_rows),
        *(
            reverse("assessments:fund_part_create", args=[part, call])
            for part in ("shares", "criteria", "attachments")
        ),
        reverse("assessments:fund_part_create", args=["posts", costing.pk]),
    ]


def test_no_form_of_a_closed_call_opens_and_each_says_why(costing: Any, client_of: Callable[[User], Client]) -> None:
    client = client_of(UserFactory(role="staff"))
    addresses = _forms_of(costing)
    open_pages = [client.get(each, follow=True).content.decode() for each in addresses]
    assert all(SENDS in page for page in open_pages)
    close_call(costing.call, CallOutcome.LOST, on=date(2025, 11, 3), note="", actor=UserFactory(role="staff"))

    for address in addresses:
        opened = client.get(address, follow=True).content.decode()
        sent = client.post(address, {"posts": "x"})
        assert SENDS not in opened, address
        assert WHY in opened, address
        assert sent.status_code == 200
        assert WHY in sent.content.decode(), address


SENDS = 'class="form-end"'
WHY = "Rezultati i kësaj thirrjeje dihet që më 03.11.2025 (nuk u financua)"


def test_the_pages_of_a_closed_call_say_why_nothing_is_changed(
    costing: Any, client_of: Callable[[User], Client]
) -> None:
    client = client_of(UserFactory(role="staff"))
    assert WHY not in client.get(costing.get_absolute_url()).content.decode()
    close_call(costing.call, CallOutcome.LOST, on=date(2025, 11, 3), note="Pa pikë", actor=UserFactory(role="staff"))

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (costing, costing.call)]

    assert all(WHY in page for page in pages)
    assert "Pa pikë" in pages[1]


@pytest.mark.parametrize(
    ("opens", "closes", "outcome", "words"),
    [
        (1, 9, "", "Do të hapet"),
        (0, 0, "", "E hapur"),
        (-9, -1, "", "Ishte e hapur"),
        (-9, 9, "withdrawn", "Ishte e hapur"),
    ],
)
def test_the_period_of_a_call_is_named_by_where_today_lies(
    opens: int, closes: int, outcome: str, words: str, client_of: Callable[[User], Client]
) -> None:
    today = timezone.localdate()
    call = FundCallFactory(
        opens_on=today + timedelta(days=opens),
        closes_on=today + timedelta(days=closes),
        outcome=outcome,
        outcome_on=today if outcome else None,
    )

    page = client_of(UserFactory(role="staff")).get(call.get_absolute_url()).content.decode()

    assert f'<dt class="col-sm-4">{words}</dt>' in page


def test_the_list_of_calls_says_which_waits_for_its_outcome(client_of: Callable[[User], Client]) -> None:
    today = timezone.localdate()
    FundCallFactory(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    page = client_of(UserFactory(role="staff")).get(reverse("assessments:fund")).content.decode()
    assert "pret rezultatin" in page

    FundCall.objects.update(closes_on=today)
    page = client_of(UserFactory(role="staff")).get(reverse("assessments:fund")).content.decode()
    assert "pret rezultatin" not in page


def test_a_costing_of_nothing_says_so_before_its_package_is_made(costing: Any, client: Client) -> None:
    client.force_login(UserFactory(role="staff"))
    address, words = costing.get_absolute_url(), "Ende nuk është llogaritur asnjë kosto"
    assert words not in client.get(address).content.decode()

    FundPost.objects.all().delete()
    FundCosting.objects.update(running=0, transport=0, food_a_day=0, investment=0)

    assert words in client.get(address).content.decode()
