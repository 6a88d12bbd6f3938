"""From somebody's words to the answer, and the plan as a file, each step by the role that does it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from consultations.enums import RoundStep
from consultations.models import Contribution, Recommendation, Round
from operations.models import Job
from operations.queue import jobs
from socialplan.approval.enums import OpinionKind
from socialplan.content.enums import PlanState
from socialplan.content.findings import findings
from socialplan.content.models import FundingSource, Measure, PlanVersion
from socialplan.content.services.findings import keep_warning
from socialplan.publishing.enums import OutputKind
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser

WORDS = "Na duhet një qendër ditore edhe në Orikum."


def contribute(anybody: BrowserReader, consultation: Round) -> str:
    """By the public form, without an account; what was typed is kept when something is missing."""
    anybody.go("")
    anybody.go(f"contribute/{consultation.pk}/")
    anybody.go(f"contribute/{consultation.pk}/send/")
    anybody.fill(text=WORDS, email="dikush@shembull.example")
    anybody.send()
    assert anybody.page.locator("main [name=text]").input_value() == WORDS
    anybody.fill(email="")
    anybody.send()
    return anybody.page.locator("#reference-code").inner_text()


def follow(anybody: BrowserReader, code: str) -> str:
    anybody.go("follow/")
    anybody.fill(code=code)
    return anybody.send()


def word_recommendation(coordinator: BrowserReader, contribution: Contribution) -> Recommendation:
    """The municipality's words, linked to the contribution it came from and to a need."""
    page = coordinator.page
    coordinator.go(f"consultations/contributions/{contribution.pk}/")
    coordinator.press("main a.btn-primary")
    coordinator.fill(code="R99", title_sq="Qendër ditore në Orikum", title_en="Day centre in Orikum")
    coordinator.fill(text_sq="Të hapet një qendër ditore në Orikum.", text_en="Open a day centre in Orikum.")
    coordinator.send()
    page.locator("main [name=needs]").select_option(index=0)
    coordinator.send()
    recommendation: Recommendation = contribution.recommendations.get()
    assert recommendation.needs.count() == 1
    return recommendation


def answer(coordinator: BrowserReader, recommendation: Recommendation) -> None:
    """Not without a reason; then accepted."""
    coordinator.go(f"consultations/recommendations/{recommendation.pk}/answer/")
    coordinator.page.locator("[name=answer][value=not_accepted]").check()
    assert coordinator.page.locator("[name=happened_on]").input_value() == timezone.localdate().strftime("%d.%m.%Y")
    coordinator.send()
    assert coordinator.page.locator("[name=reason_sq].is-invalid").count() == 1
    assert not recommendation.dispositions.exists()
    coordinator.page.locator("[name=answer][value=accepted]").check()
    coordinator.send()
    assert recommendation.dispositions.get().answer == "accepted"


def write_plan(staff: BrowserReader, consultation: Round) -> PlanVersion:
    """A plan with a chapter, a goal, an objective and a measure, and the round it rests on."""
    staff.go("plan/plans/new/")
    staff.choose(kind="plan")
    staff.fill(title_sq="Plani i ri social", title_en="The new social plan", first_year="2027", last_year="2029")
    staff.page.locator("[name=with_outline]").uncheck()
    staff.send()
    version = PlanVersion.objects.latest("pk")
    add = f"plan/versions/{version.pk}/add"
    staff.go(f"{add}/chapter/")
    staff.fill(code="1", title_sq="Hyrje", title_en="Introduction")
    staff.page.locator("[contenteditable=true]").first.click()
    staff.page.keyboard.type("Ky plan niset nga fjalët e banorëve.")
    staff.send()
    assert "fjalët e banorëve" in version.chapters.get().body_sq
    staff.go(f"{add}/goal/")
    staff.fill(title_sq="Shërbime pranë banorëve", title_en="Services near the residents")
    staff.send()
    staff.go(f"{add}/objective/")
    staff.choose(goal=str(version.strategicgoals.get().pk))
    staff.fill(title_sq="Qendra ditore", title_en="Day centres")
    staff.send()
    staff.go(f"{add}/measure/")
    staff.choose(objective=str(version.specificobjectives.get().pk))
    staff.fill(title_sq="Qendra ditore në Orikum", title_en="The day centre in Orikum")
    staff.send()
    aim(staff, version)
    staff.go(f"plan/versions/{version.pk}/rounds/add/")
    staff.choose(round_=str(consultation.pk))
    staff.send()
    return version


def aim(staff: BrowserReader, version: PlanVersion) -> None:
    """An indicator of the objective, and what it should reach each year; letters in a number are refused."""
    staff.go(f"plan/versions/{version.pk}/add/indicator/")
    staff.choose(objective=str(version.specificobjectives.get().pk), direction="UP", kind="FLOW")
    staff.fill(title_sq="Fëmijë në qendrën ditore", title_en="Children in the day centre", unit_label="fëmijë")
    staff.send()
    staff.fill(baseline="0", baseline_year="2026", source="Regjistri i qendrës")
    staff.send()
    indicator = version.indicators.get()
    staff.go(f"plan/indicators/{indicator.pk}/targets/")
    staff.fill(target_2027="njëzet", target_2028="30", target_2029="35")
    staff.send()
    assert staff.page.locator("[name=target_2027].is-invalid").input_value() == "njëzet"
    assert not indicator.targets.exists()
    staff.fill(target_2027="20")
    staff.send()
    assert [target.value for target in indicator.targets.order_by("year")] == [20, 30, 35]


