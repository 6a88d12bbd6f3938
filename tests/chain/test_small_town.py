"""A town of fifteen seats and one unit enters its past by deeds alone: a plan adopted in 2024, its year reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from assessments.enums import AssessmentStep, FigureQuality, LegalDuty, Method, ProviderType
from assessments.models import Assessment, Need, Service, ServiceType, TargetGroup
from assessments.services import move_assessment, open_assessment, register_need, register_service
from consultations.enums import ContributionChannel, RoundKind, RoundState, RoundStep
from consultations.models import Contribution, Disposition, Recommendation, Round
from consultations.services.contributions import enter_contribution
from consultations.services.recommendations import answer_recommendation, save_recommendation
from consultations.services.rounds import move_round, save_round
from monitoring.enums import (
    MeasureStatus,
    ReportState,
    ReportStep,
    SectionCode,
    SubmissionChannel,
    ValueQuality,
    ValueStep,
)
from monitoring.models import Period, PeriodKind, YearlyReport
from monitoring.reporting.reasons import reason_rows, report_figures
from monitoring.services.builder import explain_results
from monitoring.services.periods import open_period, report_measure, report_spending
from monitoring.services.reports import move_report, open_report, send_report, write_section
from monitoring.services.values import enter_value, move_value
from municipality.models import AdministrativeUnit
from operations.deeds import Entry
from operations.models import OutgoingMessage
from socialplan.approval.enums import OpinionKind, Verdict
from socialplan.approval.models import CouncilSession, PlanAddressee
from socialplan.approval.services.acts import announce, record_mayor_order, record_opinion, submit_to_council
from socialplan.approval.services.council import Ballot, Vote, record_decision
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import approve, bring_into_force, move_plan
from socialplan.content.enums import FundingState, NodeKind, PlanState, PlanStep
from socialplan.content.findings import findings
from socialplan.content.models import FundingSource, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.content.services.findings import keep_warning
from socialplan.drafting.services.budget import set_cost, set_funding
from socialplan.drafting.services.content import (
    link_indicator,
    link_need,
    register_chapter,
    register_goal,
    register_indicator,
    register_measure,
    register_objective,
    set_target,
)
from socialplan.drafting.services.plans import create_plan, link_round
from socialplan.drafting.services.targets import point_disposition
from tests.chain.founding import found_town
from tests.factories.accounts import UserFactory

Actors = dict[Role, User]


def on(day: str) -> Entry:
    return Entry(date.fromisoformat(day), is_back_entry=True, source_document="Dosja e vitit 2024")


@pytest.fixture
def actors(db: None) -> Iterator[Actors]:
    """The installation founded as its first page does it, one unit, fifteen seats; a person for each role."""
    with translation.override("sq"):
        admin = found_town()
        others = (Role.STAFF, Role.COORDINATOR, Role.EXPERT, Role.MAYOR, Role.SECRETARY)
        yield {Role.ADMIN: admin} | {role: UserFactory(role=role) for role in others}


def assess(actors: Actors) -> Need:
    staff = actors[Role.STAFF]
    edition = open_assessment(
        Assessment(
            title_sq="Vlerësimi 2024",
            title_en="Assessment 2024",
            starts_on=date(2024, 1, 15),
            ends_on=date(2024, 3, 1),
            method_sq="Regjistra",
            sources_sq="Regjistra",
            limits_sq="Të pakta",
        ),
        actor=staff,
        entry=on("2024-01-15"),
    )
    need = Need(
        assessment=edition,
        code="N01",
        group=TargetGroup.objects.get(code="PWD"),
        name_sq="Transport për terapi",
        indicator_sq="fëmijë pa transport",
        unit_label_sq="fëmijë",
        estimate=40,
        year=2023,
        source="Drejtoria sociale",
        method=Method.REGISTER,
        quality=FigureQuality.ADMINISTRATIVE,
        severity=3,
        affected=40,
        covered=5,
        legal_duty=LegalDuty.FULL,
        legal_basis="Ligji nr. 121/2016",
    )
    units = list(AdministrativeUnit.objects.all())
    need = register_need(need, actor=staff, units=units, service_types=[], entry=on("2024-02-20"))
    therapy = Service(
        code="S01",
        name_sq="Terapi në familje",
        service_type=ServiceType.objects.get(code="COM-HOME"),
        provider_type=ProviderType.NGO,
        unit=units[0],
        capacity=30,
        users=12,
        annual_cost=1_200_000,
        source="Drejtoria sociale",
        source_on=date(2024, 1, 31),
    )
    register_service(therapy, actor=staff, groups=[need.group], units=units, entry=on("2024-02-20"))
    edition = move_assessment(edition, AssessmentStep.VERIFY, actor=actors[Role.EXPERT], entry=on("2024-03-02"))
    move_assessment(edition, AssessmentStep.PUBLISH, actor=actors[Role.COORDINATOR], entry=on("2024-03-05"))
    return need


def listen(actors: Actors, need: Need) -> tuple[Round, Disposition]:
    coordinator = actors[Role.COORDINATOR]
    heard = Round(kind=RoundKind.LISTENING, title_sq="Dëgjimi", assessment=need.assessment, answer_days=20)
    save_round(heard, actor=coordinator, groups=[need.group], entry=on("2024-02-05"))
    heard = move_round(heard, RoundStep.PUBLISH, actor=coordinator, entry=on("2024-02-05"))
    words = Contribution(
        round=heard, channel=ContributionChannel.PAPER, text="Fëmija im nuk ka transport.", spoken_by="resident"
    )
    kept = enter_contribution(words, actor=coordinator, entry=on("2024-02-12")).contribution
    asked = Recommendation(round=heard, code="R1", title_sq="Transport falas", text_sq="Të ketë transport.")
    save_recommendation(asked, actor=coordinator, contributions=[kept], needs=[need], entry=on("2024-02-14"))
    heard = move_round(heard, RoundStep.CLOSE, actor=coordinator, entry=on("2024-03-01"))
    answer = Disposition(recommendation=asked, answer="accepted")
    return heard, answer_recommendation(answer, actor=coordinator, entry=on("2024-03-04"))


def write(actors: Actors, need: Need, heard: Round, answer: Disposition) -> PlanVersion:
    staff, entry = actors[Role.STAFF], on("2024-03-10")
    version = create_plan(
        actor=staff,
        entry=entry,
        title_sq="Plani Social Vendor i Delvinës",
        title_en="Local Social Plan of Delvinë",
        first_year=2024,
        last_year=2026,
        assessment=need.assessment,
    )
    register_chapter(
        version, actor=staff, entry=entry, code="1", title_sq="Hyrje", body_sq="<p>Fjalët e banorëve.</p>"
    )
    goal = register_goal(version, actor=staff, entry=entry, code="1", title_sq="Shërbime pranë")
    objective = register_objective(goal, actor=staff, entry=entry, code="1.1", title_sq="Transporti")
    measure = register_measure(objective, actor=staff, entry=entry, code="1.1.1", title_sq="Transport për terapi")
    cost = set_cost(measure, year=2024, amount=900_000, actor=staff, entry=entry)
    source = FundingSource.objects.get(code="MB")
    set_funding(cost, source, amount=900_000, state=FundingState.SECURED, actor=staff, entry=entry)
    indicator = register_indicator(
        objective,
        actor=staff,
        entry=entry,
        code="T1",
        title_sq="Udhëtime",
        unit_label="udhëtime",
        direction="UP",
        kind="FLOW",
        baseline=0,
        baseline_year=2023,
        source="Regjistri i transportit",
    )
    set_target(indicator, year=2024, value=Decimal(200), actor=staff, entry=entry)
    link_indicator(measure, indicator, actor=staff, entry=entry)
    link_need(measure, need, actor=staff, entry=entry)
    link_round(version.plan, heard, actor=staff, entry=entry)
    coordinator = actors[Role.COORDINATOR]
    point_disposition(
        answer, version, node_kind=NodeKind.MEASURE, node_key=measure.key, actor=coordinator, entry=on("2024-03-12")
    )
    move_round(heard, RoundStep.ANSWER, actor=coordinator, entry=on("2024-03-13"))
    for found in findings(version):
        if found.is_open and found.can_be_accepted:
            keep_warning(version, code=found.code, place=found.place.key, reason="Plan i shkurtër.", actor=staff)
    return version


def adopt(actors: Actors, version: PlanVersion) -> PlanVersion:
    """Eight are the quorum; by six of ten present the plan carries, by five it does not and the number is told."""
    admin, mayor, secretary = actors[Role.ADMIN], actors[Role.MAYOR], actors[Role.SECRETARY]
    version = move_plan(version, PlanStep.REVIEW, actor=actors[Role.STAFF], entry=on("2024-05-14"))
    for kind in OpinionKind:
        record_opinion(version, kind=kind, verdict=Verdict.FAVOURABLE, actor=admin, entry=on("2024-05-15"))
    version = approve(version, actor=admin, content_shown=content_sha256(version), entry=on("2024-05-16"))
    version = submit_to_council(version, protocol_no="12", actor=mayor, entry=on("2024-05-17"))
    meeting = CouncilSession(meeting_on=date(2024, 5, 30), agenda_item=1, place="Salla e Këshillit")
    session: Any = record_act(version, meeting, kind="session", actor=secretary, entry=on("2024-05-24"))
    for vote, told in ((Vote(7, 7, 0, 0, 0), "8"), (Vote(10, 5, 3, 2, 0), "6 nga 10, pro votuan 5")):
        with pytest.raises(ValidationError, match=told):
            record_decision(version, Ballot(session, "7", vote), actor=secretary, entry=on("2024-05-30"))
    version = record_decision(
        version, Ballot(session, "7", Vote(10, 6, 2, 2, 0)), actor=secretary, entry=on("2024-05-30")
    )
    assert version.state == PlanState.ADOPTED
    version = announce(version, actor=secretary, entry=on("2024-06-03"), place="Këndi i njoftimeve")
    version = bring_into_force(version, actor=secretary)
    record_mayor_order(version, number="8", actor=mayor, entry=on("2024-06-14"))
    return version


def report(actors: Actors, version: PlanVersion) -> YearlyReport:
    staff, coordinator = actors[Role.STAFF], actors[Role.COORDINATOR]
    period: Period = open_period(
        version=version,
        kind=PeriodKind.objects.get(code="yearly"),
        actor=staff,
        title_sq="Viti 2024",
        target_year=2024,
        starts_on=date(2024, 6, 13),
        ends_on=date(2024, 12, 31),
        cut_off_on=date(2025, 1, 31),
        is_partial=True,
        entry=on("2024-06-13"),
    )
    measure, year = version.measures.get(), on("2025-01-20")
    report_measure(
        period=period, measure=measure, actor=staff, entry=year, status=MeasureStatus.ON_TRACK, share_done=40
    )
    amounts = {"allocated": 900_000, "committed": 800_000, "spent": 700_000}
    source = FundingSource.objects.get(code="MB")
    report_spending(period=period, measure=measure, source=source, actor=staff, amounts=amounts, entry=year)
    value = enter_value(
        period=period,
        indicator=version.indicators.get(),
        amount=Decimal(180),
        actor=staff,
        source="Regjistri i transportit",
        quality=ValueQuality.ADMINISTRATIVE,
        entry=on("2025-01-24"),
    )
    value = move_value(value, ValueStep.SUBMIT, actor=staff, entry=on("2025-01-27"))
    move_value(value, ValueStep.APPROVE, actor=coordinator, entry=on("2025-01-31"))
    made = open_report(period=period, actor=staff, entry=on("2025-02-03"))
    write_section(made, SectionCode.SUMMARY, body_sq="Viti i parë.", body_en="", actor=staff, entry=on("2025-02-07"))
    reasons = {row.key: ("Nisi vonë.", "") for row in reason_rows(made, report_figures(made))}
    if reasons:
        explain_results(made, reasons, actor=staff, entry=on("2025-02-07"))
    for step, role, day in (
        (ReportStep.REVIEW, Role.STAFF, "2025-02-10"),
        (ReportStep.VALIDATE, Role.COORDINATOR, "2025-02-20"),
        (ReportStep.APPROVE, Role.MAYOR, "2025-02-24"),
        (ReportStep.PRESENT, Role.SECRETARY, "2025-02-27"),
    ):
        made = move_report(made, step, actor=actors[role], entry=on(day))
    for number, addressee in enumerate(PlanAddressee.objects.owed(), start=1):
        send_report(
            made,
            addressee=addressee,
            sent_on=date(2025, 2, 28),
            protocol_no=f"{number}/25",
            channel=SubmissionChannel.LETTER,
            actor=staff,
        )
    made = move_report(made, ReportStep.SUBMIT, actor=staff, entry=on("2025-02-28"))
    return move_report(made, ReportStep.PUBLISH, actor=staff, entry=on("2025-03-05"))


def test_a_small_town_enters_its_adopted_plan_and_reports_its_year(actors: Actors) -> None:
    need = assess(actors)
    heard, answer = listen(actors, need)
    version = adopt(actors, write(actors, need, heard, answer))
    made = report(actors, version)

    version.refresh_from_db()
    assert version.state == PlanState.IN_FORCE
    assert (version.decision.happened_on, version.announcement.in_force_on) == (date(2024, 5, 30), date(2024, 6, 13))
    assert Round.objects.get().state == RoundState.ANSWERED
    assert made.state == ReportState.PUBLISHED
    assert made.submissions.count() == PlanAddressee.objects.owed().count() >= 2
    assert AdministrativeUnit.objects.count() == 1
    sent = OutgoingMessage.objects.exclude(kind__startswith="accounts.")
    assert sorted(sent.values_list("kind", flat=True)) == [], "deeds of the past send no live notices"
