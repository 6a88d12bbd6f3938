"""The slip for the hand: the code, and nothing that tells whoever finds it what was said."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from time_machine import travel

from consultations.codes import reference_code
from consultations.doors.slip import render_slip
from consultations.models import Contribution
from operations.models import Event, Job, StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_slip_has_the_code_and_neither_words_nor_round(language):
    said = ContributionFactory(round=RoundFactory(title_sq="Takimi i grave", title_en="Takimi i grave"))

    made = words_of(render_slip(said, language=language))

    assert reference_code(said.submission_key) in made
    assert f"/{language}/follow/" in made
    assert "Takimi i grave" not in made
    assert said.text not in made


def test_who_typed_it_in_prints_it_at_once_and_no_file_of_it_is_kept(client_of):
    coordinator = UserFactory(role="coordinator")
    said = ContributionFactory(entered_by=coordinator)
    client = client_of(coordinator)
    address = reverse("consultations:contribution_slip", args=[said.pk])

    page = client.get(said.get_absolute_url()).content.decode()
    answer = client.post(address)

    code = reference_code(said.submission_key)
    assert address in page
    assert code not in page
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert code in words_of(answer.content)
    assert not Job.objects.exists()
    assert not StoredFile.objects.exists()
    assert Event.objects.filter(action="consultations.print_slip", actor=coordinator).count() == 1


@pytest.mark.parametrize("who", ["another", "the sender"])
def test_nobody_else_prints_it(who, client_of):
    said = ContributionFactory(entered_by=UserFactory(role="coordinator") if who == "another" else None)
    client = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:contribution_slip", args=[said.pk])

    assert client.post(address).status_code == 403
    assert address not in client.get(said.get_absolute_url()).content.decode()


def test_on_another_day_it_is_too_late(client_of):
    coordinator = UserFactory(role="coordinator")
    said = ContributionFactory(entered_by=coordinator)
    with travel(timezone.now() + timedelta(days=2)):
        client = client_of(coordinator)

        assert client.post(reverse("consultations:contribution_slip", args=[said.pk])).status_code == 403


def test_it_is_a_paper_in_the_language_of_the_speaker(client_of):
    coordinator = UserFactory(role="coordinator")
    said = ContributionFactory(entered_by=coordinator, language="en")

    answer = client_of(coordinator).post(reverse("consultations:contribution_slip", args=[said.pk]))

    assert "Your code" in words_of(answer.content)
    assert Contribution.objects.count() == 1
