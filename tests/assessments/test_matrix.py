"""The gap matrix over rows: what fits, what stands apart, what is frozen, what the public reads, one figure."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import AssessmentStep, CountedIn, CountStatus, GapReason, Misfit
from assessments.gaps.disclosure import line_figures
from assessments.gaps.matrix import LineGap, gap_matrix
from assessments.gaps.page import public_gaps, read_need_gap
from assessments.models import Assessment, RequirementLine
from assessments.services import (
    change_service,
    move_assessment,
    register_line,
    remove_line,
    save_staff_requirement,
)
from assessments.stored_release import StoredRelease
from core.tables import HIDDEN
from core.together.side_by_side import read
from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.blocks import block_tables
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    StaffRequirementFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from tests.factories.socialplan import PlanFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def served(*units: Any, groups: tuple[Any, ...] = (), **fields: Any) -> Any:
    service = ServiceFactory(unit=units[0] if units else None, **fields)
    service.served_units.set(units)
    service.groups.set(groups)
    return service


def example() -> Assessment:
    """Four lines and five services, counted by hand: 48/16/40/32 given, 12/4/10/8 lacking."""
    city, orikum = AdministrativeUnitFactory(code="vlore", order=1), AdministrativeUnitFactory(code="orikum", order=2)
    disabled, elderly, after_school = (TargetGroupFactory(code=code) for code in ("PWD", "ECO", "CHP"))
    day = ServiceTypeFactory()
    edition = AssessmentFactory()
    for code, group, unit, ages, persons in (
        ("A", disabled, city, (6, 18), 60),
        ("B", disabled, orikum, (6, 18), 20),
        ("C", elderly, city, (60, None), 50),
        ("D", after_school, city, (6, 15), 40),
    ):
        need = NeedFactory(assessment=edition, code=code, group=group, affected=200, covered=100)
        RequirementLineFactory(
            need=need, number=1, unit=unit, age_from=ages[0], age_to=ages[1], persons=persons, service_types=[day]
        )
    fields = {"service_type": day, "users": 0, "waiting": 500}
    served(city, code="S1", groups=(disabled,), age_from=6, age_to=18, capacity=36, **fields)
    served(city, orikum, code="S2", groups=(disabled,), age_from=3, age_to=18, capacity=20, **fields)
    served(city, code="S3", groups=(elderly,), age_from=60, capacity=30, **fields)
    served(city, code="S4", age_from=6, capacity=50, **fields)
    served(orikum, code="S5", groups=(elderly,), age_from=60, capacity=25, **fields)
    return edition


def the_line(assessment: Assessment) -> LineGap:
    (found,) = gap_matrix(assessment).lines
    return found


def one_line(**fields: Any) -> RequirementLine:
    return RequirementLineFactory(service_types=[ServiceTypeFactory(code="DAY")], **fields)


def test_four_lines_share_what_five_services_have() -> None:
    matrix = gap_matrix(example())

    assert [each.shared.given for each in matrix.lines] == [48, 16, 40, 32]
    assert [each.shared.gap for each in matrix.lines] == [12, 4, 10, 8]
    assert [each.shared.gap_alone for each in matrix.lines] == [0, 0, 0, 0]
    assert [(each.counted_in, each.required, each.given, each.gap) for each in matrix.sums] == [
        ("places", 170, 136, 34)
    ]


def test_a_waiting_list_is_never_added() -> None:
    edition = example()
    before = [each.shared for each in gap_matrix(edition).lines]

    for service in gap_matrix(edition).lines[0].sources:
        type(service.service).objects.update(waiting=9_999)

    assert [each.shared for each in gap_matrix(edition).lines] == before


@pytest.mark.parametrize(
    ("line", "service", "why"),
    [
        ({}, {}, None),
        ({"age_from": 6, "age_to": 18}, {"age_from": 6, "age_to": 18}, None),
        ({"age_from": 6, "age_to": 18}, {"age_from": 7, "age_to": 18}, Misfit.AGE_PARTLY),
        ({"age_from": 6, "age_to": 18}, {"age_from": 60}, Misfit.AGE),
        ({"age_from": 60}, {"age_from": 60, "age_to": 99}, Misfit.AGE_PARTLY),
        ({"sex": "women"}, {"sex": "women"}, None),
        ({"sex": "women"}, {"sex": "all"}, None),
        ({"sex": "all"}, {"sex": "women"}, Misfit.SEX),
        ({"counted_in": "cases"}, {}, Misfit.COUNTED_IN),
        ({"counted_in": "cases"}, {"average_stay_days": 3}, None),
        ({}, {"status": "planned"}, Misfit.NOT_RUNNING),
        ({}, {"status": "suspended"}, Misfit.NOT_RUNNING),
    ],
)
def test_a_service_counts_where_all_of_it_fits(line: Any, service: Any, why: Misfit | None) -> None:
    row = one_line(**line)
    ServiceFactory(service_type=row.service_types.get(), **service)

    found = the_line(row.need.assessment)

    assert [each.why for each in found.unfit] == ([why] if why else [])
    assert bool(found.fits) is (why is None)


def test_a_service_of_another_group_or_unit_does_not_count() -> None:
    row = one_line(unit=AdministrativeUnitFactory())
    kind = row.service_types.get()
    served(groups=(TargetGroupFactory(),), service_type=kind)
    served(AdministrativeUnitFactory(), service_type=kind)
    served(row.unit, groups=(row.need.group, TargetGroupFactory()), service_type=kind, capacity=7)

    found = the_line(row.need.assessment)

    assert {each.why for each in found.unfit} == {Misfit.GROUP, Misfit.UNIT}
    assert [each.places for each in found.sources] == [7]


def test_a_line_for_the_whole_municipality_asks_for_a_service_that_serves_all_of_it() -> None:
    row = one_line()
    city, village = AdministrativeUnitFactory(), AdministrativeUnitFactory()
    kind = row.service_types.get()
    served(city, service_type=kind, capacity=5)
    served(city, village, service_type=kind, capacity=6)

    found = the_line(row.need.assessment)

    assert [each.places for each in found.sources] == [6]
    assert [each.why for each in found.unfit] == [Misfit.UNIT_PARTLY]


def test_beds_become_cases_by_the_average_stay_and_a_county_service_counts_what_is_kept() -> None:
    shelter = ServiceFactory(capacity=8, average_stay_days=3)
    county = ServiceFactory(capacity=100, is_of_county=True, places_kept=12)
    elsewhere = ServiceFactory(capacity=100, is_of_county=True, places_kept=0)

    assert (shelter.reckoned_in, shelter.places) == (CountedIn.CASES, 8 * 365 // 3)
    assert (county.reckoned_in, county.places) == (CountedIn.PLACES, 12)
    assert elsewhere.places == 0


def test_planned_suspended_and_expired_places_stand_apart() -> None:
    row = one_line(persons=10)
    kind, today = row.service_types.get(), timezone.localdate()
    ServiceFactory(service_type=kind, code="planned", status="planned")
    ServiceFactory(service_type=kind, code="suspended", status="suspended")
    ServiceFactory(service_type=kind, code="expired", licence_until=today - YESTERDAY)
    ServiceFactory(service_type=kind, code="last-day", licence_until=today, capacity=4)
    ServiceFactory(service_type=kind, code="closed", status="closed")

    matrix = gap_matrix(row.need.assessment)

    assert {each.key: each.count_status for each in matrix.apart} == {
        "planned": CountStatus.PLANNED,
        "suspended": CountStatus.SUSPENDED,
        "expired": CountStatus.EXPIRED,
    }
    assert matrix.lines[0].shared.gap == 6


def test_an_undisclosed_service_shares_in_the_municipality_and_in_no_unit() -> None:
    unit = AdministrativeUnitFactory()
    row = one_line(unit=unit, persons=30)
    ServiceFactory(service_type=row.service_types.get(), unit=unit, is_undisclosed=True, capacity=10)

    matrix = gap_matrix(row.need.assessment)

    assert matrix.lines[0].shared.gap == 20
    assert [(each.has_service, each.sums[0].gap) for each in matrix.units] == [(False, 30)]


def test_the_estimate_is_carried_to_a_range_and_through_the_years() -> None:
    need = NeedFactory(year=2023)
    row = one_line(need=need, persons_low=80, persons=100, persons_high=130, rate=60, yearly_change=10)
    ServiceFactory(service_type=row.service_types.get(), capacity=50)

    matrix = gap_matrix(need.assessment, years=(2023, 2024, 2025))

    (found,) = matrix.lines
    assert (found.gap_low, found.shared.gap, found.gap_high) == (0, 10, 28)
    assert [(each.year, each.low, each.point, each.high) for each in matrix.needs[0].years] == [
        (2023, 0, 10, 28),
        (2024, 3, 16, 36),
        (2025, 9, 23, 45),
    ]


def test_a_norm_asks_for_whole_places() -> None:
    assert RequirementLineFactory(basis="norm", persons=83_683, rate=1, per=6_000).required() == 14


def test_measures_are_never_mixed_in_a_sum() -> None:
    need = NeedFactory()
    RequirementLineFactory(need=need, number=1, persons=10, counted_in="places")
    RequirementLineFactory(need=need, number=2, persons=20, counted_in="hours")

    (found,) = gap_matrix(need.assessment).needs

    assert [(each.counted_in, each.gap) for each in found.sums] == [("places", 10), ("hours", 20)]


def test_a_need_without_a_line_is_listed() -> None:
    asking, silent = RequirementLineFactory().need, NeedFactory()
    silent.assessment = asking.assessment
    silent.save()

    assert gap_matrix(asking.assessment).without_line == [silent]


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (None, GapReason.NONE_HERE),
        ({"capacity": 1}, GapReason.PLACES),
        ({"age_to": 17}, GapReason.AGE),
        ({"licence_until": date(2020, 1, 1)}, GapReason.LICENCE),
        ({"status": "planned"}, GapReason.NONE_HERE),
    ],
)
def test_a_gap_has_the_reason_that_follows_from_the_map_until_one_is_chosen(service: Any, reason: GapReason) -> None:
    row = one_line()
    if service:
        ServiceFactory(service_type=row.service_types.get(), **service)

    assert the_line(row.need.assessment).reason == reason
    RequirementLine.objects.update(reason=GapReason.PRICE)
    assert the_line(row.need.assessment).reason == GapReason.PRICE


def test_posts_are_counted_from_the_ratio_against_those_filled() -> None:
    row = StaffRequirementFactory(base=83_683, per_post_low=6_000, per_post_high=10_000, filled=Decimal(10))

    assert (row.posts_least, row.posts_most, row.missing_least, row.missing_most) == (9, 14, 0, 4)


def test_a_verified_edition_keeps_whom_its_services_served() -> None:
    edition = example()
    move_assessment(edition, AssessmentStep.VERIFY, actor=UserFactory(role="staff"))
    edition.refresh_from_db()
    before = [each.shared for each in gap_matrix(edition).lines]

    for source in gap_matrix(edition).lines[0].sources:
        source.service.groups.clear()
        type(source.service).objects.update(capacity=0, age_from=90, age_to=None, status="closed")

    assert [each.shared for each in gap_matrix(edition).lines] == before


def test_the_matrix_the_need_and_the_plan_say_one_figure() -> None:
    MunicipalityFactory()
    small_number_thresholds()
    edition = example()
    move_assessment(edition, AssessmentStep.VERIFY, actor=UserFactory(role="staff"))
    edition.refresh_from_db()
    reader = UserFactory(role="staff")

    matrix, *_ = block_tables("gap_matrix", PlanVersionFactory(plan=PlanFactory(assessment=edition)))
    page = signed_in(reader).get(reverse("assessments:assessment_matrix", args=[edition.pk])).context["page"]
    figures = ("required", "given", "gap_alone", "gap")
    of_page = {each["key"]: tuple(each[name] for name in figures) for each in page.plain["lines"]}
    of_needs = {
        each.line.key: (each.required, each.given, each.gap_alone, each.gap)
        for need in edition.needs.all()
        for each in read(read_need_gap(need, user=reader, telling=StoredRelease.of(need.assessment))).lines
    }
    of_public = {each.line.key: each.gap for each in public_gaps(edition)}

    assert of_page == of_needs
    assert of_page["A/01"] == (60, 48, 0, 12)
    assert {str(row.cells[0]): HIDDEN if row.cells[-1] is HIDDEN else row.cells[-1] for row in matrix.rows} == {
        key: HIDDEN if gap is None else gap for key, gap in of_public.items()
    }


def test_a_small_gap_closes_its_need_and_the_shares_of_all_it_competes_with() -> None:
    small_number_thresholds()
    edition = example()  # the gap of B is 4

    lines = {each.line.key: each for each in line_figures(gap_matrix(edition), sees_all=False)}

    assert (lines["B/01"].required, lines["B/01"].gap_alone) == (None, None)
    assert lines["A/01"].required == 60
    assert {each.given for each in lines.values()} == {each.gap for each in lines.values()} == {None}
    assert [each.gap for each in line_figures(gap_matrix(edition), sees_all=True)] == [12, 4, 10, 8]
    assert all(each.is_marked for each in lines.values())


def test_the_published_page_never_tells_what_a_hidden_need_requires() -> None:
    MunicipalityFactory()
    small_number_thresholds()
    pages = []
    for persons in (3, 8):
        need = NeedFactory(
            assessment__title_sq="Vlerësimi", code="N1", name_sq="Nevoja", group=TargetGroupFactory(is_protected=True)
        )
        RequirementLineFactory(need=need, number=1, persons=persons, service_types=[ServiceTypeFactory(code="DAY")])
        Assessment.objects.filter(pk=need.assessment_id).update(state="published")
        pages.append([(each.required, each.given, each.gap_alone, each.gap) for each in public_gaps(need.assessment)])
        page = Client().get(reverse("assessments:assessment_public", args=[need.assessment_id]))
        assert "■" in page.content.decode()

    assert pages[0] == pages[1] == [(None, None, None, None)]


class TestDeeds:
    def test_a_line_gets_the_next_number_and_stands_in_the_history(self) -> None:
        need, kind = RequirementLineFactory(number=4).need, ServiceTypeFactory(code="DAY")
        line = RequirementLineFactory.build(need=need)

        register_line(line, actor=UserFactory(role="expert"), service_types=[kind])

        assert line.number == 5
        assert Event.objects.get(action="assessments.register_line").after["service_types"] == ["DAY"]

    def test_a_line_names_a_type_of_service(self) -> None:
        line = RequirementLineFactory.build(need=NeedFactory())

        with pytest.raises(ValidationError, match="service_types"):
            register_line(line, actor=UserFactory(role="staff"), service_types=[])

    def test_nobody_but_the_authors_writes_lines_or_posts(self) -> None:
        line, staff = RequirementLineFactory(), StaffRequirementFactory()

        with pytest.raises(PermissionDenied):
            remove_line(line, actor=UserFactory(role="ngo"))
        with pytest.raises(PermissionDenied):
            save_staff_requirement(staff, actor=UserFactory(role="ngo"))

    def test_a_verified_edition_takes_no_line(self) -> None:
        line = RequirementLineFactory(need__assessment__verified=True)

        with pytest.raises(StepRefused):
            remove_line(line, actor=UserFactory(role="staff"))

    def test_an_undisclosed_service_keeps_no_units_and_no_unit_enters_the_history(self) -> None:
        unit = AdministrativeUnitFactory(code="vendi-i-fshehur")
        service = ServiceFactory(is_undisclosed=True)

        change_service(service, actor=UserFactory(role="staff"), units=[unit])

        assert not service.served_units.exists()
        assert "vendi-i-fshehur" not in json.dumps(Event.objects.get(action="assessments.change_service").after)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("requirement_line_persons_in_order", {"persons": 5, "persons_low": 6}),
        ("requirement_line_ages_in_order", {"age_from": 7, "age_to": 6}),
        ("requirement_line_choices_known", {"counted_in": "metres"}),
        ("requirement_line_rate_positive", {"rate": 0}),
        ("requirement_line_rate_positive", {"rate": 101}),
        ("requirement_line_change_bounded", {"yearly_change": 51}),
    ],
)
def test_the_database_refuses_a_wrong_line(name: str, wrong: Any) -> None:
    with pytest.raises(IntegrityError, match=name):
        RequirementLineFactory(**wrong)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("service_counted_in_known", {"counted_in": "metres"}),
        ("service_stay_turns_places_into_cases", {"average_stay_days": 3, "counted_in": "hours"}),
        ("service_kept_not_above_capacity", {"capacity": 5, "places_kept": 6, "is_of_county": True}),
        ("service_of_county_says_what_is_kept", {"is_of_county": True}),
        ("service_kept_places_are_of_county", {"places_kept": 0}),
    ],
)
def test_the_database_refuses_a_wrong_service(name: str, wrong: Any) -> None:
    with pytest.raises(IntegrityError, match=name):
        ServiceFactory(**wrong)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("staff_requirement_ratio_in_order", {"per_post_low": 9, "per_post_high": 8}),
        ("staff_requirement_filled_not_negative", {"filled": -1}),
    ],
)
def test_the_database_refuses_a_wrong_staff_requirement(name: str, wrong: Any) -> None:
    with pytest.raises(IntegrityError, match=name):
        StaffRequirementFactory(**wrong)


def test_one_number_a_line_and_one_row_a_structure() -> None:
    line, staff = RequirementLineFactory(), StaffRequirementFactory()

    with pytest.raises(IntegrityError, match="requirement_line_number_once_per_need"), transaction.atomic():
        RequirementLineFactory(need=line.need, number=line.number)
    with pytest.raises(IntegrityError, match="staff_requirement_once_per_structure"):
        StaffRequirementFactory(assessment=staff.assessment, profession_sq=staff.profession_sq)


@pytest.mark.parametrize(
    "change",
    [
        lambda line, staff: RequirementLine.objects.update(persons=1),
        lambda line, staff: line.service_types.clear(),
        lambda line, staff: type(staff).objects.update(filled=1),
    ],
)
def test_a_published_edition_keeps_its_requirements(change: Any) -> None:
    line = one_line()
    staff = StaffRequirementFactory(assessment=line.need.assessment)
    Assessment.objects.update(state="published")

    with pytest.raises(IntegrityError, match="assessment_published_is_frozen"):
        change(line, staff)


class TestServiceForm:
    def posted(self, service: Any, groups: list[Any], **more: Any) -> dict[str, Any]:
        return {
            "code": service.code,
            "name_sq": service.name_sq,
            "service_type": service.service_type_id,
            "groups": [group.pk for group in groups],
            "provider_type": "municipal",
            "age_from": 0,
            "sex": "all",
            "capacity": 10,
            "counted_in": "places",
            "users": 0,
            "waiting": 0,
            "licence_kind": "not_applicable",
            "licence_state": "none",
            "status": "active",
            "source": "Drejtoria",
            "source_on": "01.02.2024",
            **more,
        }

    def test_what_grows_elsewhere_is_told_before_a_wider_service_is_saved(self) -> None:
        small_number_thresholds()
        kind, edition = ServiceTypeFactory(), AssessmentFactory()
        lines = [
            RequirementLineFactory(
                need=NeedFactory(assessment=edition, code=code), number=1, persons=10, service_types=[kind]
            )
            for code in ("N1", "N2")
        ]
        service = ServiceFactory(service_type=kind, capacity=10, users=0, waiting=0)
        service.groups.set([lines[0].need.group])
        client = signed_in(UserFactory(role="staff"))
        address = reverse("assessments:service_update", args=[service.pk])
        both = [line.need.group for line in lines]

        told = client.post(address, self.posted(service, both))

        (growth,) = told.context["form"].growth
        assert (growth.line, growth.before, growth.after) == (lines[0], 0, 5)
        assert service.groups.count() == 1
        assert client.post(address, self.posted(service, both, has_seen_growth="on")).status_code == 302
        assert service.groups.count() == 2

    def test_more_places_alone_are_saved_at_once(self) -> None:
        small_number_thresholds()
        line = one_line()
        service = ServiceFactory(service_type=line.service_types.get(), capacity=5, users=0, waiting=0)
        client = signed_in(UserFactory(role="staff"))

        answer = client.post(reverse("assessments:service_update", args=[service.pk]), self.posted(service, []))

        assert answer.status_code == 302


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("assessments:assessment_matrix", "aq më e madhe pjesa e vendeve të kërkuara që mungon"),
        ("assessments:assessment_detail", "aq më shumë shërbime ka aty"),
    ],
)
def test_a_map_of_the_units_says_what_its_shade_means(name: str, words: str, client_of: Any) -> None:
    MunicipalityFactory()
    small_number_thresholds()
    line = RequirementLineFactory(unit=AdministrativeUnitFactory())

    page = client_of(UserFactory(role="staff")).get(reverse(name, args=[line.need.assessment_id])).content.decode()

    assert words in page
