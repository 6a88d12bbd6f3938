import factory
from factory.django import DjangoModelFactory

from operations.enums import JobState
from operations.models import Job, OutgoingMessage
from tests.factories.accounts import UserFactory


class JobFactory(DjangoModelFactory):
    """`JobFactory(failed=True)` for one that was given up."""

    class Meta:
        model = Job

    class Params:
        failed = factory.Trait(state=JobState.FAILED, attempts=3, failure="ValueError")

    kind = "tests.letter"
    dedupe_key = factory.Sequence(lambda n: f"letter-{n}")
    payload = factory.LazyFunction(dict)
    requested_by = factory.SubFactory(UserFactory, role="staff")


class OutgoingMessageFactory(DjangoModelFactory):
    class Meta:
        model = OutgoingMessage

    kind = "tests.note"
    dedupe_key = factory.Sequence(lambda n: f"note-{n}")
    recipient = factory.SubFactory(UserFactory, role="staff")
    language = "sq"
