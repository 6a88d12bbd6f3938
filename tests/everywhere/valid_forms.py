"""Valid words for the forms that their fields alone do not fill: which rows stand, and what a person writes there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import ImportKind
from assessments.imports.services import SheetUpload, read_sheet, take_import
from assessments.models import ProposedChange, Service
from assessments.models.editions import TELLING
from consultations.models import AttendanceCount
from core.i18n import short_date
from core.released import Release
from core.suppression import TrueCount
from monitoring.models import BudgetExecution
from monitoring.services.reports import move_report
from municipality.enums import DeadlineCode, DeadlineUnit
from municipality.models import CalendarDay, DeadlineRule
from operations.trail.patterns import keep_release
from socialplan.approval.enums import Outcome
from socialplan.content.models import Plan
from tests.access import assessments, consultations, socialplan
from tests.assessments.imports.test_needs_and_services import NEED
from tests.documents import PIXEL, docx_of
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
)
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    RecommendationFactory,
    RoundFactory,
    telling_round,
)
from tests.factories.monitoring import (
    AddresseeFactory,
    BudgetExecutionFactory,
    IndicatorValueFactory,
    PeriodFactory,
    ValueDimensionFactory,
    YearlyReportFactory,
)
from tests.factories.socialplan import IndicatorFactory, OutlineChapterFactory, PlanVersionFactory, put_in_state
from tests.socialplan.conftest import Journey


class Opened(NamedTuple):
    """A page as somebody has it before her: what it stands on, its form, and her browser."""

    client: Client
    address: str
    args: list[Any]
    form: Any

    def choice(self, name: str, number: int = 0) -> str:
        """One of the rows that a field offers."""
        return str(self.form.fields[name].queryset.order_by("pk")[number].pk)

    def preview(self, sent: Mapping[str, Any]) -> Any:
        """The answer to the first of two steps: what would be done."""
        return self.client.post(self.address, sent)


class Valid(NamedTuple):
    """`args` where other rows must stand than for looking at the page; `sent` is written into the form."""

    sent: Callable[[Opened], Mapping[str, Any]]
    args: Callable[[], list[Any]] | None = None


def words(**sent: Any) -> Callable[[Opened], Mapping[str, Any]]:
    return lambda opened: sent


def rows(*names: str, **sent: Any) -> Callable[[Opened], Mapping[str, Any]]:
    """The first row that each of these fields offers, beside the words."""
    return lambda opened: {name: opened.choice(name) for name in names} | sent


def day(days: int = 0) -> str:
    return short_date(timezone.localdate() + timedelta(days=days))


def day_not_in_calendar(opened: Opened) -> dict[str, str]:
    named = set(CalendarDay.objects.values_list("day", flat=True))
    return {
        "day": next(day(-days) for days in range(1, 366) if timezone.localdate() - timedelta(days=days) not in named)
    }


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture() -> SimpleUploadedFile:
    return file("foto.png", PIXEL)


PAST = {"source_document": "DEMO"}


# ---- approval


def journey() -> Journey:
    for code, days in ((DeadlineCode.COUNCIL_NOTICE, 5), (DeadlineCode.ANNOUNCEMENT, 10)):
        DeadlineRule.objects.get_or_create(code=code, defaults={"days": days, "unit": DeadlineUnit.CALENDAR})
    roles = ("staff", "coordinator", "admin", "mayor", "secretary")
    return Journey({role: UserFactory(role=role) for role in roles})


def answered() -> Any:
    return RoundFactory(state="answered", notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 9))


def along(*deeds: Callable[[Journey], Any], more: Callable[[Journey], list[Any]] | None = None) -> Callable[[], list]:
    """The number of a version that these deeds have brought on its way, and what an address names beside it."""

    def args() -> list[Any]:
        made = journey()
        for deed in deeds:
            deed(made)
        return [made.version.pk, *(more(made) if more else ())]

    return args


def to_council(made: Journey) -> None:
    made.to_council(answered())


def adopted(made: Journey, outcome: str = Outcome.ADOPTED) -> None:
    made.vote(outcome, number=f"{made.version.pk}/DEMO")


def amended(made: Journey) -> None:
    adopted(made, Outcome.AMENDED)
    made.change_title("Masa siç e ndryshoi Këshilli")


def returned(made: Journey) -> None:
    to_council(made)
    adopted(made)
    made.announce()
    made.mayor_returns()


def amended_with_a_number() -> list[Any]:
    """The council's amendment says three, which only a hidden figure explains."""
    made, edition = journey(), AssessmentFactory()
    Plan.objects.filter(pk=made.version.plan_id).update(assessment=edition)
    counts = {"children": TrueCount(3)}
    keep_release(TELLING, edition.release_scope, Release(counts, (), frozenset(counts), {"children": "children"}))
    to_council(made)
    adopted(made, Outcome.AMENDED)
    made.change_title("Tre qendra")
    return [made.version.pk]


