from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from consultations.enums import EngagedKind, Sex
from core.together.side_by_side import read
from monitoring.enums import ReportState
from monitoring.models import SubmissionReceipt
from municipality.models import Municipality, Project
from socialplan.approval.models import MayorOrder
from socialplan.content.enums import PlanKind, PlanState
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, RoundFactory, UniquePersonFactory
from tests.factories.monitoring import AddresseeFactory, ReportSubmissionFactory, YearlyReportFactory
from tests.factories.municipality import DeadlineRuleFactory, MunicipalityFactory, ProjectFactory
from tests.factories.socialplan import BACK_ENTRY, PlanFactory, PlanVersionFactory, publish
from vlora_plan.pages.results import Result, ResultProgress, results
from vlora_plan.pages.todo import tasks_of
from vlora_plan.pages.way import read_plan_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    place: Municipality = MunicipalityFactory()
    return place


@pytest.fixture
def project(municipality: Municipality) -> Project:
    promised: Project = ProjectFactory()
    return promised


def line(project: Project, number: int) -> Result:
    return results(project)[number - 1]


def test_nothing_is_reached_at_the_beginning(project: Project) -> None:
    assert [result.number for result in results(project)] == [1, 2, 3, 4, 5]
    assert {result.progress for result in results(project)} == {ResultProgress.OPEN}


def test_the_first_line_needs_a_published_edition(project: Project) -> None:
    AssessmentFactory()
    assert line(project, 1).progress == ResultProgress.BEGUN

    AssessmentFactory(published=True)
    assert line(project, 1).progress == ResultProgress.REACHED


def test_the_second_line_counts_groups_and_persons_once(project: Project) -> None:
    groups = [TargetGroupFactory() for _group in range(5)]
    ConsultationEventFactory(groups=groups)
    ConsultationEventFactory(groups=groups)
    people = {EngagedKind.CSO: (22, 5), EngagedKind.AUTHORITY: (23, 10)}
    for kind, (women, men) in people.items():
        UniquePersonFactory.create_batch(women, kind=kind, sex=Sex.WOMEN)
        UniquePersonFactory.create_batch(men, kind=kind, sex=Sex.MEN)

    found = line(project, 2)

    assert found.progress == ResultProgress.BEGUN
    assert [fact.split()[0] for fact in found.facts[:1]] == ["5"]
    assert "81,5" in found.facts[1]
    assert "69,7" in found.facts[2]


def test_the_third_line_needs_both_documents(project: Project) -> None:
    PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    assert line(project, 3).progress == ResultProgress.BEGUN

    PlanVersionFactory(plan=PlanFactory(kind=PlanKind.MONITORING_STRATEGY), content=True, state=PlanState.APPROVED)
    assert line(project, 3).progress == ResultProgress.REACHED


def test_the_third_line_names_the_newest_version(project: Project) -> None:
    plan = PlanFactory()
    for number, state in ((1, PlanState.SUPERSEDED), (2, PlanState.IN_FORCE)):
        PlanVersionFactory(plan=plan, number=number, content=True, state=state)

    assert "versioni 2" in line(project, 3).facts[0]


def approve_plan(state: str) -> None:
    version = PlanVersionFactory(content=True)
    publish(version, state)
    MayorOrder.objects.create(version=version, number="7/DEMO", happened_on=date(2024, 6, 14), **BACK_ENTRY)


@pytest.mark.parametrize(
    ("state", "progress"), [(PlanState.IN_FORCE, ResultProgress.REACHED), (PlanState.REPEALED, ResultProgress.OPEN)]
)
def test_the_fourth_line_counts_what_the_council_lets_stand(
    project: Project, state: str, progress: ResultProgress
) -> None:
    approve_plan(state)

    assert line(project, 4).progress == progress
    assert line(project, 3).progress == (ResultProgress.BEGUN if state == PlanState.IN_FORCE else ResultProgress.OPEN)


def test_the_fifth_line_is_reached_with_every_compulsory_proof(project: Project) -> None:
    report = YearlyReportFactory(state=ReportState.SUBMITTED, figures={})
    submissions = [ReportSubmissionFactory(report=report, addressee=AddresseeFactory()) for _number in range(2)]
    SubmissionReceipt.objects.create(
        submission=submissions[0], received_on=date(2025, 3, 3), their_protocol_no="7", no_proof_reason="Në dorë."
    )
    assert line(project, 5).progress == ResultProgress.BEGUN

    SubmissionReceipt.objects.create(
        submission=submissions[1], received_on=date(2025, 3, 4), their_protocol_no="8", no_proof_reason="Në dorë."
    )
    assert line(project, 5).progress == ResultProgress.REACHED


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "about 2,000 planned; by the municipality's count, at least 1,700 persons are in need."),
        ("sq", "të planifikuar; sipas të dhënave të bashkisë, në nevojë janë të paktën 1\u00a0700 persona."),
    ],
)
def test_who_is_in_need_is_not_told_as_reached(project: Project, language: str, told: str) -> None:
    with translation.override(language):
        assert line(project, 5).facts[-1].endswith(told)


