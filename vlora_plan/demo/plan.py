"""The demonstration's plan 2024–2026: content, budget, and its way to force."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import User
from assessments.models import Assessment, Need
from consultations.enums import RoundKind
from consultations.models import Disposition, Round
from municipality.models import Office
from operations.deeds import Entry
from socialplan.approval.enums import OpinionKind, PrefectVerdict, PublicationChannel, Verdict
from socialplan.approval.models import (
    Committee,
    CommitteeOpinion,
    CouncilSession,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
)
from socialplan.approval.services.acts import announce, record_mayor_order, record_opinion, submit_to_council
from socialplan.approval.services.council import Ballot, Vote, record_decision
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import approve, bring_into_force, move_plan
from socialplan.content.enums import FundingState, NodeKind, PlanStep
from socialplan.content.models import FundingSource, Indicator, Measure, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.drafting.services.budget import set_cost, set_funding
from socialplan.drafting.services.content import (
    link_group,
    link_indicator,
    link_need,
    register_goal,
    register_indicator,
    register_measure,
    register_objective,
    register_risk,
    save_chapter,
    set_target,
)
from socialplan.drafting.services.plans import create_plan, link_round, register_source
from socialplan.drafting.services.targets import point_disposition
from vlora_plan.demo.data import SOURCE, read

Actors = dict[Role, User]
YEARS = (2024, 2025, 2026)
SOURCES = (
    ("MB", "Buxheti i bashkisë", "Municipal budget"),
    ("KG", "Grant i kushtëzuar", "Conditional grant"),
    ("SF", "Fondi Social", "Social Fund"),
    ("DON", "Donatorë", "Donors"),
)
FUNDING_STATES = {
    "MB": FundingState.SECURED,
    "KG": FundingState.APPLIED,
    "SF": FundingState.APPLIED,
    "DON": FundingState.EXPECTED,
}
UNITS = {
    "persons": ("persona", "persons"),
    "persons (cum.)": ("persona gjithsej", "persons (cum.)"),
    "children": ("fëmijë", "children"),
    "children (cum.)": ("fëmijë gjithsej", "children (cum.)"),
    "households (cum.)": ("familje gjithsej", "households (cum.)"),
    "buildings (cum.)": ("ndërtesa gjithsej", "buildings (cum.)"),
    "reports (cum.)": ("raporte gjithsej", "reports (cum.)"),
    "units (of 5)": ("njësi nga 5", "units (of 5)"),
    "meetings": ("mbledhje", "meetings"),
    "ratio": ("raport", "ratio"),
    "%": ("%", "%"),
}
FREQUENCIES = {"quarterly": "tremujor", "annual": "vjetor"}
PEOPLE_UNITS = ("persons", "children", "households")
SMALL_BASELINES = frozenset({"T2.2a"})
PROTECTED_GOALS = frozenset({"2", "3", "4"})


def on(day: str) -> Entry:
    return Entry(date.fromisoformat(day), is_back_entry=True, source_document=SOURCE)


def write_plan(assessment: Assessment, rounds: dict[str, Round], actors: Actors) -> PlanVersion:
    """The first version with all its content, linked to needs and consultation rounds, open for consultation."""
    staff, data = actors[Role.STAFF], read("plan")
    entry = on("2024-04-05")
    version = create_plan(
        actor=staff,
        entry=entry,
        title_sq="Plani Social Vendor i Bashkisë Vlorë 2024–2026",
        title_en="Local Social Plan of the Municipality of Vlora 2024–2026",
        first_year=2024,
        last_year=2026,
        assessment=assessment,
        with_outline=True,
    )
    write_chapters(version, read("chapters")["chapters"], actor=staff, entry=entry)
    for position, (code, name_sq, name_en) in enumerate(SOURCES):
        fields: dict[str, Any] = {"code": code, "name_sq": name_sq, "name_en": name_en, "position": position}
        register_source(actor=staff, entry=entry, **fields)
    objectives = _write_objectives(version, staff, entry, data)
    measures = {row["code"]: _write_measure(row, objectives, staff, entry) for row in data["measures"]}
    _write_funding(data, measures, staff, entry)
    _write_indicators(data, objectives, measures, staff, entry)
    _link_needs(data, assessment, measures, staff, entry)
    for row in read("chapters")["risks"]:
        register_risk(version, actor=staff, entry=entry, **row)
    for consultation in rounds.values():
        link_round(version.plan, consultation, actor=staff, entry=entry)
    return move_plan(version, PlanStep.CONSULT, actor=actors[Role.COORDINATOR], entry=on("2024-04-08"))


def write_chapters(version: PlanVersion, rows: list[dict[str, Any]], *, actor: User, entry: Entry) -> None:
    """Titles and texts of the chapters that the outline has opened, by their codes."""
    chapters = {chapter.code: chapter for chapter in version.chapters.select_related("version__plan")}
    for row in rows:
        chapter = chapters[row["code"]]
        for name, text in row.items():
            setattr(chapter, name, text)
        save_chapter(chapter, actor=actor, entry=entry)


def _write_objectives(version: PlanVersion, staff: User, entry: Entry, data: dict[str, Any]) -> dict[str, Any]:
    goals = {
        row["code"]: register_goal(
            version,
            actor=staff,
            entry=entry,
            code=row["code"],
            title_sq=row["name_sq"],
            title_en=row["name_en"],
        )
        for row in data["goals"]
    }
    return {
        row["code"]: register_objective(
            goals[row["goal"]],
            actor=staff,
            entry=entry,
            code=row["code"],
            title_sq=row["name_sq"],
            title_en=row["name_en"],
        )
        for row in data["objectives"]
    }


def _write_measure(row: dict[str, Any], objectives: dict[str, Any], staff: User, entry: Entry) -> Measure:
    year, month = (int(part) for part in row["deadline"].split("-"))
    measure = register_measure(
        objectives[row["objective"]],
        actor=staff,
        entry=entry,
        code=row["code"],
        title_sq=row["name_sq"],
        title_en=row["name_en"],
        office=Office.objects.get(code=row["responsible"]),
        partners=row["partners"],
        due_on=date(year, month, monthrange(year, month)[1]),
        budget_programme=row["budget_programme"],
    )
    for year in YEARS:
        set_cost(measure, year=year, amount=row[f"cost_{year}_all"], actor=staff, entry=entry)
    return measure


def _write_funding(data: dict[str, Any], measures: dict[str, Measure], staff: User, entry: Entry) -> None:
    """The gap is never entered: it is what the lines of the real sources leave open."""
    sources = {source.code: source for source in FundingSource.objects.all()}
    for row in data["measure_funding"]:
        if row["source"] not in sources:
            continue
        cost = measures[row["measure"]].costs.get(year=row["year"])
        state = FUNDING_STATES[row["source"]]
        set_funding(cost, sources[row["source"]], amount=row["amount_all"], state=state, actor=staff, entry=entry)


def _write_indicators(
    data: dict[str, Any], objectives: dict[str, Any], measures: dict[str, Measure], staff: User, entry: Entry
) -> None:
    for row in data["indicators"]:
        counts_people = row["unit"].startswith(PEOPLE_UNITS)
        unit, unit_en = UNITS[row["unit"]]
        indicator: Indicator = register_indicator(
            objectives[row["objective"]],
            actor=staff,
            entry=entry,
            code=row["code"],
            title_sq=row["name_sq"],
            title_en=row["name_en"],
            unit_label=unit,
            unit_label_en=unit_en,
            direction=row["direction"],
            kind=row["kind"],
            baseline=row["baseline_2023"],
            baseline_year=None if row["baseline_2023"] is None else 2023,
            source=row["source"],
            source_en=row["source_en"],
            frequency=FREQUENCIES[row["frequency"]],
            frequency_en=row["frequency"],
            responsible=row["responsible"],
            disaggregation=row["disaggregation"],
            counts_people=counts_people,
            is_protected=counts_people and row["objective"][0] in PROTECTED_GOALS,
            hides_baseline=row["code"] in SMALL_BASELINES,
        )
        for year in YEARS:
            set_target(indicator, year=year, value=row[f"target_{year}"], actor=staff, entry=entry)
        for code, measure in measures.items():
            if code.startswith(row["objective"] + "."):
                link_indicator(measure, indicator, actor=staff, entry=entry)


def _link_needs(
    data: dict[str, Any], assessment: Assessment, measures: dict[str, Measure], staff: User, entry: Entry
) -> None:
    needs = {need.code: need for need in Need.objects.filter(assessment=assessment).select_related("group")}
    for row in data["needs"]:
        for code in row["measures"]:
            link_need(measures[code], needs[row["code"]], actor=staff, entry=entry)
            link_group(measures[code], needs[row["code"]].group, actor=staff, entry=entry)


def place_answers(version: PlanVersion, answers: dict[int, Disposition], actors: Actors) -> None:
    """Each accepted answer points at the measure that reflects it."""
    measures = {measure.code: measure for measure in version.measures.all()}
    for row in read("consultation")["contributions"]:
        answer = answers[row["number"]]
        if answer.needs_target:
            point_disposition(
                answer,
                version,
                node_kind=NodeKind.MEASURE,
                node_key=measures[row["measure"]].key,
                actor=actors[Role.COORDINATOR],
                entry=on("2024-05-10"),
            )


def link_feedback(version: PlanVersion, rounds: dict[str, Round], actors: Actors) -> None:
    """The workshop at which the answers were returned belongs to the plan's record too."""
    feedback = rounds[RoundKind.FEEDBACK]
    link_round(version.plan, feedback, actor=actors[Role.COORDINATOR], entry=on("2024-05-13"))


