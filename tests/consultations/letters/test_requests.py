"""What the officer does from her desk for who asks about her data."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import ConsentWithdrawal, Contribution, ContributionContact, DataOpening
from consultations.rights.requests import data_of_request, erase_for_request
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, PersonRequestFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def officer():
    return UserFactory(role="dpo")


@pytest.fixture
def said():
    kept = ContributionFactory(text="Emri im është Kodi 1.", consents_to_publish=True, visibility="public")
    ContributionContact.objects.create(
        contribution=kept, name="Kodi 1", email="k@example.org", consents_to_feedback=True
    )
    return kept


def test_her_data_are_handed_out_whole_and_the_opening_is_told(said, officer, client_of):
    asked = PersonRequestFactory(kind="export", contribution=said)
    answer = client_of(officer).post(reverse("consultations:person_request_export", args=[asked.pk]))

    kept = json.loads(answer.content)
    assert kept["text"] == said.text
    assert kept["contact"] == {"name": "Kodi 1", "email": "k@example.org"}
    assert DataOpening.objects.filter(contribution=said, reason__contains=asked.protocol_no).count() == 2


def test_her_words_contact_and_consents_go_at_once(said, officer, client_of):
    asked = PersonRequestFactory(kind="erasure", contribution=said)
    client_of(officer).post(reverse("consultations:person_request_erase", args=[asked.pk]))

    assert Contribution.objects.with_words().get(pk=said.pk).words == "[…]"
    assert not ContributionContact.objects.exists()
    assert ConsentWithdrawal.objects.filter(contribution=said).count() == 2
    assert not Contribution.objects.publishable().exists()


def test_each_deed_needs_its_request_and_the_officer(said, officer):
    with pytest.raises(StepRefused):
        erase_for_request(PersonRequestFactory(kind="export", contribution=said), actor=officer)
    with pytest.raises(StepRefused):
        data_of_request(PersonRequestFactory(kind="export"), actor=officer)
    with pytest.raises(PermissionDenied):
        data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=UserFactory(role="coordinator"))
