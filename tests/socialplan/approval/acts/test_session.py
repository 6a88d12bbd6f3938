"""Notice of a session and opinions of committees: days of the law, who calls, what the votes must say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from core.workflow import StepRefused
from municipality.models import DeadlineRule
from socialplan.approval.acts.committee_opinion import CommitteeOpinionForm
from socialplan.approval.acts.session import SessionForm
from socialplan.approval.deadlines import DeadlineCalendar, Timing, earliest_session, legal_dates
from socialplan.approval.enums import SessionKind, Verdict
from socialplan.approval.models import CommitteeOpinion, CouncilSession
from socialplan.approval.open_tasks import open_tasks_of
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.workflow import SESSION_RECORDED
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.municipality import CalendarDayFactory
from tests.factories.socialplan import CommitteeFactory, PlanVersionFactory
from tests.socialplan.approval.bodies import before_council, fresh, recorder, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ORDINARY, EXTRAORDINARY = SessionKind.ORDINARY, SessionKind.EXTRAORDINARY


@pytest.fixture
def version(law: Any) -> PlanVersion:
    """Submitted on 17.5.2024; a session of 30.5.2024 is called already."""
    return before_council()


def call(version: PlanVersion, actor: Any, *, notice: int, meeting: date, **fields: Any) -> Any:
    given = {"agenda_item": 2, "place": "Salla e Këshillit"} | fields
    session = CouncilSession(meeting_on=meeting, **given)
    return record_act(version, session, kind="session", actor=actor, entry=on(2024, 5, notice))


# ---- notice


@pytest.mark.parametrize(
    ("notice", "meeting", "is_in_time"),
    [(17, 22, True), (17, 21, False), (25, 30, True), (26, 30, False), (20, 20, False), (20, 31, True)],
)
def test_an_ordinary_session_is_called_five_days_before(
    notice: int, meeting: int, is_in_time: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    day = date(2024, 5, meeting)

    def ask() -> Any:
        return call(version, people["secretary"], notice=notice, meeting=day)

    if is_in_time:
        assert ask().meeting_on == day
    else:
        assert f"{notice + 5:02}.05.2024" in refused_at(ask)["meeting_on"]


@pytest.mark.parametrize("days", [3, 7])
def test_the_days_of_the_notice_are_those_of_the_rule(days: int, version: PlanVersion, people: dict[str, Any]) -> None:
    """The council's own rules may ask for more; the row says so, not the code."""
    DeadlineRule.objects.filter(code="council_notice").update(days=days)

    early = date(2024, 5, 20 + days - 1)
    assert set(refused_at(lambda: call(version, people["secretary"], notice=20, meeting=early))) == {"meeting_on"}
    assert call(version, people["secretary"], notice=20, meeting=date(2024, 5, 20 + days)).pk
    assert earliest_session(date(2024, 5, 20)) == date(2024, 5, 20 + days)


def test_a_rule_in_working_days_leaves_out_feasts_and_weekends(version: PlanVersion, people: dict[str, Any]) -> None:
    DeadlineRule.objects.filter(code="council_notice").update(unit="working", days=3)
    CalendarDayFactory(day=date(2024, 5, 21))

    # Monday 20.5: Wednesday, Thursday, Friday count.
    assert set(refused_at(lambda: call(version, people["secretary"], notice=20, meeting=date(2024, 5, 23)))) == {
        "meeting_on"
    }
    assert call(version, people["secretary"], notice=20, meeting=date(2024, 5, 24)).pk