@dataclass(frozen=True, slots=True)
class AdoptionCase:
    """What differs between two documents that go before the council together.

    `committees`: code, day, and votes for, against and abstained.
    """

    number: str
    agenda_item: int
    vote: Vote
    committees: tuple[tuple[str, str, tuple[int, int, int]], ...]


OF_PLAN = AdoptionCase(
    number="00/DEMO",
    agenda_item=3,
    vote=Vote(36, 31, 0, 4, 1),
    committees=(("social", "2024-05-22", (7, 0, 1)), ("finance", "2024-05-23", (6, 0, 2))),
)


def adopt(version: PlanVersion, actors: Actors, way: AdoptionCase = OF_PLAN) -> PlanVersion:
    """Review, opinions, approval, submission, the council's vote, announcement, force, and the mayor's order."""
    admin, mayor, secretary = actors[Role.ADMIN], actors[Role.MAYOR], actors[Role.SECRETARY]
    version = move_plan(version, PlanStep.REVIEW, actor=actors[Role.STAFF], entry=on("2024-05-14"))
    for kind in OpinionKind:
        verdict = Verdict.FAVOURABLE
        record_opinion(version, kind=kind, verdict=verdict, actor=admin, entry=on("2024-05-15"))
    version = approve(version, actor=admin, content_shown=content_sha256(version), entry=on("2024-05-16"))
    version = submit_to_council(version, protocol_no=way.number, actor=mayor, entry=on("2024-05-17"))
    ballot = Ballot(_before_council(version, secretary, way), way.number, way.vote)
    version = record_decision(version, ballot, actor=secretary, entry=on("2024-05-30"))
    version = announce(version, actor=secretary, entry=on("2024-06-03"), place="Vendi i shpalljeve publike")
    _deposit(version, secretary, way)
    version = bring_into_force(version, actor=secretary)
    record_mayor_order(version, number=way.number, actor=mayor, entry=on("2024-06-14"))
    return version


