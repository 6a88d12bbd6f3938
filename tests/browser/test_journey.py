"""From somebody's words to the answer, and the plan as a file, each step by the role that does it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from assessments.models import Assessment, TargetGroup
from consultations.enums import RoundKind, RoundStep
from consultations.models import Contribution, Recommendation, Round
from consultations.services import move_round, save_round
from operations import jobs
from operations.models import Job
from socialplan.models import PlanVersion
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

WORDS = "Na duhet një qendër ditore edhe në Orikum."


@pytest.fixture
def consultation() -> Round:
    """A round of listening, planned and published today."""
    coordinator = User.objects.get(email="coordinator@demo.example")
    one = Round(
        kind=RoundKind.LISTENING,
        assessment=Assessment.objects.get(),
        title_sq="Dëgjim i ri",
        title_en="Listening anew",
    )
    save_round(one, actor=coordinator, groups=TargetGroup.objects.all())
    opened: Round = move_round(one, RoundStep.PUBLISH, actor=coordinator)
    return opened


def contribute(anybody: Reader, consultation: Round) -> str:
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


def follow(anybody: Reader, code: str) -> str:
    anybody.go("follow/")
    anybody.fill(code=code)
    return anybody.send()


def word_recommendation(coordinator: Reader, contribution: Contribution) -> Recommendation:
    """The municipality's words, linked to the contribution it came from and to a need."""
    page = coordinator.page
    coordinator.go(f"consultations/contributions/{contribution.pk}/")
    coordinator.press("main a.btn-primary")
    coordinator.fill(code="R99", title_sq="Qendër ditore në Orikum", title_en="Day centre in Orikum")
    coordinator.fill(text_sq="Të hapet një qendër ditore në Orikum.", text_en="Open a day centre in Orikum.")
    page.locator("main [name=needs]").select_option(index=0)
    coordinator.send()
    recommendation: Recommendation = contribution.recommendations.get()
    assert recommendation.needs.count() == 1
    return recommendation


def answer(coordinator: Reader, recommendation: Recommendation) -> None:
    """Not without a reason; then accepted."""
    coordinator.go(f"consultations/recommendations/{recommendation.pk}/answer/")
    coordinator.page.locator("[name=answer][value=not_accepted]").check()
    coordinator.fill(decided_on=timezone.localdate().strftime("%d.%m.%Y"))
    coordinator.send()
    assert coordinator.page.locator("[name=reason_sq].is-invalid").count() == 1
    assert not recommendation.dispositions.exists()
    coordinator.page.locator("[name=answer][value=accepted]").check()
    coordinator.send()
    assert recommendation.dispositions.get().answer == "accepted"


def test_words_become_a_recommendation_with_a_published_answer(
    reader: Callable[..., Reader], consultation: Round
) -> None:
    anybody, coordinator = reader(width=360), reader("coordinator")
    code = contribute(anybody, consultation)
    assert WORDS in follow(anybody, code)

    recommendation = word_recommendation(coordinator, Contribution.objects.get(round=consultation))
    answer(coordinator, recommendation)
    assert recommendation.title_sq not in follow(anybody, code)

    for step in (RoundStep.CLOSE, RoundStep.ANSWER):
        coordinator.go(f"consultations/rounds/{consultation.pk}/")
        coordinator.press(f"form[action$='/steps/{step}/'] button")
    assert recommendation.title_sq in follow(anybody, code)


def test_the_expert_gets_the_plan_as_a_file(reader: Callable[..., Reader]) -> None:
    expert = reader("expert", language="en")
    version = PlanVersion.objects.get()
    expert.go(f"plan/versions/{version.pk}/")
    expert.press("form[action$='/reports/'] button[value=en]")
    job = Job.objects.latest("pk")
    assert expert.page.url.endswith(job.get_absolute_url().split("/", 2)[2])

    jobs.run(job.pk)
    expert.go(f"operations/jobs/{job.pk}/")
    with expert.page.expect_download() as download:
        expert.page.locator("#job-progress a").click()

    document = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert document.metadata is not None
    assert version.plan.title_en in str(document.metadata.title)
    assert len(document.pages) > 20