@pytest.mark.parametrize("called_by", ["Kryetari", "Një e treta e këshilltarëve, me shkrim", "Prefekti, me arsye"])
def test_an_extraordinary_session_is_called_at_once_by_whom_the_law_names(
    called_by: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    day = date(2024, 5, 20)

    session = call(version, people["secretary"], notice=20, meeting=day, kind=EXTRAORDINARY, called_by=called_by)

    assert (session.meeting_on, session.called_by) == (day, called_by)


def test_an_extraordinary_session_says_who_called_it(version: PlanVersion, people: dict[str, Any]) -> None:
    day = date(2024, 5, 20)
    refused_at(lambda: call(version, people["secretary"], notice=20, meeting=day, kind=EXTRAORDINARY))

    data = {"meeting_on": "20.05.2024", "kind": EXTRAORDINARY, "agenda_item": 1, "place": "Salla"}
    form = SessionForm(data | {"happened_on": "20.05.2024", "source_document": "DEMO"}, version=version)

    assert set(form.errors) == {"called_by"}


@pytest.mark.parametrize("kind", SessionKind.values)
def test_no_session_lies_before_its_notice(kind: str, version: PlanVersion, people: dict[str, Any]) -> None:
    yesterday = date(2024, 5, 19)

    said = refused_at(
        lambda: call(version, people["secretary"], notice=20, meeting=yesterday, kind=kind, called_by="Kryetari")
    )

    assert set(said) == {"meeting_on"}


@pytest.mark.parametrize("kind", SessionKind.values)
def test_nothing_is_put_on_an_agenda_before_it_is_submitted(
    kind: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    fields = {"meeting": date(2024, 5, 30), "kind": kind, "called_by": "Kryetari"}

    assert "17.05.2024" in refused_at(lambda: call(version, people["secretary"], notice=16, **fields))["happened_on"]
    assert call(version, people["secretary"], notice=17, **fields).pk


@pytest.mark.parametrize(("item", "is_right"), [(0, False), (1, True), (27, True)])
def test_items_of_an_agenda_are_counted_from_one(
    item: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    def ask() -> Any:
        return call(version, people["secretary"], notice=20, meeting=date(2024, 5, 30), agenda_item=item)

    if is_right:
        assert ask().agenda_item == item
    else:
        refused_at(ask)


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.BEFORE_COUNCIL, PlanState.AMENDING}))
def test_a_session_is_called_for_what_lies_before_the_council(state: str, law: Any, people: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        call(PlanVersionFactory(state=state), people["secretary"], notice=20, meeting=date(2024, 5, 30))


def test_a_postponed_session_is_followed_by_another(version: PlanVersion, people: dict[str, Any]) -> None:
    """The first is withdrawn; as long as none counts, the council has nothing to vote in."""
    first = version.sessions.get()
    withdraw_act(version, first, kind="session", reason="U shty.", actor=people["secretary"])
    assert not SESSION_RECORDED.check(fresh(version))

    call(version, people["secretary"], notice=25, meeting=date(2024, 6, 6))

    assert SESSION_RECORDED.check(fresh(version))


@pytest.mark.parametrize(("kind", "timing"), [(ORDINARY, Timing.LATE), (EXTRAORDINARY, Timing.DONE)])
def test_the_date_of_a_short_notice_tells_whether_the_law_allows_it(
    kind: str, timing: Timing, version: PlanVersion
) -> None:
    """Rows of before the rule was kept show as late; nobody can record such an ordinary session today."""
    CouncilSession.objects.create(
        version=version,
        meeting_on=date(2024, 5, 22),
        happened_on=date(2024, 5, 20),
        kind=kind,
        called_by="Kryetari",
        agenda_item=1,
        place="Salla",
    )

    found = [
        each for each in legal_dates(fresh(version), deadlines=DeadlineCalendar()) if each.code == "council_notice"
    ]

    short = next(each for each in found if each.done_on == date(2024, 5, 22))
    assert (short.due_on, short.timing) == (date(2024, 5, 25), timing)
    assert bool(short.note)


# ---- committees


def speak(version: PlanVersion, actor: Any, day: int = 22, **fields: Any) -> Any:
    given = {"votes_for": 5, "votes_against": 1, "abstained": 0, "verdict": Verdict.FAVOURABLE} | fields
    opinion = CommitteeOpinion(committee=given.pop("committee", None) or CommitteeFactory(), **given)
    return recorder(version, "committee_opinion", actor, month=5)(opinion, day)


@pytest.mark.parametrize(("day", "is_right"), [(16, False), (17, True), (30, True), (31, False)])
def test_a_committee_speaks_between_submission_and_session_days_included(
    day: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    if is_right:
        assert speak(version, people["secretary"], day).pk
    else:
        assert set(refused_at(lambda: speak(version, people["secretary"], day))) == {"happened_on"}


def test_without_a_session_a_committee_speaks_on_any_day(version: PlanVersion, people: dict[str, Any]) -> None:
    withdraw_act(version, version.sessions.get(), kind="session", reason="U shty.", actor=people["secretary"])

    assert speak(fresh(version), people["secretary"], 31).pk


@pytest.mark.parametrize("verdict", [Verdict.FAVOURABLE, Verdict.WITH_REMARKS])
@pytest.mark.parametrize(
    ("votes_for", "votes_against", "abstained", "is_carried"),
    [(5, 1, 0, True), (3, 2, 4, True), (3, 3, 0, False), (2, 3, 0, False), (0, 0, 5, False)],
)
def test_a_committee_in_favour_has_more_votes_for_than_against(
    votes_for: int,
    votes_against: int,
    abstained: int,
    is_carried: bool,
    verdict: str,
    version: PlanVersion,
    people: dict[str, Any],
) -> None:
    votes = {"votes_for": votes_for, "votes_against": votes_against, "abstained": abstained}

    def ask() -> Any:
        return speak(version, people["secretary"], verdict=verdict, text="Me vërejtje.", **votes)

    if is_carried:
        assert ask().pk
    else:
        assert set(refused_at(ask)) == {"__all__"}


def test_a_committee_that_is_against_gives_its_reasons_whatever_the_votes(
    version: PlanVersion, people: dict[str, Any]
) -> None:
    against = {"verdict": Verdict.UNFAVOURABLE, "votes_for": 1, "votes_against": 4}

    assert set(refused_at(lambda: speak(version, people["secretary"], **against))) == {"__all__"}
    assert speak(version, people["secretary"], text="Mungon kostoja.", **against).pk


@pytest.mark.parametrize("votes", [{"votes_for": 2, "votes_against": 3}, {"votes_for": 3, "votes_against": 3}])
def test_the_form_says_at_its_field_that_the_votes_do_not_carry(votes: dict[str, int], version: PlanVersion) -> None:
    data = {"committee": CommitteeFactory().pk, "abstained": 0, "verdict": "favourable", "text": "", **votes}
    form = CommitteeOpinionForm(data | {"happened_on": "22.05.2024", "source_document": "DEMO"}, version=version)

    assert set(form.errors) == {"votes_for"}


def test_each_committee_in_use_that_has_not_spoken_is_named(version: PlanVersion, people: dict[str, Any]) -> None:
    social, finance = CommitteeFactory(name_en="Social affairs"), CommitteeFactory(name_en="Finance")
    CommitteeFactory(name_en="Dissolved", is_active=False)
    speak(version, people["secretary"], committee=social)

    with override("en"):
        found = PlanVersion.objects.with_acts().get(pk=version.pk)
        said = " ".join(each.sentence for each in open_tasks_of(found, people["secretary"]))

    assert finance.name_en in said
    assert "Social affairs" not in said
    assert "Dissolved" not in said
