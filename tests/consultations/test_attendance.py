"""What the public sees of attendance: one set a round, judged with all that was published before."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.attendance import published_attendance
from consultations.enums import Confidentiality, ParticipantType, Sex
from consultations.models import AttendanceCount
from consultations.releases import TOTALS, keep_attendance, propose_release, releases_of, rounds_to_publish
from core.suppression import Table, audit
from municipality.enums import ThresholdCode
from operations.models import Event, SuppressionPattern
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thresholds() -> None:
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER, value=5)
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER_PROTECTED, value=10)


@pytest.fixture
def consultation():
    return RoundFactory(is_open=True)


def held(consultation, /, *, is_protected=False, **counts):
    group = TargetGroupFactory(is_protected=is_protected)
    confidentiality = Confidentiality.COUNTS_ONLY if is_protected else Confidentiality.PUBLIC
    event = ConsultationEventFactory(round=consultation, confidentiality=confidentiality, groups=[group])
    for name, count in counts.items():
        count_in(event, name, count)
    return event


def count_in(event, name: str, count: int) -> None:
    whom = {"sex": name} if name in Sex.values else {"participant_type": name}
    AttendanceCount.objects.update_or_create(event=event, **whom, defaults={"count": count})


def publish(consultation):
    proposal = propose_release(consultation)
    keep_attendance(consultation, proposal.release)
    return proposal


def shown(consultation, event=None) -> dict[str, object]:
    """The public's figures of an event (or of the totals): a number, "hidden", or nothing."""
    attendance = published_attendance([consultation])
    figures = next((row.figures for row in attendance.rows if row.event == event), [])
    return {
        column: "hidden" if figure.is_hidden else figure.value
        for column, figure in zip(attendance.columns, figures, strict=False)
    }


def holds(consultation) -> bool:
    """The audit over everything ever published of the round finds no hidden count that could be worked out."""
    release = releases_of([consultation])[consultation.pk]
    return not audit(Table(release.counts, release.sums), release.hidden)


def test_nothing_is_public_before_it_is_published(consultation):
    event = held(consultation, women=20, men=12)

    assert set(shown(consultation, event).values()) == {None}
    assert rounds_to_publish([consultation]) == [consultation]


def test_the_survivors_row_shows_no_figure(consultation):
    event = held(consultation, is_protected=True, women=7, men=0, cso=2, authority=0, community=5)

    publish(consultation)

    figures = shown(consultation, event)
    assert [column for column, figure in figures.items() if figure == "hidden"] == [
        "total",
        "women",
        "men",
        "cso",
        "authority",
        "community",
    ]


def test_officials_outside_protected_events_are_public(consultation):
    event = held(consultation, women=5, men=9, cso=2, authority=12)

    publish(consultation)

    assert "hidden" not in shown(consultation, event).values()


def test_a_small_number_of_residents_cannot_be_worked_out(consultation):
    event = held(consultation, women=8, men=4, cso=1, authority=2, community=9)

    publish(consultation)

    assert list(shown(consultation, event).values()).count("hidden") >= 2


def test_the_totals_of_a_round_do_not_give_away_what_an_event_hides(consultation):
    held(consultation, women=20, men=11, cso=4, authority=5, community=22)
    held(consultation, is_protected=True, women=7, men=0, cso=2, authority=0, community=5)

    publish(consultation)

    assert shown(consultation).get("men") != 11
    assert holds(consultation)


def test_the_difference_of_two_releases_does_not_give_away_the_new_event(consultation):
    held(consultation, women=20, men=11)
    held(consultation, women=30, men=9)
    publish(consultation)
    assert shown(consultation) == {"total": 70, "women": 50, "men": 20}

    held(consultation, is_protected=True, women=7, men=0)
    publish(consultation)

    assert shown(consultation).get("total") != 77
    assert holds(consultation)


