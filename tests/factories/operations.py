import factory
from factory.django import DjangoModelFactory

from operations.enums import JobState
from operations.models import Job, OutgoingMessage, StoredFile
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


class StoredFileFactory(DjangoModelFactory):
    """The row alone; nothing lies in the storage."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    name = "plani.docx"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    size = 1
    file = factory.LazyAttribute(lambda row: f"files/{row.sha256[:2]}/{row.sha256}")
    uploaded_by = factory.SubFactory(UserFactory, role="staff")
