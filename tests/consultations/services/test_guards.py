"""What the database refuses at an event is told to the reader of the form; any other clash stays a fault."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import override

from consultations.models import ContributionContact
from consultations.services.guards import GUARDS, telling
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


def test_a_guard_is_told_in_its_sentence_and_what_stood_before_stays() -> None:
    event = ConsultationEventFactory(confidentiality="counts_only")
    said = ContributionFactory(round=event.round, event=event)

    with override("en"), pytest.raises(ValidationError, match="keeps counts only"), telling():
        ContributionContact.objects.create(contribution=said, name="Emri", email="")

    assert not ContributionContact.objects.exists()
    assert type(event).objects.filter(pk=event.pk).exists()


def test_a_clash_that_is_nobodys_guard_stays_what_it_is() -> None:
    consultation = RoundFactory()

    with pytest.raises(IntegrityError), telling():
        type(consultation).objects.filter(pk=consultation.pk).update(title_sq=None)


def test_each_sentence_belongs_to_a_guard_that_the_migrations_make() -> None:
    made = "\n".join(path.read_text() for path in Path(settings.BASE_DIR, "consultations/migrations").glob("0*.py"))

    assert [name for name in GUARDS if name not in made] == []
