"""Lists and details ask the database as often for thirty rows as for one: a literal number for each page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleAssignment
from assessments.enums import AssessmentState
from assessments.models import Assessment, Need, Service
from assessments.rolled import refresh_edition_roll_ups, roll_up
from consultations.enums import ContributionChannel, RoundState, Sex
from consultations.intake.signs import new_submission
from consultations.models import AttendanceCount, FeedbackEntry, NoProposal
from monitoring.enums import ReportState
from monitoring.models import BeneficiaryCount, ReportRecommendation, SubmissionReceipt, YearlyReport
from monitoring.reporting.freezing import freeze_figures
from municipality.services import install_reference_data
from operations.trail import audit
from socialplan.content.models import PlanVersion
from tests.factories.accounts import MembershipFactory, OrganisationFactory, PowerChangeFactory, UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    FundCallFactory,
    FundCostingFactory,
    FundPostFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServicePartFactory,
    ServiceProviderFactory,
    ServiceTypeFactory,
    SheetImportFactory,
    TargetGroupFactory,
)
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
    UniquePersonFactory,
)
from tests.factories.monitoring import (
    AddresseeFactory,
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    ReportSubmissionFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import (
    AdministrativeUnitFactory,
    CalendarDayFactory,
    MunicipalityFactory,
    OfficeFactory,
    OfficeTenureFactory,
)
from tests.factories.operations import JobFactory, StoredFileFactory
from tests.factories.socialplan import IndicatorFactory, MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db

Fill = Callable[[int, Any], str]


@dataclass(frozen=True)
class MeasuredPage:
    """Who opens it, how often it asks, and what fills it; `fill(count, user)` answers with its address."""

    role: str
    queries: int
    fill: Fill


def listed(name: str, make: Callable[[int], Any]) -> Fill:
    def fill(count: int, user: Any) -> str:
        make(count)
        return reverse(name)

    return fill


# assessments


def assessments(count: int) -> None:
    for edition in AssessmentFactory.create_batch(count):
        NeedFactory(assessment=edition)


def assessment(count: int, user: Any) -> str:
    edition, unit, kind = AssessmentFactory(), AdministrativeUnitFactory(), ServiceTypeFactory()
    for need in NeedFactory.create_batch(count, assessment=edition):
        need.units.add(unit)
        need.service_types.add(kind)
        DataPointFactory(assessment=edition, unit=unit)
    roll_up(edition)
    return str(edition.get_absolute_url())


def figures(count: int, user: Any) -> str:
    edition = AssessmentFactory()
    DataPointFactory.create_batch(count, assessment=edition, unit=AdministrativeUnitFactory())
    return reverse("assessments:datapoint_list", args=[edition.pk])


def compared(count: int, user: Any) -> str:
    before = AssessmentFactory()
    now = AssessmentFactory(follows=before)
    for edition in (before, now):
        NeedFactory.create_batch(count, assessment=edition)
        DataPointFactory.create_batch(count, assessment=edition)
    return reverse("assessments:assessment_compare", args=[now.pk])


def figures_to_verify(count: int, user: Any) -> str:
    return figures(count, user) + "verify/"


def figure(count: int, user: Any) -> str:
    point = DataPointFactory()
    for n in range(count):
        DataPointFactory(assessment=point.assessment, definition=point.definition, source=f"Burimi {n}")
    return str(point.get_absolute_url())


def matrix(count: int, user: Any) -> str:
    edition = assessment(count, user)
    kind = ServiceTypeFactory()
    ServiceFactory.create_batch(count, unit=AdministrativeUnitFactory(), service_type=kind)
    for need in Need.objects.all():
        RequirementLineFactory(need=need, service_types=[kind])
    assert refresh_edition_roll_ups()
    return f"{edition}matrix/"


def published_assessment(count: int, user: Any) -> str:
    edition = AssessmentFactory()
    NeedFactory.create_batch(count, assessment=edition)
    for need in edition.needs.all():
        RequirementLineFactory(need=need, service_types=[ServiceTypeFactory()])
    for service in ServiceFactory.create_batch(count, unit=AdministrativeUnitFactory()):
        service.groups.add(TargetGroupFactory())
        AssessedServiceFactory(assessment=edition, service=service)
    Assessment.objects.update(state=AssessmentState.PUBLISHED)
    roll_up(edition)
    return reverse("assessments:assessment_public", args=[edition.pk])


def need_pages(count: int, user: Any) -> str:
    return assessment(count, user) + "needs/"


def need(count: int, user: Any) -> str:
    one = NeedFactory()
    one.units.set(AdministrativeUnitFactory.create_batch(count))
    one.service_types.set(ServiceTypeFactory.create_batch(count))
    return str(one.get_absolute_url())


def services(count: int) -> None:
    for service in ServiceFactory.create_batch(count, unit=AdministrativeUnitFactory()):
        service.groups.add(TargetGroupFactory())


def directory(count: int, user: Any) -> str:
    services(count)
    for one in Service.objects.all():
        one.served_units.add(AdministrativeUnitFactory())
    Service.objects.update(is_listed=True)
    return reverse("assessments:directory")


def narrowed_directory(count: int, user: Any) -> str:
    page, one = directory(count, user), Service.objects.latest("pk")
    group, unit = one.groups.get(), one.served_units.get()
    return f"{page}?group={group.pk}&unit={unit.pk}"


def service(count: int, user: Any) -> str:
    one = ServiceFactory(unit=AdministrativeUnitFactory())
    ServicePartFactory.create_batch(count, service=one)
    one.groups.set(TargetGroupFactory.create_batch(count))
    return str(one.get_absolute_url())


def fund(count: int) -> None:
    assessments(1)
    FundCallFactory.create_batch(count)
    for one in ServiceFactory.create_batch(count, unit=AdministrativeUnitFactory()):
        ServicePartFactory(service=one)


def costing(count: int, user: Any) -> str:
    one = FundCostingFactory()
    FundPostFactory.create_batch(count, costing=one)
    return str(one.get_absolute_url())


# consultations


def rounds(count: int) -> None:
    for each in RoundFactory.create_batch(count, is_open=True):
        ContributionFactory(round=each)


def filled_round(count: int) -> Any:
    one = RoundFactory(is_open=True, groups=TargetGroupFactory.create_batch(count))
    coordinator = UserFactory(role="coordinator")
    for event in ConsultationEventFactory.create_batch(count, round=one, unit=AdministrativeUnitFactory()):
        event.groups.set(one.groups.all())
        AttendanceCount.objects.create(event=event, sex=Sex.WOMEN, count=20)
    for group in one.groups.all():
        FeedbackEntry.objects.create(
            round=one, group=group, channel="meeting", informed_on=date(2024, 5, 13), recorded_by=coordinator
        )
    for recommendation in RecommendationFactory.create_batch(count, round=one):
        CodingFactory(recommendation=recommendation)
        DispositionFactory(recommendation=recommendation)
    return one


def consultation(count: int, user: Any) -> str:
    return str(filled_round(count).get_absolute_url())


def public_round(count: int, user: Any) -> str:
    return reverse("consultations:public_round_detail", args=[filled_round(count).pk])


def attendance_to_publish(count: int, user: Any) -> str:
    return reverse("consultations:attendance_publish", args=[filled_round(count).pk])


def events(count: int) -> None:
    for event in ConsultationEventFactory.create_batch(count, unit=AdministrativeUnitFactory()):
        event.groups.set(TargetGroupFactory.create_batch(2))


def event(count: int, user: Any) -> str:
    groups, units = TargetGroupFactory.create_batch(count), AdministrativeUnitFactory.create_batch(count)
    one = ConsultationEventFactory(groups=groups)
    for group, unit in zip(groups, units, strict=True):
        AttendanceCount.objects.create(event=one, group=group, count=7)
        AttendanceCount.objects.create(event=one, unit=unit, count=7)
    return str(one.get_absolute_url())


def contributions(count: int) -> None:
    for one in ContributionFactory.create_batch(count, organisation=OrganisationFactory()):
        NoProposal.objects.create(contribution=one, reason="Falënderim", coded_by=UserFactory())


def contribution(count: int, user: Any) -> str:
    one = ContributionFactory()
    for recommendation in RecommendationFactory.create_batch(count, round=one.round):
        CodingFactory(contribution=one, recommendation=recommendation)
    return str(one.get_absolute_url())


def recommendations(count: int) -> None:
    for one in RecommendationFactory.create_batch(count):
        one.needs.add(NeedFactory())
        CodingFactory(recommendation=one)
        DispositionFactory(recommendation=one)


def recommendation(count: int, user: Any) -> str:
    one = RecommendationFactory()
    one.needs.set(NeedFactory.create_batch(count))
    for _number in range(count):
        CodingFactory(recommendation=one)
        DispositionFactory(recommendation=one)
    return str(one.get_absolute_url())


def own_contributions(count: int, user: Any) -> str:
    membership = MembershipFactory(user=user)
    for one in ContributionFactory.create_batch(count, organisation=membership.organisation):
        DispositionFactory(recommendation=CodingFactory(contribution=one).recommendation)
    return reverse("consultations:own_contribution_list")


def own_contribution(count: int, user: Any) -> str:
    one = ContributionFactory(organisation=MembershipFactory(user=user).organisation)
    for recommended in RecommendationFactory.create_batch(count, round=one.round):
        CodingFactory(contribution=one, recommendation=recommended)
        DispositionFactory(recommendation=recommended)
    return reverse("consultations:own_contribution_detail", args=[one.pk])


# monitoring


def filled_period(count: int) -> Any:
    version: PlanVersion = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    for number in range(count - 1):
        MeasureFactory(objective=objective, code=f"ZM{number}")
        IndicatorFactory(objective=objective, code=f"ZX{number}", counts_people=True)
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    for measure in version.measures.all():
        MeasureProgressFactory(period=period, measure=measure)
        BudgetExecutionFactory(period=period, measure=measure)
    for indicator in version.indicators.all():
        IndicatorValueFactory(period=period, indicator=indicator, state="approved")
    for group in TargetGroupFactory.create_batch(count):
        BeneficiaryCount.objects.create(period=period, group=group, women=20, men=30)
    return period


def periods(count: int) -> None:
    first = PeriodFactory()
    YearlyReportFactory(period=first)
    for number in range(count - 1):
        last = first.ends_on + timedelta(days=number + 1)
        period = PeriodFactory(version=first.version, kind__code=f"kind-{number}", ends_on=last, cut_off_on=last)
        YearlyReportFactory(period=period)


def period(count: int, user: Any) -> str:
    return str(filled_period(count).get_absolute_url())


def filled_report(count: int) -> Any:
    one = YearlyReportFactory(period=filled_period(count))
    for _number in range(count):
        ReportRecommendation.objects.create(report=one, text_sq="Të nisë prokurimi.", addressed_to="Drejtoria")
    for submission in ReportSubmissionFactory.create_batch(count, report=one):
        SubmissionReceipt.objects.create(
            submission=submission, received_on=date(2025, 3, 3), their_protocol_no="1", no_proof_reason="Në dorë."
        )
    return one


def report(count: int, user: Any) -> str:
    return str(filled_report(count).get_absolute_url())


def value(count: int, user: Any) -> str:
    one = IndicatorValueFactory()
    for _number in range(count):
        one.state_changes.create(step="submit", from_state="draft", to_state="submitted", actor=UserFactory())
    return str(one.get_absolute_url())


def public_progress(count: int, user: Any) -> str:
    one = filled_report(count)
    one.state_changes.create(step="publish", from_state="draft", to_state=ReportState.PUBLISHED)
    YearlyReport.objects.filter(pk=one.pk).update(state=ReportState.PUBLISHED, figures=freeze_figures(one.period))
    return reverse("monitoring:progress_public")


def public_tables(count: int, user: Any) -> str:
    return f"{public_progress(count, user)}tables/"


def public_table(count: int, user: Any) -> str:
    return f"{public_tables(count, user)}measures/"


# municipality, accounts, operations


def offices(count: int) -> None:
    for office in OfficeFactory.create_batch(count):
        OfficeTenureFactory(office=office, holder=UserFactory())


def office(count: int, user: Any) -> str:
    one = OfficeFactory()
    for number in range(count):
        OfficeTenureFactory(
            office=one, holder=UserFactory(), starts_on=date(1990 + number, 1, 1), ends_on=date(1990 + number, 12, 31)
        )
    return str(one.get_absolute_url())


def calendar(count: int, user: Any) -> str:
    for number in range(count):
        CalendarDayFactory(day=date(2030, 1, 1) + timedelta(days=number))
    return reverse("municipality:calendar_year", args=[2030])


def users(count: int) -> None:
    for one in UserFactory.create_batch(count, role="ngo", office=OfficeFactory()):
        MembershipFactory(user=one)


def user_page(count: int, user: Any) -> str:
    one = UserFactory()
    PowerChangeFactory(subject=one)
    for number in range(count):
        MembershipFactory(user=one)
        RoleAssignment.objects.create(
            user=one, role="staff", granted_on=date(2020, 1, 1), revoked_on=date(2020, 1, 2 + number % 28)
        )
    return str(one.get_absolute_url())


def organisations(count: int) -> None:
    for _number in range(count):
        MembershipFactory()


def organisation(count: int, user: Any) -> str:
    one = OrganisationFactory()
    for _number in range(count):
        MembershipFactory(organisation=one)
    return str(one.get_absolute_url())


def jobs(count: int, user: Any) -> str:
    JobFactory.create_batch(count, requested_by=user, state="done", result_file=StoredFileFactory())
    return reverse("operations:job_list")


def history(count: int) -> None:
    for one in UserFactory.create_batch(count):
        audit.write_event(actor=one, action="accounts.change_account", subject=one, after={"fields": ["name"]})


# home: what waits for somebody


def home(count: int, user: Any) -> str:
    assessments(count)
    for state in (RoundState.PLANNED, RoundState.CLOSED):
        for one in RoundFactory.create_batch(
            count, state=state, notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 9)
        ):
            ConsultationEventFactory(round=one)
            CodingFactory(contribution=ContributionFactory(round=one, channel=ContributionChannel.WEB))
    first = filled_period(count)
    for number in range(count):
        last = first.ends_on + timedelta(days=number + 1)
        later = PeriodFactory(version=first.version, kind__code=f"kind-{number}", ends_on=last, cut_off_on=last)
        IndicatorValueFactory(period=later)
        ReportSubmissionFactory(
            report=YearlyReportFactory(period=later), addressee=AddresseeFactory(is_report_compulsory=True)
        )
    return reverse("site:home")


PAGES: dict[str, MeasuredPage] = {
    "assessment_list": MeasuredPage("staff", 5, listed("assessments:assessment_list", assessments)),
    "assessment_detail": MeasuredPage("staff", 8, assessment),
    "need_list": MeasuredPage("staff", 9, need_pages),
    "assessment_ranking": MeasuredPage("staff", 5, lambda count, user: assessment(count, user) + "ranking/"),
    "assessment_compare": MeasuredPage("staff", 9, compared),
    "datapoint_list": MeasuredPage("staff", 9, figures),
    "datapoint_verify": MeasuredPage("staff", 8, figures_to_verify),
    "datapoint_detail": MeasuredPage("staff", 5, figure),
    "definition_list": MeasuredPage(
        "staff", 4, listed("assessments:definition_list", FigureDefinitionFactory.create_batch)
    ),
    "assessment_matrix": MeasuredPage("staff", 5, matrix),
    "import_list": MeasuredPage("staff", 5, listed("assessments:import_list", SheetImportFactory.create_batch)),
    "assessment_public": MeasuredPage("", 5, published_assessment),
    "need_detail": MeasuredPage("staff", 8, need),
    "service_list": MeasuredPage("staff", 10, listed("assessments:service_list", services)),
    "service_detail": MeasuredPage("staff", 11, service),
    "directory": MeasuredPage("", 4, directory),
    "directory of a group and a unit": MeasuredPage("", 4, narrowed_directory),
    "provider_list": MeasuredPage(
        "staff", 5, listed("assessments:provider_list", ServiceProviderFactory.create_batch)
    ),
    "fund": MeasuredPage("staff", 8, listed("assessments:fund", fund)),
    "costing_detail": MeasuredPage("staff", 9, costing),
    "group_list": MeasuredPage("staff", 4, listed("assessments:group_list", TargetGroupFactory.create_batch)),
    "service_type_list": MeasuredPage(
        "staff", 4, listed("assessments:service_type_list", ServiceTypeFactory.create_batch)
    ),
    "round_list": MeasuredPage("coordinator", 5, listed("consultations:round_list", rounds)),
    "round_detail": MeasuredPage("coordinator", 7, consultation),
    "attendance_publish": MeasuredPage("coordinator", 8, attendance_to_publish),
    "public_round_list": MeasuredPage("", 5, listed("consultations:public_round_list", rounds)),
    "public_round_detail": MeasuredPage("", 4, public_round),
    "event_list": MeasuredPage("staff", 6, listed("consultations:event_list", events)),
    "event_detail": MeasuredPage("staff", 6, event),
    "unique_person_list": MeasuredPage(
        "coordinator", 5, listed("consultations:unique_person_list", UniquePersonFactory.create_batch)
    ),
    "contribution_list": MeasuredPage("coordinator", 6, listed("consultations:contribution_list", contributions)),
    "contribution_detail": MeasuredPage("coordinator", 13, contribution),
    "recommendation_list": MeasuredPage(
        "coordinator", 8, listed("consultations:recommendation_list", recommendations)
    ),
    "recommendation_detail": MeasuredPage("coordinator", 6, recommendation),
    "own_contribution_list": MeasuredPage("ngo", 9, own_contributions),
    "own_contribution_detail": MeasuredPage("ngo", 6, own_contribution),
    "period_list": MeasuredPage("staff", 7, listed("monitoring:period_list", periods)),
    "period_detail": MeasuredPage("staff", 7, period),
    "period_detail_of_a_councillor": MeasuredPage("councillor", 6, period),
    "report_detail": MeasuredPage("staff", 10, report),
    "value_detail": MeasuredPage("staff", 7, value),
    "progress_public": MeasuredPage("", 4, public_progress),
    "progress_tables_public": MeasuredPage("", 3, public_tables),
    "progress_table_public": MeasuredPage("", 3, public_table),
    "unit_list": MeasuredPage("staff", 4, listed("municipality:unit_list", AdministrativeUnitFactory.create_batch)),
    "office_list": MeasuredPage("staff", 5, listed("municipality:office_list", offices)),
    "office_detail": MeasuredPage("staff", 5, office),
    "calendar_year": MeasuredPage("staff", 5, calendar),
    "user_list": MeasuredPage("admin", 9, listed("accounts:user_list", users)),
    "user_detail": MeasuredPage("admin", 13, user_page),
    "change_list": MeasuredPage("dpo", 9, listed("accounts:change_list", PowerChangeFactory.create_batch)),
    "organisation_list": MeasuredPage("admin", 6, listed("accounts:organisation_list", organisations)),
    "organisation_detail": MeasuredPage("admin", 8, organisation),
    "job_list": MeasuredPage("staff", 5, jobs),
    "event_list_of_the_trail": MeasuredPage("admin", 5, listed("operations:event_list", history)),
}


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_often_for_thirty_rows_as_for_one(
    name: str, count: int, client: Client, client_of: Any, django_assert_num_queries: Any
) -> None:
    page = PAGES[name]
    MunicipalityFactory()
    install_reference_data()
    user = UserFactory(role=page.role) if page.role else None
    address = page.fill(count, user)
    visitor = client_of(user) if user else client

    with django_assert_num_queries(page.queries):
        answer = visitor.get(address)

    assert answer.status_code == 200


PLAIN = {"text": "Na duhet një rampë.", "language": "sq", "spoken_by": "resident"}
REACHABLE = {"name": "Emri", "email": "dikush@example.org", "consents_to_feedback": "on"}


@pytest.mark.parametrize(("more", "queries"), [({}, 7), (REACHABLE, 8)], ids=["words", "words and address"])
def test_a_contribution_is_received_by_seven_statements_begin_and_commit_among_them(
    more: dict[str, str], queries: int, serving: None, client: Client, django_assert_num_queries: Any
) -> None:
    MunicipalityFactory()
    install_reference_data()
    address = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])
    form = PLAIN | more | {"submission": new_submission()}

    with django_assert_num_queries(queries):
        answer = client.post(address, form)

    assert "reference-code" in answer.content.decode()


def asked_by_home(role: str, count: int, client_of: Any) -> int:
    """How often the home page of the role asks; everything made for it is undone."""
    with transaction.atomic():
        user = UserFactory(role=role) if role else None
        address = home(count, user)
        visitor = client_of(user) if user else Client()
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(address).status_code == 200
        transaction.set_rollback(True)
    return len(asked)


@pytest.mark.parametrize("role", ["", *Role.values])
def test_home_asks_as_often_whatever_waits(role: str, client_of: Any) -> None:
    MunicipalityFactory()
    install_reference_data()

    assert asked_by_home(role, 30, client_of) == asked_by_home(role, 1, client_of)