def test_the_report_reaches_its_station_on_the_day_it_went_out(municipality: Municipality) -> None:
    report = YearlyReportFactory(state=ReportState.SUBMITTED, figures={})
    for day in (4, 11):
        ReportSubmissionFactory(report=report, addressee=AddresseeFactory(), sent_on=date(2025, 3, day))
    others = AddresseeFactory(is_report_compulsory=False)
    ReportSubmissionFactory(report=report, addressee=others, sent_on=date(2025, 4, 1))

    assert read(read_plan_way())[-1].reached_on == date(2025, 3, 11)


def test_the_public_home_shows_the_lines_and_the_open_rounds(client: Any, project: Project) -> None:
    open_round = RoundFactory(is_open=True)

    page = client.get(reverse("site:home"))

    assert page.context["rounds"] == [open_round]
    assert len(page.context["results"]) == 5
    assert page.context["tasks"] == []


def test_an_amendment_on_its_way_does_not_hide_the_plan_in_force(client: Any, municipality: Municipality) -> None:
    held = PlanVersionFactory(state=PlanState.DRAFTING, content=True)
    publish(held, state=PlanState.IN_FORCE)
    draft = PlanVersionFactory(plan=held.plan, number=held.number + 1)
    begun = PlanVersionFactory()

    page = client.get(reverse("site:home"))

    shown = {standing.plan: (standing.version, standing.coming) for standing in page.context["plans"]}
    assert shown == {held.plan: (held, draft), begun.plan: (begun, None)}
    text = page.content.decode()
    assert reverse("publishing:version_public", args=[held.pk]) in text
    assert f"versioni {draft.number}, në hartim" in text


@pytest.mark.parametrize(("title", "told"), [("Plani 2024–2026", "Plani 2024–2026"), ("Plani", "Plani, 2024–2026")])
def test_years_are_named_once(title: str, told: str) -> None:
    assert PlanFactory.build(title_sq=title, first_year=2024, last_year=2026).title_with_years == told


def test_without_a_municipality_the_first_run_begins(client: Any) -> None:
    assert client.get(reverse("site:home")).url == reverse("site:first_run")


def test_the_bare_address_follows_the_browser(client: Any) -> None:
    assert client.get("/").url == "/sq/"
    assert client.get("/", headers={"accept-language": "en"}).url == "/en/"


def test_a_new_installation_says_once_that_its_rules_are_unchecked(client_of: Any, municipality: Municipality) -> None:
    """Other pages bear it in a line of their own; on the home of who sees to it, it is one of the first things."""
    DeadlineRuleFactory()
    admin, address = client_of(UserFactory(role=Role.ADMIN)), f'href="{reverse("municipality:rule_list")}"'
    home = admin.get(reverse("site:home")).content.decode()
    assert "Rregulla që nuk i ka kontrolluar askush" not in home
    body = home[home.index("<main") : home.index("</main>")]

    assert body.count(address) == 1
    assert reverse("content:plan_list") in body
    assert "Rregulla që nuk i ka kontrolluar askush" in admin.get(reverse("content:plan_list")).content.decode()
    PlanVersionFactory()
    home = admin.get(reverse("site:home")).content.decode()
    assert home[home.index("<main") : home.index("</main>")].count(address) == 1


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_list_of_tasks(role: str, municipality: Municipality) -> None:
    RoundFactory(is_open=True)
    PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)
    AssessmentFactory()

    assert isinstance(tasks_of(UserFactory(role=role)), list)


def test_a_step_is_a_task_of_the_role_that_takes_it(municipality: Municipality) -> None:
    version = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)

    page = reverse("approval:version_approval", args=[version.pk])
    assert page in [task.url for task in tasks_of(UserFactory(role="admin"))]
    assert tasks_of(UserFactory(role="mayor")) == []


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_demonstration_banner_stands_in_both_languages(client: Any, language: str) -> None:
    MunicipalityFactory(is_demo=True)

    page = client.get(f"/{language}/").content.decode()

    assert "TË DHËNA DEMONSTRUESE – NUK JANË FAKTE" in page
    assert "DEMONSTRATION DATA – NOT FACTS" in page
    assert f'<html lang="{language}">' in page


def test_without_a_project_the_home_page_shows_the_way_of_the_plan(client: Any, municipality: Municipality) -> None:
    edition = AssessmentFactory(published=True)

    page = client.get(reverse("site:home"))

    assert page.context["results"] == []
    assert [bool(station.reached_on) for station in page.context["way"]] == [True, *[False] * 6]
    assert reverse("assessments:assessment_public", args=[edition.pk]) in page.content.decode()
    assert "premtoi" not in page.content.decode()
