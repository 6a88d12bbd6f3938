import zlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from operations.enums import JobState
from operations.models import Job, StoredFile
from socialplan.enums import PlanState
from socialplan.models import PlanReport, PlanVersion
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanReportFactory, PlanVersionFactory
from vlora_plan.verifying import verify_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> PlanVersion:
    MunicipalityFactory()
    sealed: PlanVersion = PlanVersionFactory(content=True, state="in_force")
    return sealed


def upload(client: Any, content: bytes) -> Any:
    return client.post(reverse("site:verify"), {"document": SimpleUploadedFile("plani.pdf", content)})


def pdf_with(attachment: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + zlib.compress(attachment) + b"\nendstream\nendobj\n%%EOF"


def test_the_hash_of_the_adopted_content_is_recognised(client: Any, version: PlanVersion) -> None:
    sent = client.post(reverse("site:verify"), {"sha256": version.seal.sha256.upper()})
    page = client.get(sent.url)

    assert page.context["finding"].seal == version.seal
    assert str(version.plan.title_sq) in page.content.decode()


def test_another_hash_is_plainly_not_the_adopted_one(client: Any, version: PlanVersion) -> None:
    page = client.get(reverse("site:verify_hash", args=["0" * 64]))

    assert page.context["finding"].seal is None


def test_the_issued_file_is_recognised_as_a_whole(client: Any, version: PlanVersion) -> None:
    content = b"%PDF-1.7 the issued file"
    file = StoredFile(name="plani.pdf", content_type="application/pdf", size=len(content))
    file.sha256 = verify_file(content).sha256
    file.file.save("plani.pdf", ContentFile(content))
    job = Job.objects.create(kind="plan", dedupe_key="plan-1", state=JobState.DONE, result_file=file)
    PlanReport.objects.create(version=version, language="sq", state=version.state, job=job)

    finding = upload(client, content).context["finding"]

    assert (finding.seal, finding.is_whole_file) == (version.seal, True)


def test_a_draft_printed_before_the_adoption_is_not_the_issued_file(client: Any, version: PlanVersion) -> None:
    PlanReportFactory(version=version, state=PlanState.IN_REVIEW, ready=True)

    assert upload(client, b"%PDF-1.7 a plan").context["finding"].seal is None


def test_a_file_with_the_adopted_content_attached_is_told_apart_from_the_issued_one(
    client: Any, version: PlanVersion
) -> None:
    finding = upload(client, pdf_with(version.seal.canonical_json.encode())).context["finding"]

    assert (finding.seal, finding.is_whole_file) == (version.seal, False)


def test_a_changed_file_is_not_the_adopted_one(client: Any, version: PlanVersion) -> None:
    changed = version.seal.canonical_json.replace("1", "2").encode()

    assert upload(client, pdf_with(changed)).context["finding"].seal is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "__all__"),
        ({"sha256": "tridhjetë"}, "sha256"),
        ({"document": SimpleUploadedFile("plani.pdf", b"nothing of the kind")}, "document"),
    ],
)
def test_nonsense_gets_a_sentence(client: Any, version: PlanVersion, sent: dict[str, Any], field: str) -> None:
    page = client.post(reverse("site:verify"), sent)

    assert list(page.context["form"].errors) == [field]


def test_an_address_that_is_no_hash_does_not_exist(client: Any, version: PlanVersion) -> None:
    assert client.get(reverse("site:verify_hash", args=["abc"])).status_code == 404
