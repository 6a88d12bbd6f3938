"""The demonstration's first, partial monitoring period and its report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.enums import Role
from accounts.models import User
from assessments.models import TargetGroup
from monitoring.enums import (
    MeasureStatus,
    ReportStep,
    SectionCode,
    SubmissionChannel,
    ValueQuality,
    ValueState,
    ValueStep,
)
from monitoring.expected import office_lines
from monitoring.models import IndicatorValue, Period, PeriodKind, YearlyReport
from monitoring.reporting.reasons import reason_rows, report_figures
from monitoring.services.builder import explain_results
from monitoring.services.grid import write_cells
from monitoring.services.handing import hand_in
from monitoring.services.periods import open_period, report_beneficiaries, report_measure, report_spending
from monitoring.services.reports import (
    add_recommendation,
    move_report,
    open_report,
    record_receipt,
    send_report,
    write_section,
)
from monitoring.services.values import enter_value, move_value
from operations.deeds import Entry
from operations.grids import TypedCell
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import FundingLine, Measure, PlanVersion
from vlora_plan.demo.data import SOURCE, read
from vlora_plan.demo.results import enter_parts_in_depth, enter_persons_of_measures, move_money, show_evidence

Actors = dict[Role, User]
REACHED = {"RE": (70, 48), "GBV": (38, 11), "CHP": (51, 45), "PWD": (84, 76), "ECO": (52, 32)}
#: Persons assessed, by sex and age: 548 each time.
PARTS = {
    "T1.1a": {
        "sex": {"women": 312, "men": 236, "unknown": 0},
        "age": {"under_16": 160, "16_24": 84, "25_39": 120, "40_64": 122, "65_plus": 62, "unknown": 0},
    }
}
DELAYED = frozenset({"3.3.1", "3.3.2", "4.1.2", "2.1.3"})
ADDRESSEES = (
    ("council", "Këshilli Bashkiak Vlorë", "Municipal Council of Vlora"),
    ("drshssh", "DRSHSSH Vlorë – Shërbimi Social Shtetëror", "Regional directorate of the State Social Service"),
    ("mshms", "Ministria përgjegjëse për mbrojtjen sociale", "Ministry responsible for social protection"),
    ("county", "Këshilli i Qarkut Vlorë", "Vlora County Council"),
)
TEXTS = {
    SectionCode.SUMMARY: (
        "Periudha e parë mbulon muajt nga hyrja në fuqi deri në fund të vitit 2024. "
        "Nga tridhjetë tregues, dymbëdhjetë janë në synim, katër afër tij, tetë larg, dhe dy pa të dhëna; "
        "rezultatet e katër të tjerëve janë të mbrojtura, sepse numërojnë pak persona.|"
        "The first period covers the months from entry into force to the end of 2024. "
        "Of thirty indicators, twelve are on target, four close to it, eight off target and two without data; "
        "the results of the other four are protected, because they count few persons."
    ),
    SectionCode.METHOD: (
        "Vlerat vijnë nga regjistrat e njësive dhe nga ofruesit dhe krahasohen me synimet e vitit 2024.|"
        "Values come from the units' registers and from providers and are compared with the targets of 2024."
    ),
    SectionCode.ACHIEVED: (
        "Këshillimi falas dhe ndërgjegjësimi në shkolla e kaluan synimin; "
        "ndërhyrjet e aksesueshmërisë u vonuan për shkak të prokurimit.|"
        "Free counselling and awareness in schools passed their targets; "
        "accessibility works were delayed by procurement."
    ),
    SectionCode.PARTICIPATION: (
        "Nuk u regjistruan ankesa te Komisioneri brenda afatit.|"
        "No complaint to the Commissioner was registered within the time limit."
    ),
}


def on(day: str) -> Entry:
    return Entry(date.fromisoformat(day), is_back_entry=True, source_document=SOURCE)


def report_first_year(version: PlanVersion, actors: Actors) -> YearlyReport:
    """Results and spending of 13.6–31.12.2024, and the report through its states to publication."""
    staff = actors[Role.STAFF]
    period = open_period(
        version=version,
        kind=PeriodKind.objects.get(code="yearly"),
        actor=staff,
        title_sq="Qershor–dhjetor 2024",
        title_en="June–December 2024",
        target_year=2024,
        starts_on=date(2024, 6, 13),
        ends_on=date(2024, 12, 31),
        cut_off_on=date(2025, 1, 31),
        is_partial=True,
        entry=on("2024-06-13"),
    )
    for measure in version.measures.select_related("version").prefetch_related("costs__lines__source"):
        _report_measure(period, measure, staff)
    _enter_parts(period, staff)
    enter_parts_in_depth(period, staff, actors[Role.COORDINATOR])
    enter_persons_of_measures(period, staff)
    move_money(period, staff)
    _enter_values(period, version, actors)
    show_evidence(period, staff)
    for code, (women, men) in REACHED.items():
        group = TargetGroup.objects.get(code=code)
        report_beneficiaries(period=period, group=group, actor=staff, women=women, men=men, entry=on("2025-01-22"))
    _hand_in(period, actors)
    return _write_report(period, actors)


def _report_measure(period: Period, measure: Measure, staff: User) -> None:
    costs = {cost.year: cost for cost in measure.costs.all()}
    first = costs.get(2024)
    fields: dict[str, Any] = {"status": MeasureStatus.ON_TRACK, "deviation": ""}
    if first is None or not first.amount:
        fields |= {"status": MeasureStatus.NOT_STARTED, "share_done": 0}
    else:
        fields["share_done"] = round(first.amount * 100 / sum(cost.amount for cost in costs.values()))
        fields["narrative_sq"] = "Veprimtaritë e vitit 2024 u kryen sipas planit (të dhëna demonstruese)."
        fields["narrative_en"] = "The activities of 2024 were carried out as planned (demonstration data)."
    if measure.code in DELAYED:
        fields |= {
            "status": MeasureStatus.DELAYED,
            "deviation": "Vonesë në procedurën e prokurimit.",
            "share_done": 5,
            "narrative_sq": "Veprimtaritë e vitit 2024 nisën, por nuk u kryen në kohë (të dhëna demonstruese).",
            "narrative_en": "The activities of 2024 began, but were not carried out in time (demonstration data).",
        }
    report_measure(period=period, measure=measure, actor=staff, entry=on("2025-01-20"), **fields)
    for line in first.lines.all() if first else ():
        _report_spending(period, measure, line, staff)


def _report_spending(period: Period, measure: Measure, line: FundingLine, staff: User) -> None:
    share = 20 if measure.code in DELAYED else 80
    spent = line.amount * share // 100_000 * 1000
    amounts = {"allocated": line.amount, "committed": max(spent, line.amount * 9 // 10_000 * 1000), "spent": spent}
    report_spending(
        period=period, measure=measure, source=line.source, actor=staff, amounts=amounts, entry=on("2025-01-20")
    )


def _enter_values(period: Period, version: PlanVersion, actors: Actors) -> None:
    indicators = {indicator.code: indicator for indicator in version.indicators.all()}
    for row in read("plan")["indicators"]:
        if row["actual_2024"] is None:
            continue
        value = enter_value(
            period=period,
            indicator=indicators[row["code"]],
            amount=Decimal(str(row["actual_2024"])),
            actor=actors[Role.STAFF],
            source=row["source"],
            quality=ValueQuality.ADMINISTRATIVE,
            entry=on("2025-01-24"),
        )
        value = move_value(value, ValueStep.SUBMIT, actor=actors[Role.STAFF], entry=on("2025-01-27"))
        move_value(value, ValueStep.APPROVE, actor=actors[Role.COORDINATOR], entry=on("2025-01-31"))


def _enter_parts(period: Period, staff: User) -> None:
    for code, dimensions in PARTS.items():
        indicator = period.version.indicators.get(code=code)
        for dimension, parts in dimensions.items():
            for part, amount in parts.items():
                cells = [TypedCell("amount", str(amount), "")]
                write_cells(period, "parts", row=f"{indicator.pk}-{dimension}-{part}", cells=cells, actor=staff)


def _hand_in(period: Period, actors: Actors) -> None:
    """Every office on time; what nobody measured says so, and the coordinator accepts it."""
    for line in office_lines(period):
        reasons = dict.fromkeys((cell.key for cell in line.empty_cells), "Regjistri nisi vetëm në vitin 2025.")
        own = User.objects.holding(Role.STAFF).filter(office=line.office).order_by("pk").first()
        hand_in(period, line.key, reasons=reasons, actor=own or actors[Role.STAFF], entry=on("2025-01-31"))
    waiting = IndicatorValue.objects.filter(period=period, state=ValueState.SUBMITTED)
    for value in waiting:
        move_value(value, ValueStep.APPROVE, actor=actors[Role.COORDINATOR], entry=on("2025-01-31"))


def _write_report(period: Period, actors: Actors) -> YearlyReport:
    staff = actors[Role.STAFF]
    report = open_report(period=period, actor=staff, entry=on("2025-02-03"))
    for code, text in TEXTS.items():
        body_sq, body_en = text.split("|")
        write_section(report, code, body_sq=body_sq, body_en=body_en, actor=staff, entry=on("2025-02-07"))
    add_recommendation(
        report,
        actor=staff,
        text_sq="Të nisë prokurimi i ndërhyrjeve të aksesueshmërisë në tremujorin e parë.",
        text_en="Start procurement of the accessibility works in the first quarter.",
        addressed_to="Drejtoria e Investimeve",
        due_on=date(2025, 3, 31),
        entry=on("2025-02-07"),
    )
    _explain(report, staff)
    for step, role, day in (
        (ReportStep.REVIEW, Role.STAFF, "2025-02-10"),
        (ReportStep.VALIDATE, Role.COORDINATOR, "2025-02-20"),
        (ReportStep.APPROVE, Role.MAYOR, "2025-02-24"),
        (ReportStep.PRESENT, Role.SECRETARY, "2025-02-27"),
    ):
        report = move_report(report, step, actor=actors[role], entry=on(day))
    _send(report, staff)
    report = move_report(report, ReportStep.SUBMIT, actor=staff, entry=on("2025-02-28"))
    return move_report(report, ReportStep.PUBLISH, actor=staff, entry=on("2025-03-05"))


WHY = (
    "Shërbimi nisi vetëm në gjashtëmujorin e dytë; synimi i vitit është shkruar për dymbëdhjetë muaj.",
    "The service began only in the second half of the year; the target was written for twelve months.",
)


def _explain(report: YearlyReport, staff: User) -> None:
    """Every result behind its target says why."""
    reasons = {UUID(row.key): WHY for row in reason_rows(report, report_figures(report))}
    explain_results(report, reasons, actor=staff, entry=on("2025-02-07"))


def _send(report: YearlyReport, staff: User) -> None:
    """To every addressee; the last one's proof of receipt is missing."""
    for number, (slug, name_sq, name_en) in enumerate(ADDRESSEES, start=1):
        names = {"name_sq": name_sq, "name_en": name_en, "is_active": False, "source": SOURCE, "source_en": SOURCE}
        addressee, _created = PlanAddressee.objects.get_or_create(code=slug, defaults=names)
        submission = send_report(
            report,
            addressee=addressee,
            sent_on=date(2025, 2, 28),
            protocol_no=f"{number:02}/DEMO",
            channel=SubmissionChannel.LETTER,
            actor=staff,
        )
        if number < len(ADDRESSEES):
            record_receipt(
                submission,
                received_on=date(2025, 3, 3),
                their_protocol_no=f"{100 + number}/DEMO",
                actor=staff,
                no_proof_reason="Dorëzuar me libër dorëzimi (të dhëna demonstruese).",
            )