BALLOT = {"number": "7/2024", "proposal": "adopted", "present": "36", "votes_for": "31", "votes_against": "0",
          "abstained": "4", "did_not_vote": "1"}  # fmt: skip
APPROVAL = {
    "approval:act_create": Valid(
        words(meeting_on="30.05.2024", happened_on="24.05.2024", agenda_item="3", place="Salla", **PAST),
        along(to_council, more=lambda made: ["session"]),
    ),
    "approval:numbers_confirm": Valid(words(numbers="3"), amended_with_a_number),
    "approval:opinion_create": Valid(words(happened_on="15.05.2024", **PAST), along(Journey.to_review)),
    "approval:version_announce": Valid(
        words(place="Salla", happened_on="03.06.2024", **PAST), along(to_council, adopted)
    ),
    "approval:version_approve": Valid(words(happened_on="16.05.2024", **PAST), along(Journey.with_opinions)),
    "approval:version_confirm": Valid(words(happened_on="31.05.2024", **PAST), along(to_council, amended)),
    "approval:version_decision": Valid(
        rows("session", happened_on="30.05.2024", **BALLOT, **PAST), along(to_council, Journey.session)
    ),
    "approval:version_order": Valid(
        words(number="14/2024", happened_on="03.06.2024", **PAST), along(to_council, adopted)
    ),
    "approval:version_reexamine": Valid(words(happened_on="17.06.2024", **PAST), along(returned)),
    "approval:version_step": Valid(
        words(happened_on="14.05.2024", **PAST), lambda: [PlanVersionFactory(content=True).pk, "review"]
    ),
    "approval:version_submit": Valid(
        words(protocol_no="1/2024", happened_on="17.05.2024", **PAST),
        along(Journey.to_approved, lambda made: made.version.plan.round_links.create(round=answered())),
    ),
}

# ---- assessments


def line_of_type() -> list[Any]:
    line = RequirementLineFactory()
    line.service_types.add(ServiceTypeFactory())
    return [line.pk]


def block(*lines: Mapping[str, Any]) -> str:
    return "\n".join("\t".join(map(str, line)) for line in (list(lines[0]), *(line.values() for line in lines)))


def taken_import() -> list[Any]:
    """Read and taken as a person does it, so that there is something to undo."""
    staff, content = UserFactory(role="staff"), block({"name": "Ofrues i ri", "kind": "ngo"}).encode()
    read = read_sheet(ImportKind.PROVIDERS, SheetUpload("x", content, is_pasted=True), assessment=None, actor=staff)
    return [take_import(read, actor=staff).pk]


def proposed() -> list[Any]:
    [key] = assessments.own_service()
    service = Service.objects.get(pk=key)
    ProposedChange.objects.create(service=service, field="capacity", value="44", proposed_by=UserFactory(role="ngo"))
    return [key]


def verified_edition() -> list[Any]:
    [key] = assessments.edition()
    DataPointFactory(assessment_id=key)
    return [key]


def pasted_under(column: str, text: str) -> Callable[[Opened], Mapping[str, Any]]:
    """A block in the first row of a grid, shown and confirmed."""

    def sent(opened: Opened) -> Mapping[str, Any]:
        begun = {"place": opened.form.fields["place"].choices[0][0], "column": column, "text": text}
        return begun | {"confirm": "1", "shown": opened.preview(begun).context["plan"].digest}

    return sent


def edition_with_need() -> list[Any]:
    [key] = assessments.edition()
    NeedFactory(assessment_id=key, affected=500, covered=10)
    return [key]


def with_service() -> list[Any]:
    ServiceFactory()
    return assessments.services()