def test_what_was_hidden_once_stays_hidden_and_what_was_shown_stays_shown(consultation):
    event = held(consultation, women=8, men=4)
    publish(consultation)
    first = shown(consultation, event)

    held(consultation, women=40, men=31)
    held(consultation, women=22, men=17)
    publish(consultation)

    assert shown(consultation, event) == first
    assert [kept.version for kept in SuppressionPattern.objects.order_by("version")] == [1, 2]


def test_a_corrected_count_is_judged_with_the_one_it_replaces(consultation):
    event = held(consultation, women=20, men=11)
    publish(consultation)
    count_in(event, "women", 21)
    assert rounds_to_publish([consultation]) == [consultation]

    publish(consultation)

    assert shown(consultation, event) == {"total": 32, "women": 21, "men": 11}
    assert rounds_to_publish([consultation]) == []
    assert holds(consultation)


def test_where_hiding_protects_nobody_the_table_gets_coarser_and_says_so(consultation):
    event = held(consultation, women=20, men=6, cso=10, community=16)
    publish(consultation)
    event.confidentiality = Confidentiality.COUNTS_ONLY
    event.save()

    proposal = publish(consultation)

    (sentence,) = proposal.coarsened
    assert event.title in sentence
    assert shown(consultation, event)["total"] == 26
    assert "men" not in {column for column, figure in shown(consultation, event).items() if figure is not None}


def test_published_attendance_asks_as_often_for_many_events(consultation, django_assert_num_queries):
    for _number in range(2):
        held(consultation, women=20, men=11)
    publish(consultation)
    with django_assert_num_queries(2):
        published_attendance([consultation])

    for _number in range(28):
        held(consultation, women=20, men=11)
    publish(consultation)

    with django_assert_num_queries(2):
        published_attendance([consultation])


SMALL = st.integers(min_value=0, max_value=14)
EVENTS = st.lists(st.tuples(st.booleans(), SMALL, SMALL, SMALL), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(releases=st.lists(EVENTS, min_size=1, max_size=2))
def test_whatever_is_published_in_whatever_order_the_audit_holds(releases):
    consultation = RoundFactory(is_open=True, groups=[])
    for events in releases:
        for is_protected, women, men, cso in events:
            kinds = {ParticipantType.CSO: min(cso, women + men), ParticipantType.COMMUNITY: max(women + men - cso, 0)}
            held(consultation, is_protected=is_protected, women=women, men=men, **kinds)
        publish(consultation)

    release = releases_of([consultation])[consultation.pk]
    assert holds(consultation)
    assert not [name for name in release.shown if name.startswith(f"{TOTALS}|")] or len(consultation.events.all()) > 1


def test_kept_versions_follow_each_other(consultation):
    for women in (20, 30, 40):
        held(consultation, women=women, men=20)
        publish(consultation)

    versions = list(SuppressionPattern.objects.values_list("version", flat=True).order_by("pk"))
    assert all(after == before + 1 for before, after in pairwise(versions))


def test_the_coordinator_sees_the_public_table_and_publishes_it(client_of, consultation):
    MunicipalityFactory()
    event = held(consultation, women=20, men=11)
    coordinator = UserFactory(role="coordinator")
    client = client_of(coordinator)
    address = reverse("consultations:attendance_publish", args=[consultation.pk])
    page = client.get(address)
    shown_digest = page.context["form"].initial["shown"]

    answer = client.post(address, {"shown": shown_digest}, follow=True)

    assert answer.redirect_chain[-1][0] == consultation.get_absolute_url()
    assert shown(consultation, event)["women"] == 20
    deed = Event.objects.latest("sequence")
    assert (deed.action, deed.after["shown"]) == ("consultations.publish_attendance", 3)


def test_counts_that_changed_meanwhile_are_not_published_unseen(client_of, consultation):
    MunicipalityFactory()
    event = held(consultation, women=20, men=11)
    client = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:attendance_publish", args=[consultation.pk])
    seen = client.get(address).context["form"].initial["shown"]
    count_in(event, "women", 21)

    answer = client.post(address, {"shown": seen}, follow=True)

    assert "kanë ndryshuar" in answer.content.decode()
    assert answer.context["form"]["shown"].value() != seen
    assert not SuppressionPattern.objects.exists()