def _before_council(version: PlanVersion, secretary: User, way: AdoptionCase) -> CouncilSession:
    """What the committees said, and the notice of the session."""
    for code, day, votes in way.committees:
        record_act(
            version,
            CommitteeOpinion(
                committee=Committee.objects.get(code=code),
                votes_for=votes[0],
                votes_against=votes[1],
                abstained=votes[2],
                verdict=Verdict.FAVOURABLE,
            ),
            kind="committee_opinion",
            actor=secretary,
            entry=on(day),
        )
    session = CouncilSession(
        meeting_on=date(2024, 5, 30), agenda_item=way.agenda_item, place="Salla e Këshillit Bashkiak"
    )
    kept: CouncilSession = record_act(version, session, kind="session", actor=secretary, entry=on("2024-05-24"))
    return kept


def _deposit(version: PlanVersion, secretary: User, way: AdoptionCase) -> None:
    """The prefect's track, which nothing waits for (docs/law.md#prefect-no-gate)."""

    def keep(kind: str, act: Any, day: str) -> Any:
        return record_act(version, act, kind=kind, actor=secretary, entry=on(day))

    board = Publication(channel=PublicationChannel.NOTICE_BOARD, place="Vendi i shpalljeve publike")
    keep("publication", board, "2024-06-03")
    deposit = keep("deposit", PrefectDeposit(protocol_no=way.number), "2024-06-05")
    registration = PrefectRegistration(deposit=deposit, prefect_protocol_no=way.number)
    keep("registration", registration, "2024-06-06")
    keep("prefect_opinion", PrefectOpinion(verdict=PrefectVerdict.LEGAL, letter_no=way.number), "2024-06-14")