ASSESSMENTS = {
    "assessments:figure_grid_paste": Valid(pasted_under("value", "70\n")),
    "assessments:need_grid_paste": Valid(pasted_under("affected", "70\n"), edition_with_need),
    "assessments:service_grid_paste": Valid(pasted_under("capacity", "70\n"), with_service),
    "assessments:costing_create": Valid(
        rows("line", title_sq="Qendër ditore"), lambda: RequirementLineFactory() and assessments.call()
    ),
    "assessments:datapoint_create": Valid(
        rows("definition", value="12", end="1"), lambda: FigureDefinitionFactory() and assessments.edition()
    ),
    "assessments:datapoint_verify": Valid(
        lambda opened: {"figures": str(opened.form.fields["figures"].choices[0][0])}, verified_edition
    ),
    "assessments:edition_import": Valid(
        words(pasted=block(NEED)), lambda: TargetGroupFactory(code="RE") and [*assessments.edition(), "needs"]
    ),
    "assessments:fund_part_create": Valid(words(year_number="2", percent="80")),
    "assessments:import_undo": Valid(words(), taken_import),
    "assessments:line_create": Valid(rows("service_types"), lambda: ServiceTypeFactory() and assessments.need()),
    "assessments:line_update": Valid(rows("service_types"), lambda: ServiceTypeFactory() and assessments.line()),
    "assessments:need_create": Valid(rows("group"), lambda: TargetGroupFactory() and assessments.edition()),
    "assessments:service_create": Valid(rows("service_type"), lambda: ServiceTypeFactory() and []),
    "assessments:service_decide": Valid(lambda opened: dict.fromkeys(opened.form.fields, "accepted"), proposed),
    "assessments:service_propose": Valid(words(capacity="44")),
    "assessments:service_type_create": Valid(words(is_official="on")),
    "assessments:service_type_update": Valid(words(is_official="on")),
    "assessments:shared_import": Valid(words(pasted="code\tname_sq\nzz\tZvërnec")),
}

# ---- consultations


def said_and_open() -> list[Any]:
    said = ContributionFactory(round=RoundFactory(is_open=True))
    return [said.round_id]


def with_recommendation() -> list[Any]:
    said = ContributionFactory()
    RecommendationFactory(round=said.round)
    return [said.pk]


def with_another() -> list[Any]:
    first = RecommendationFactory()
    RecommendationFactory(round=first.round)
    return [first.pk]


def of_two_voices() -> list[Any]:
    first = CodingFactory()
    CodingFactory(recommendation=first.recommendation, contribution__round=first.recommendation.round)
    return [first.recommendation_id]


def to_answer() -> list[Any]:
    wanted = RecommendationFactory(round=RoundFactory(is_closed=True))
    CodingFactory(recommendation=wanted, contribution__round=wanted.round)
    return [wanted.round_id]


def of_a_draft() -> list[Any]:
    consultation = RoundFactory(kind="draft_plan")
    PlanVersionFactory(content=True).plan.round_links.create(round=consultation)
    return [consultation.pk]


def at_an_open_event() -> list[Any]:
    event = ConsultationEventFactory(round=RoundFactory(is_open=True))
    return [event.round_id]


def attended() -> list[Any]:
    event = ConsultationEventFactory(status="held", confidentiality="public", round=RoundFactory(is_closed=True))
    for sex, count in (("women", 20), ("men", 12)):
        AttendanceCount.objects.create(event=event, sex=sex, count=count)
    return [event.round_id]


def with_a_telling_number() -> list[Any]:
    return [telling_round().pk]


def own_sheet(opened: Opened) -> Mapping[str, Any]:
    sheet = file("fleta.csv", "text;language;group;unit;consents_to_publish;place_key\nNjë qendër.;;;;po;".encode())
    organisation = opened.choice("organisation")
    shown = opened.preview({"organisation": organisation, "sheet": sheet})
    return {"organisation": organisation, "read": shown.context["form"].initial["read"]}


def looked_at(**sent: str) -> Callable[[Opened], Mapping[str, Any]]:
    """Words are taken out for good once what is left has been shown."""

    def filled(opened: Opened) -> Mapping[str, Any]:
        written = {name: each.initial for name, each in opened.form.fields.items() if each.initial}
        return sent | {"shown": opened.preview(written | sent | {"reason": "Emër"}).context["shown"]}

    return filled


