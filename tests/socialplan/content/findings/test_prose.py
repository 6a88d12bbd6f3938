"""Numbers in the words of a plan that only hidden figures of its edition explain: taken out, or confirmed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.models.editions import TELLING
from core.released import Release
from core.suppression import TrueCount
from core.text.richtext import FOOTNOTE
from core.workflow import StepRefused
from operations.trail.patterns import keep_release
from socialplan.approval.services.acts import submit_to_council
from socialplan.approval.services.council import confirm_amendments
from socialplan.approval.services.steps import approve
from socialplan.content.findings.prose import numbers_in_rows, texts_in
from socialplan.content.plan_json import content_sha256
from socialplan.drafting.services.content import store
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory
from tests.factories.monitoring import PeriodFactory
from tests.factories.socialplan import ChapterFactory
from tests.socialplan.conftest import CONFIRMED_ON, Journey, hash_to_confirm, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def journey(people: dict[str, Any]) -> Journey:
    """Its edition hides that there are seventeen children, and tells four hundred households."""
    made, edition = Journey(people), AssessmentFactory()
    made.version.plan.assessment = edition
    made.version.plan.save()
    counts = {"children": TrueCount(17), "households": TrueCount(400)}
    release = Release(counts, (), frozenset({"children"}), {name: name for name in counts})
    keep_release(TELLING, edition.release_scope, release)
    return made


def to_approve(journey: Journey, body: str, comment: str = "") -> Any:
    ChapterFactory(version=journey.version, body_sq=f"<p>{body}</p>", body_en="")
    journey.with_opinions()
    shown, admin = content_sha256(journey.version), journey.people["admin"]
    return approve(journey.version, actor=admin, content_shown=shown, comment=comment, entry=on(2024, 5, 16))


@pytest.mark.parametrize("body", ["Janë 17 fëmijë.", "Janë shtatëmbëdhjetë fëmijë.", "Seventeen children."])
def test_a_chapter_that_says_a_hidden_number_is_not_approved(journey: Journey, body: str) -> None:
    with pytest.raises(StepRefused, match="17"):
        to_approve(journey, body)
    journey.version.refresh_from_db()
    assert journey.version.state == "in_review"


def test_who_approves_confirms_it_by_name(journey: Journey) -> None:
    version = to_approve(journey, "Neni 17 i ligjit.", comment="17 është numri i nenit.")

    assert version.state == "approved"
    assert version.state_changes.last().comment == "17 është numri i nenit."


def test_a_number_that_the_public_reads_elsewhere_is_no_matter(journey: Journey) -> None:
    assert to_approve(journey, "Janë 400 familje.").state == "approved"


def test_a_small_hidden_number_is_not_explained_by_a_code_or_a_place_in_an_order() -> None:
    content = {
        "plan": {"first_year": 2024, "version": 3},
        "measures": [{"code": "3", "position": 3, "title_sq": "Tre"}, {"code": "4", "position": 4}],
        "indicatortargets": [{"year": 2025, "value": "40"}] * 3,
        "datablocks": [{"figures": [{"rows": [{"cells": [{"sq": "3", "en": "3"}, 17, "hidden", None]}]}]}],
    }

    assert set(numbers_in_rows(content)) == {0, 2, 17, 40, 2024, 2025}


def test_every_text_of_the_content_is_read() -> None:
    content = {"goals": [{"title_sq": "<b>Një</b>", "title_en": "One", "code": "1", "measures": [{"body_sq": "Dy"}]}]}

    assert list(texts_in(content)) == ["Një", "One", "Dy"]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>Fëmijë</td><td>17</td><td>fshati</td></tr></table>",
        f'<p>Si më parë.<span {FOOTNOTE}="Presin 17 fëmijë."></span></p>',
        "<p>Janë <strong>1</strong>7&nbsp;fëmijë.</p>",
        "<p>Janë &lt;17 fëmijë.</p>",
        "<ul><li>Vlorë</li><li>17</li></ul>",
        '<ol start="17"><li>fëmijë</li></ol>',
        "<p>Janë 1&shy;7 fëmijë.</p>",
        "<p>Janë 1\u20607 fëmijë.</p>",
        "<p>Janë shtatë\nmbëdhjetë, ose 17,<br>fëmijë.</p>",
    ],
    ids=["cell", "footnote", "bold", "sign", "item", "start", "soft", "joined", "lines"],
)
def test_a_hidden_number_is_read_wherever_it_stands(journey: Journey, body: str) -> None:
    with pytest.raises(StepRefused, match="17"):
        to_approve(journey, f"</p>{body}<p>")


def test_what_a_report_of_the_plan_hides_is_not_told_by_an_amendment(journey: Journey) -> None:
    period = PeriodFactory(plan=journey.version.plan)
    release = Release({"reached": TrueCount(3)}, (), frozenset({"reached"}), {"reached": "persons reached"})
    keep_release("monitoring.report", f"period:{period.pk}", release)

    with pytest.raises(StepRefused, match="3"):
        to_approve(journey, "U arritën tre fëmijë.")


def approval_page(journey: Journey, client_of: Any, body: str) -> str:
    ChapterFactory(version=journey.version, body_sq=f"<p>{body}</p>", body_en="")
    journey.with_opinions()
    address = reverse("approval:version_approve", args=[journey.version.pk])
    return str(client_of(journey.people["admin"]).get(address).content.decode())


def test_who_approves_reads_each_number_beside_the_public_figure_that_says_it(
    journey: Journey, client_of: Any
) -> None:
    page = approval_page(journey, client_of, "Janë 400 familje. Presin 17 fëmijë. Janë 23 rrugë.")
    rows = [strip_tags(row).split() for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    told = {row[0]: " ".join(row[1:]) for row in rows if row and row[0] in {"17", "23", "400"}}

    assert set(told) == {"17", "23", "400"}
    assert "Presin 17 fëmijë." in told["17"]
    assert "publiku nuk duhet t’i shohë" in told["17"]
    assert told["23"] == "Janë 23 rrugë. asnjë"
    assert told["400"] == "Janë 400 familje. një shifër tjetër"


@pytest.fixture
def amending(journey: Journey, answered_round: Any) -> Journey:
    """The council amends a plan whose approved words say 17, which was confirmed then."""
    ChapterFactory(version=journey.version, body_sq="<p>Neni 17 i ligjit.</p>", body_en="")
    journey.with_opinions()
    shown, admin = content_sha256(journey.version), journey.people["admin"]
    version = approve(
        journey.version, actor=admin, content_shown=shown, comment="17 është neni.", entry=on(2024, 5, 16)
    )
    version.plan.round_links.get_or_create(round=answered_round)
    mayor = journey.people["mayor"]
    journey.version = submit_to_council(version, protocol_no="1/DEMO", actor=mayor, entry=on(2024, 5, 17))
    journey.amend()
    return journey


def test_what_was_confirmed_before_the_vote_is_not_asked_again(amending: Journey) -> None:
    assert amending.confirm().state == "adopted"


def test_a_hidden_number_that_the_council_brings_in_is_confirmed_by_who_did_not_enter_it(amending: Journey) -> None:
    """Another secretary names it in the comment; whoever entered the words does not, whatever she writes there."""
    secretary, other = amending.people["secretary"], UserFactory(role="secretary")
    measure = amending.version.measures.get()
    measure.title_sq = "Qendra për 17 fëmijë"
    store(measure, actor=secretary)
    step = {"content_shown": hash_to_confirm(amending.version), "entry": CONFIRMED_ON}
    said = "17: vendimi i Këshillit."

    with pytest.raises(StepRefused, match="17"):
        confirm_amendments(amending.version, actor=secretary, comment=said, **step)
    with pytest.raises(StepRefused, match="17"):
        confirm_amendments(amending.version, actor=other, **step)
    assert confirm_amendments(amending.version, actor=other, comment=said, **step).state == "adopted"