def cost(staff: BrowserReader, measure: Measure) -> None:
    """Letters in a number and more funding than cost get a sentence; what no source covers is the gap."""
    staff.go(f"plan/measures/{measure.pk}/budget/")
    source = FundingSource.objects.earliest("pk").pk
    line = "amount_2027_0"
    staff.choose(source_2027_0=str(source))
    for typed, found in (("shumë", "100"), ("1 800 000", "1 900 000")):
        staff.fill(cost_2027=typed, **{line: found})
        staff.send()
        assert staff.page.locator("[name=cost_2027].is-invalid").input_value() == typed
    staff.fill(**{line: "1 000 000"})
    staff.send()
    assert sum(cost.amount for cost in measure.costs.all()) == 1_800_000


def call_session(secretary: BrowserReader, home: str) -> None:
    """An ordinary session keeps the days of its notice; one on the same day is extraordinary."""
    today = timezone.localdate().strftime("%d.%m.%Y")
    secretary.go(f"{home}/acts/session/add/")
    secretary.fill(meeting_on=today, agenda_item="1", place="Salla e Këshillit")
    secretary.send()
    assert secretary.page.locator("[name=meeting_on].is-invalid").input_value() == today
    secretary.choose(kind="extraordinary")
    secretary.fill(called_by="Kryetari, për shkak të afatit")
    secretary.send()
    assert "/approval/" in secretary.page.url


def keep_warnings(version: PlanVersion) -> None:
    """The plan is short on purpose; each open warning is kept with its reason."""
    staff = User.objects.get(email="staff@demo.example")
    for found in findings(version):
        if found.is_open and found.can_be_accepted:
            keep_warning(version, code=found.code, place=found.place.key, reason="Plan i shkurtër.", actor=staff)


def adopt(reader: Callable[..., BrowserReader], version: PlanVersion, decision: str) -> None:
    """Opinions and approval, submission, decision, announcement and order, each by its office."""
    home = f"plan/versions/{version.pk}"
    admin, mayor, secretary = reader("admin"), reader("mayor"), reader("secretary")
    for kind in OpinionKind.values:
        admin.go(f"{home}/opinions/add/")
        admin.choose(kind=kind)
        admin.fill(text="Pa vërejtje.")
        admin.send()
    admin.go(f"{home}/approve/")
    admin.send()
    mayor.go(f"{home}/submit/")
    mayor.fill(protocol_no="1234")
    mayor.send()
    call_session(secretary, home)
    secretary.go(f"{home}/decision/")
    secretary.fill(number=decision, present="41", votes_for="30", votes_against="5", abstained="3", did_not_vote="2")
    secretary.send()
    assert secretary.page.locator("[name=present].is-invalid").count() == 1
    secretary.fill(did_not_vote="3")
    secretary.send()
    secretary.go(f"{home}/announcement/")
    secretary.fill(place="Këndi i njoftimeve të bashkisë")
    secretary.send()
    mayor.go(f"{home}/order/")
    mayor.fill(number="77")
    mayor.send()
    version.refresh_from_db()
    assert (version.state, bool(version.seal.sha256)) == (PlanState.ANNOUNCED, True)
    in_force = timezone.localdate() + timedelta(days=10)
    assert f"{in_force:%d.%m.%Y}" in mayor.go(f"{home}/approval/")


@pytest.mark.parametrize(("language", "decision"), [("sq", "99"), ("en", "98")])
def test_words_find_their_answer_and_their_place_in_the_plan(
    reader: Callable[..., BrowserReader], consultation: Round, language: str, decision: str
) -> None:
    reader = partial(reader, language=language)
    anybody, coordinator, staff = reader(width=360), reader("coordinator"), reader("staff")
    code = contribute(anybody, consultation)
    assert WORDS in follow(anybody, code)

    recommendation = word_recommendation(coordinator, Contribution.objects.get(round=consultation))
    answer(coordinator, recommendation)
    title = getattr(recommendation, f"title_{language}")
    assert title not in follow(anybody, code)

    version = write_plan(staff, consultation)
    for step in (RoundStep.CLOSE, RoundStep.ANSWER):
        coordinator.go(f"consultations/rounds/{consultation.pk}/")
        coordinator.press(f"form[action$='/steps/{step}/'] button")
    assert title in follow(anybody, code)

    measure = version.measures.get()
    cost(staff, measure)
    coordinator.go(f"plan/versions/{version.pk}/answers/{recommendation.dispositions.get().pk}/")
    coordinator.choose(place=f"measure:{measure.key}")
    coordinator.send()
    keep_warnings(version)
    staff.go(f"plan/versions/{version.pk}/")
    staff.press("form[action$='/steps/review/'] button")
    adopt(reader, version, decision)
    assert getattr(measure, f"title_{language}") in follow(anybody, code)


def test_the_expert_gets_the_plan_as_a_file(reader: Callable[..., BrowserReader]) -> None:
    expert = reader("expert", language="en")
    version = PlanVersion.objects.earliest("pk")
    expert.go(f"plan/versions/{version.pk}/files/")
    shelf = f"section#{OutputKind.PLAN_PDF}"
    expert.press(f"{shelf} form button[value=en]")
    jobs.run(Job.objects.latest("pk").pk)
    with expert.page.expect_download() as download:
        expert.page.locator(f"{shelf} a[lang=en]").click()

    document = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert document.metadata is not None
    assert version.plan.title_en in str(document.metadata.title)
    assert len(document.pages) > 20
