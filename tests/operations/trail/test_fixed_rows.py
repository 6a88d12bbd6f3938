"""What is published or decided is fixed for the application's role: each column of each such row is attacked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from assessments.models import FundAttachment, FundCriterion
from consultations.models import (
    AttendanceCount,
    EventFile,
    MinutesPoint,
    NoProposal,
    Round,
    RoundComplaint,
    TextReport,
)
from monitoring.models import (
    BeneficiaryCount,
    BudgetExecution,
    BudgetTransfer,
    IndicatorValue,
    KeptWarning,
    MeasureProgress,
    MeasureReach,
    PartValue,
    Period,
    UnreportedMeasure,
)
from monitoring.services.reports import move_report
from municipality.models import RuleChange
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import (
    FundCallFactory,
    FundCostingFactory,
    FundPostFactory,
    FundShareFactory,
    NeedFactory,
    TargetGroupFactory,
)
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    FeedbackEntryFactory,
    LateReplyFactory,
    PersonRequestFactory,
    PrivacyIncidentFactory,
    PublishedWordsFactory,
    RecommendationFactory,
    RoundExtensionFactory,
    RoundFactory,
    StartProposalFactory,
)
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    ReportFileFactory,
    UnreportedMeasureFactory,
    YearlyReportFactory,
)
from tests.factories.operations import JobFactory, StoredFileFactory
from tests.factories.socialplan import ChapterFactory, PlanReportFactory, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def answered(made: Any, round_: Round) -> Any:
    """The answers of the round are out."""
    Round.objects.filter(pk=round_.pk).update(state="answered")
    return made


def of_answered_event(model: Any, **fields: Any) -> Any:
    event = ConsultationEventFactory()
    return answered(model.objects.create(event=event, **fields), event.round)


def no_proposal() -> Any:
    words = ContributionFactory()
    mark = NoProposal.objects.create(contribution=words, reason="Falënderim", coded_by=UserFactory())
    return answered(mark, words.round)


def answered_recommendation() -> Any:
    recommendation = RecommendationFactory()
    recommendation.needs.add(NeedFactory())
    DispositionFactory(recommendation=recommendation)
    return recommendation


def answered_coding() -> Any:
    coding = CodingFactory()
    DispositionFactory(recommendation=coding.recommendation)
    return coding


def published_coding() -> Any:
    coding = CodingFactory()
    return answered(coding, coding.recommendation.round)


def in_reported_period(model: Any) -> Any:
    report = YearlyReportFactory(submittable=True)
    BeneficiaryCount.objects.create(period=report.period, group=TargetGroupFactory(), women=7, men=40)
    BudgetExecutionFactory(period=report.period)
    UnreportedMeasureFactory(period=report.period)
    PartValue.objects.create(
        period=report.period,
        indicator=report.period.version.indicators.first(),
        dimension="sex",
        part="men",
        amount=4,
    )
    measure = report.period.version.measures.first()
    MeasureReach.objects.create(period=report.period, measure=measure, persons=12)
    BudgetTransfer.objects.create(
        period=report.period,
        source=BudgetExecution.objects.filter(period=report.period).first().source,
        from_measure=measure,
        amount=1,
        happened_on="2024-10-01",
        document="VKB 1",
        reason="Prokurimi",
        actor=UserFactory(),
    )
    KeptWarning.objects.create(period=report.period, code="jump", subject="x", label="T1", reason="Regjistër i ri")
    report = move_report(report, "review", actor=UserFactory(role="staff"))
    report = move_report(report, "validate", actor=UserFactory(role="coordinator"))
    return report.period if model is Period else model.objects.filter(period=report.period).first()


def sealed_plan() -> Any:
    chapter = ChapterFactory()
    publish(chapter.version)
    return chapter.version.plan


def decided(made: Any, call: Any) -> Any:
    """The outcome of the call is recorded."""
    type(call).objects.filter(pk=call.pk).update(outcome="won", outcome_on=date(2025, 12, 1))
    return made


def decided_post() -> Any:
    post = FundPostFactory()
    return decided(post, post.costing.call)


def of_decided_call(make: Callable[..., Any]) -> Any:
    call = FundCallFactory()
    return decided(make(call=call), call)


def confirmed_rule_change() -> Any:
    return RuleChange.objects.create(
        page="thresholds",
        title="Pragu",
        proposed_by=UserFactory(role="admin"),
        confirmed_by=UserFactory(role="dpo"),
        confirmed_at=timezone.now(),
    )


def answered_request() -> Any:
    return PersonRequestFactory(outcome="done", answered_on=date(2024, 6, 1), answer="U dhanë të dhënat.")


def settled_incident() -> Any:
    return PrivacyIncidentFactory(no_notice_reason="Asnjë rrezik.")


def decided_complaint() -> Any:
    complaint = RoundComplaint(round=RoundFactory(is_closed=True), protocol_no="9", about="Afati")
    complaint.recorded_by = UserFactory()
    complaint.received_on = complaint.due_on = date(2024, 5, 13)
    complaint.save()
    decision = {"result": "rejected", "reason": "Afati u respektua.", "decided_on": date(2024, 5, 20)}
    RoundComplaint.objects.filter(pk=complaint.pk).update(**decision)
    return complaint


def settled_report() -> Any:
    report = TextReport.objects.create(words=PublishedWordsFactory(), complaint="Nuk më pëlqen.")
    settlement = {
        "result": "kept",
        "answer": "Nuk ka emër.",
        "settled_by": UserFactory(),
        "settled_at": timezone.now(),
    }
    TextReport.objects.filter(pk=report.pk).update(**settlement)
    return report


def needs_of(recommendation: Any) -> Any:
    return recommendation.needs.through.objects.get(recommendation=recommendation)


STAMP = frozenset({"updated_at"})
# Rows that are only added: the grants answer first; tests/consultations/removals/test_answers.py asks the triggers.
SHORTENED = ("permission denied for table", "written_words_stay: ")


@dataclass(frozen=True)
class FixedCase:
    """A fixed row, the columns of it that still change, and what else is refused: its removal, a further row."""

    make: Callable[[], Any]
    free: frozenset[str] = frozenset()
    removal: bool = True
    addition: bool = False
    change: bool = True
    older_guard: str | tuple[str, ...] = "never"  # the beginning of what another guard of the row says first


# By the words in which the database refuses; a second opinion, and not the list of the migrations.
CASES = {
    "job_result": FixedCase(lambda: JobFactory(state="done", result_file=StoredFileFactory())),
    "stored_file": FixedCase(
        StoredFileFactory, frozenset({"name", "purpose", "is_public", "uploaded_by_id"}), removal=False
    ),
    "membership_past": FixedCase(lambda: MembershipFactory(revoked_on=date(2024, 6, 1)), STAMP),
    "rule_change_decided": FixedCase(confirmed_rule_change),
    "round_published": FixedCase(
        lambda: RoundFactory(is_open=True), STAMP | {"state", "closes_on", "register_reference"}, older_guard="round_"
    ),
    "round_groups_published": FixedCase(
        lambda: Round.groups.through.objects.get(round=RoundFactory(is_open=True)), addition=True
    ),
    "event_of_answered_round": FixedCase(
        lambda: answered(event := ConsultationEventFactory(), event.round),
        STAMP,
        addition=True,
        older_guard="written_words_stay: ",
    ),
    "attendance_published": FixedCase(lambda: of_answered_event(AttendanceCount, sex="women", count=7), addition=True),
    "minutes_point_answered": FixedCase(
        lambda: of_answered_event(MinutesPoint, number=1, text="Rampë", recorded_by=UserFactory()),
        addition=True,
        older_guard=("minutes_point_words: ", "written_words_stay: "),
    ),
    "event_file_published": FixedCase(
        lambda: of_answered_event(EventFile, file=StoredFileFactory(), title="Fletë"), STAMP, addition=True
    ),
    "recommendation_answered": FixedCase(answered_recommendation, STAMP, older_guard="written_words_stay: "),
    "needs_of_answered_recommendation": FixedCase(lambda: needs_of(answered_recommendation()), addition=True),
    "coding_answered": FixedCase(answered_coding),
    "coding_published": FixedCase(published_coding, removal=False, addition=True, change=False),
    "no_proposal_published": FixedCase(no_proposal, addition=True, older_guard="written_words_stay: "),
    "disposition": FixedCase(DispositionFactory, older_guard=SHORTENED),
    "late_reply": FixedCase(LateReplyFactory, older_guard=SHORTENED),
    "feedback": FixedCase(FeedbackEntryFactory, older_guard=SHORTENED),
    "extension": FixedCase(RoundExtensionFactory, older_guard=SHORTENED),
    "start_proposal_answered": FixedCase(
        lambda: StartProposalFactory(is_answered=True), older_guard="written_words_stay: "
    ),
    "text_report_settled": FixedCase(settled_report),
    "person_request_answered": FixedCase(answered_request),
    "privacy_incident_settled": FixedCase(settled_incident),
    "round_complaint_decided": FixedCase(decided_complaint),
    "plan_sealed": FixedCase(sealed_plan, STAMP | {"follows_id"}),
    "version_opened": FixedCase(
        lambda: ChapterFactory().version, STAMP | {"state"}, removal=False, older_guard="socialplan_"
    ),
    "plan_file_asked": FixedCase(PlanReportFactory, STAMP),
    "progress_reported": FixedCase(lambda: in_reported_period(MeasureProgress), STAMP, addition=True),
    "unreported_reported": FixedCase(lambda: in_reported_period(UnreportedMeasure), STAMP, addition=True),
    "reach_reported": FixedCase(lambda: in_reported_period(MeasureReach), STAMP, addition=True),
    "parts_reported": FixedCase(lambda: in_reported_period(PartValue), STAMP, addition=True),
    "transfer_reported": FixedCase(
        lambda: in_reported_period(BudgetTransfer), removal=False, addition=True, change=False
    ),
    "kept_warning_reported": FixedCase(lambda: in_reported_period(KeptWarning), STAMP, addition=True),
    "spending_reported": FixedCase(lambda: in_reported_period(BudgetExecution), STAMP, addition=True),
    "beneficiaries_reported": FixedCase(lambda: in_reported_period(BeneficiaryCount), STAMP, addition=True),
    "values_reported": FixedCase(
        lambda: in_reported_period(IndicatorValue), removal=False, addition=True, change=False
    ),
    "period_reported": FixedCase(lambda: in_reported_period(Period), STAMP | {"lock_reason"}),
    "report_file_asked": FixedCase(ReportFileFactory, STAMP),
    "call_decided": FixedCase(lambda: decided(call := FundCallFactory(), call), STAMP),
    "share_decided": FixedCase(lambda: of_decided_call(FundShareFactory), STAMP, addition=True),
    "criterion_decided": FixedCase(
        lambda: of_decided_call(lambda call: FundCriterion.objects.create(call=call, name_sq="Nevoja", points=10)),
        STAMP,
        addition=True,
    ),
    "attachment_decided": FixedCase(
        lambda: of_decided_call(
            lambda call: FundAttachment.objects.create(call=call, name_sq="Vendimi", signed_by="Sekretari")
        ),
        STAMP,
        addition=True,
    ),
    "costing_decided": FixedCase(lambda: of_decided_call(FundCostingFactory), STAMP, addition=True),
    "post_decided": FixedCase(decided_post, STAMP, addition=True),
}
OTHERWISE = {
    "boolean": "NOT coalesce({column}, false)",
    "date": "coalesce({column}, '2024-01-01') + 1",
    "timestamp with time zone": "coalesce({column}, '2024-01-01') + interval '1 day'",
    "time without time zone": "coalesce({column}, '10:00') + interval '1 hour'",
    "character varying": "CASE {column} WHEN 'x' THEN 'y' ELSE 'x' END",
    "text": "CASE {column} WHEN 'x' THEN 'y' ELSE 'x' END",
    "uuid": "gen_random_uuid()",
    "jsonb": """ '{{"x": 1}}' """,
}


def columns_of(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        return dict(cursor.fetchall())


def attacks(row: Model, case: FixedCase) -> Iterable[tuple[str, str]]:
    """Each attack by what it aims at, and its statement."""
    table, columns = row._meta.db_table, columns_of(row._meta.db_table)
    here = f"WHERE id = {row.pk}"
    for name, kind in sorted(columns.items()) if case.change else ():
        if name not in case.free:
            other = OTHERWISE.get(kind, "coalesce({column}, 0) + 1").format(column=f'"{name}"')
            yield name, f'UPDATE {table} SET "{name}" = {other} {here}'
    if case.removal:
        yield "removal", f"DELETE FROM {table} {here}"
    if case.addition:
        names = ", ".join(f'"{name}"' for name in sorted(columns.keys() - {"id"}))
        yield "addition", f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} {here}"


def answer_to(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refusal:
        return str(refusal)
    return "done"


@pytest.mark.parametrize("name", CASES)
def test_what_is_published_or_decided_stays(name: str) -> None:
    case = CASES[name]
    row = case.make()

    answers = {aim: answer_to(statement) for aim, statement in attacks(row, case)}

    older = (case.older_guard,) if isinstance(case.older_guard, str) else case.older_guard
    refused = (f"{name}: ", *older)
    assert {aim: said for aim, said in answers.items() if not said.startswith(refused)} == {}


def test_every_row_that_the_database_fixes_is_attacked() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgfoid = 'operations_keep_fixed'::regproc")
        found = {name.removesuffix("_fixed") for (name,) in cursor.fetchall()}

    assert found == CASES.keys()
