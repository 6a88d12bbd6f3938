"""What people said reaches the score also where the edition was published before they were heard."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.services import begin_next_edition
from consultations.services import write_voice
from core.workflow import StepRefused
from municipality.services import install_reference_data
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import ContributionFactory, RecommendationFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Assessment:
    """A published edition of two needs, and a round on it in which one of two contributions raised the first."""
    MunicipalityFactory()
    install_reference_data()
    edition = AssessmentFactory()
    first, _second = (
        NeedFactory(assessment=edition, code="N1"),
        NeedFactory(assessment=edition, code="N2"),
    )
    round_ = RoundFactory(is_closed=True, assessment=edition)
    spoken = [ContributionFactory(round=round_) for _number in range(2)]
    recommendation = RecommendationFactory(round=round_)
    recommendation.needs.add(first)
    recommendation.contributions.add(spoken[0], through_defaults={"coded_by": UserFactory(role="coordinator")})
    Assessment.objects.filter(pk=edition.pk).update(state="published")
    edition.refresh_from_db()
    return edition


def next_of(edition: Assessment) -> Assessment:
    fresh = AssessmentFactory.build()
    return begin_next_edition(edition, fresh, actor=UserFactory(role="staff"))


def test_the_next_edition_begins_with_the_needs_of_the_old_one(published: Assessment) -> None:
    edition = next_of(published)

    assert [need.code for need in edition.needs.all()] == ["N1", "N2"]
    assert edition.follows == published
    assert published.needs.count() == 2
    assert {need.voice_score for need in edition.needs.all()} == {None}
    assert Event.objects.filter(action="assessments.open_assessment").exists()
    with pytest.raises(PermissionDenied):
        begin_next_edition(published, AssessmentFactory.build(), actor=UserFactory(role="mayor"))


def test_what_was_said_on_the_old_edition_is_written_into_the_next(published: Assessment) -> None:
    coordinator = UserFactory(role="coordinator")
    with pytest.raises(StepRefused):
        write_voice(published, actor=coordinator)

    edition = next_of(published)
    write_voice(edition, actor=coordinator)

    scores = dict(edition.needs.values_list("code", "voice_score"))
    assert scores == {"N1": Decimal("50.0"), "N2": Decimal("0.0")}
    assert set(published.needs.values_list("voice_score", flat=True)) == {None}


def test_the_button_of_the_round_finds_the_edition_or_says_what_to_do(published: Assessment, client_of: Any) -> None:
    round_ = published.rounds.get()
    client: Client = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:round_voice", args=[round_.pk])
    told = client.post(address, follow=True)
    assert "botim" in " ".join(str(each) for each in told.context["messages"])

    edition = next_of(published)
    client.post(address)

    assert edition.needs.get(code="N1").voice_score == Decimal("50.0")


def test_the_next_edition_is_begun_by_its_page(published: Assessment, client_of: Any) -> None:
    client: Client = client_of(UserFactory(role="staff"))
    page = reverse("assessments:assessment_next", args=[published.pk]) + "?step=1"
    assert page.partition("?")[0] in client.get(published.get_absolute_url()).content.decode()
    form = client.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"title_sq": "Vlerësimi i dytë", "starts_on": "01.06.2024", "ends_on": "31.12.2024"}

    answer = client.post(page, sent)

    assert answer.status_code == 302
    assert Assessment.objects.get(title_sq="Vlerësimi i dytë").needs.count() == 2