CONSULTATIONS = {
    "consultations:answer_many": Valid(
        rows("recommendations", reason_sq="Hyn në plan.", reason_en="It enters the plan."), to_answer
    ),
    "consultations:attendance_publish": Valid(words(), attended),
    "consultations:attendance_sheet": Valid(lambda opened: {"sheet": file("p.csv", b"Kush;Sa\nGra;7\nBurra;5\n")}),
    "consultations:attendee_create": Valid(words(consents_to_list="on", erase_on=day(30))),
    "consultations:complaint_decide": Valid(words(result="rejected")),
    "consultations:contribution_code": Valid(rows("recommendations"), with_recommendation),
    "consultations:contribution_create": Valid(words(channel="paper", protocol_no="12/2026")),
    "consultations:door_count": Valid(words(who="community:women")),
    "consultations:draft_freeze": Valid(words(), of_a_draft),
    "consultations:event_file_create": Valid(lambda opened: {"upload": picture()}),
    "consultations:feedback_create": Valid(
        rows("organisation"), lambda: OrganisationFactory() and consultations.open_round()
    ),
    "consultations:incident_settle": Valid(words(no_notice_reason="Asnjë rrezik.")),
    "consultations:minutes_point": Valid(words(reason="Nuk propozon asgjë.")),
    "consultations:event_words": Valid(looked_at(text_minutes_public_sq="[…]")),
    "consultations:minutes_point_reason": Valid(looked_at(text_reason="[…]")),
    "consultations:recommendation_words": Valid(looked_at(text_title_sq="[…]")),
    "consultations:answer_words": Valid(looked_at(text_reason_sq="[…]")),
    "consultations:late_reply_words": Valid(looked_at(text_reply="[…]")),
    "consultations:feedback_words": Valid(looked_at(text_content="[…]")),
    "consultations:extension_words": Valid(looked_at(text_reason="[…]")),
    "consultations:proposal_words": Valid(looked_at(text_answer_sq="[…]")),
    "consultations:no_proposal_reason": Valid(looked_at(text_reason="[…]")),
    "consultations:minutes_point_redact": Valid(words(text="[…]")),
    "consultations:numbers_confirm": Valid(words(numbers="3"), with_a_telling_number),
    "consultations:own_sheet": Valid(own_sheet),
    "consultations:recommendation_create": Valid(
        lambda opened: {"contributions": opened.choice("contributions")}, said_and_open
    ),
    "consultations:recommendation_merge": Valid(rows("into"), with_another),
    "consultations:recommendation_split": Valid(rows("contributions"), of_two_voices),
    "consultations:recommendation_update": Valid(rows("contributions"), of_two_voices),
    "consultations:report_settle": Valid(words(result="kept", answer="Nuk përmend askënd.")),
    "consultations:round_extend": Valid(words(to_day=day(40), decision_on=day(), notified_on=day())),
    "consultations:scan_attach": Valid(lambda opened: {"scan": picture()}),
    "consultations:round_file_create": Valid(lambda opened: {"upload": picture()}),
}

# ---- drafting, publishing


def with_content() -> list[Any]:
    return [PlanVersionFactory(content=True).pk]


def pasted_matrix(opened: Opened) -> Mapping[str, Any]:
    [(_objective, places), *_others] = opened.form.fields["place"].choices
    sent = {"place": places[0][0], "column": "title_sq", "text": "E re\tNew\n"}
    return sent | {"confirm": "1", "shown": opened.preview(sent).context["plan"].digest}


def delivered(opened: Opened) -> Mapping[str, Any]:
    answer = opened.client.get(reverse("publishing:word_template_delivered", args=opened.args))
    return {"file": file("vendimi.docx", b"".join(answer) if answer.streaming else answer.content)}


DRAFTING = {
    "drafting:disposition_target": Valid(
        lambda opened: {"place": str(opened.form.fields["place"].choices[0][1][0][0])}
    ),
    "drafting:document_upload": Valid(
        lambda opened: {"file": file("plani.docx", docx_of(("1. Hyrje", 1), ("Teksti.", None)))}
    ),
    "drafting:matrix_paste": Valid(pasted_matrix, with_content),
    "drafting:round_link": Valid(rows("round_"), lambda: RoundFactory() and with_content()),
    "drafting:version_outline": Valid(rows("rows"), lambda: OutlineChapterFactory() and socialplan.draft()),
    "publishing:word_template_list": Valid(delivered),
}

# ---- monitoring, municipality


def with_group() -> list[Any]:
    TargetGroupFactory()
    return [PeriodFactory().pk]


def pasted_grid(opened: Opened) -> Mapping[str, Any]:
    sent = {"place": opened.form.fields["place"].choices[0][0], "column": "status", "text": "on_track\t40\tU krye"}
    return sent | {"confirm": "1", "shown": opened.preview(sent).context["plan"].digest}


def with_two_dimensions() -> list[Any]:
    """An indicator that is asked for by two dimensions, which may be crossed."""
    ValueDimensionFactory()
    version = PlanVersionFactory(content=True)
    indicator = IndicatorFactory(objective=version.specificobjectives.first(), disaggregation="sex,status")
    return [PeriodFactory(version=put_in_state(version, "in_force")).pk, indicator.pk]


def filled_grid(opened: Opened) -> Mapping[str, Any]:
    book = openpyxl.load_workbook(
        io.BytesIO(opened.client.get(reverse("monitoring:grid_file", args=opened.args)).content)
    )
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("Vlera") + 1).value = 5
    written = io.BytesIO()
    book.save(written)
    shown = opened.preview({"file": file("fleta.xlsx", written.getvalue())})
    return {"stored": shown.context["stored"], "shown": shown.context["plan"].digest, "confirm": "1"}


def approved_report() -> list[Any]:
    AddresseeFactory()
    report = YearlyReportFactory(submittable=True)
    for step, role in (("review", "staff"), ("validate", "coordinator"), ("approve", "mayor")):
        report = move_report(report, step, actor=UserFactory(role=role))
    return [report.pk]


def submitted_value() -> list[Any]:
    value = IndicatorValueFactory(state="submitted")
    return [value.period_id]


def reasons_of_all(opened: Opened) -> Mapping[str, Any]:
    return dict.fromkeys(opened.form.fields, "Regjistri nuk u mbajt.")


TREASURY = "Programi\tEmërtimi\tBuxheti fillestar\tI rishikuar\tAngazhuar\tShpenzuar\n10430\tKujdesi\t1\t1\t1\t1\n"
MONITORING = {
    "monitoring:beneficiaries_edit": Valid(rows("group", women="7", men="6"), with_group),
    "monitoring:dimension_create": Valid(words(code="pjese", own_parts="a: Pjesa e parë\nb: Pjesa e dytë")),
    "monitoring:evidence_add": Valid(lambda opened: {"file": picture()}),
    "monitoring:grid_fill": Valid(filled_grid, lambda: [PeriodFactory().pk, "indicators"]),
    "monitoring:grid_paste": Valid(pasted_grid),
    "monitoring:hand_in": Valid(reasons_of_all),
    "monitoring:passport_edit": Valid(words(), with_two_dimensions),
    "monitoring:period_create": Valid(
        words(target_year="2026", starts_on="01.01.2026", ends_on="30.06.2026", cut_off_on="31.07.2026")
    ),
    "monitoring:period_lock": Valid(rows("periods"), lambda: PeriodFactory() and []),
    "monitoring:period_unlock": Valid(rows("periods"), lambda: PeriodFactory(lock_reason="Raporti") and []),
    "monitoring:receipt_create": Valid(words(no_proof_reason="U dorëzua me dorë.")),
    "monitoring:report_send": Valid(
        rows("addressee"),
        approved_report,
    ),
    "monitoring:transfer_create": Valid(
        lambda opened: (
            {"amount": "5", "source": str(BudgetExecution.objects.get(period=opened.args[0]).source_id)}
            | {"from_measure": opened.choice("from_measure")}
        ),
        lambda: [BudgetExecutionFactory(allocated=50).period_id],
    ),
    "monitoring:treasury_take": Valid(words(pasted=TREASURY, title="Thesari")),
    "monitoring:values_approve": Valid(rows("values"), submitted_value),
    "municipality:day_create": Valid(day_not_in_calendar),
    "municipality:guide_units": Valid(words(block="Zvërnec; Zvernec; 100", year="2023", source="INSTAT")),
    "municipality:unit_block": Valid(words(block="Treport; Treport; 100", year="2023", source="INSTAT")),
}

VALID: dict[str, Valid] = APPROVAL | ASSESSMENTS | CONSULTATIONS | DRAFTING | MONITORING
