import zlib
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from operations.enums import JobState
from operations.files import store_file
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import plan_json_text
from socialplan.content.services.seal import take_snapshot
from socialplan.publishing.documents.plan_pdf import PlanReportContext, load_version, render_plan
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.models import PlanReport
from tests.factories.municipality import MunicipalityFactory
from tests.factories.operations import JobFactory
from tests.factories.socialplan import PlanReportFactory, PlanVersionFactory, publish, put_in_state
from vlora_plan.pages.verifying import ADOPTED, Found

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


def issued(version: PlanVersion, content: bytes, **fields: Any) -> PlanReport:
    """A file that was made of the version here, as it stood or as told."""
    made = {"state": JobState.DONE, "result_file": store_file(content, "plani.pdf", uploaded_by=None, purpose="job")}
    report: PlanReport = PlanReportFactory(
        **{"version": version, "state": version.state, **fields}, job=JobFactory(**made)
    )
    return report


def test_the_hash_of_the_adopted_content_is_recognised(client: Any, version: PlanVersion) -> None:
    sent = client.post(reverse("site:verify"), {"sha256": version.seal.sha256.upper()})
    page = client.get(sent.url)

    finding = page.context["finding"]
    assert (finding.found, finding.version, finding.tone) == (Found.CONTENT, version, "success")
    told = page.content.decode()
    assert str(version.plan.title_sq) in told
    assert f"{finding.decision}, 30.05.2024" in told


def test_the_code_on_the_cover_leads_to_the_finding(client: Any, version: PlanVersion) -> None:
    address = PlanReportContext.of(load_version(version.pk)).verify_address

    page = client.get(urlsplit(address).path)

    assert page.context["finding"].version == version


def test_another_hash_is_plainly_not_the_adopted_one(client: Any, version: PlanVersion) -> None:
    page = client.get(reverse("site:verify_hash", args=["0" * 64]))

    finding = page.context["finding"]
    assert (finding.found, finding.version, finding.tone) == (Found.NOTHING, None, "danger")


def test_the_issued_file_is_recognised_as_a_whole(client: Any, version: PlanVersion) -> None:
    issued(version, b"%PDF-1.7 the issued file")

    finding = upload(client, b"%PDF-1.7 the issued file").context["finding"]

    assert (finding.found, finding.version, finding.tone) == (Found.FILE, version, "success")
    assert finding.sha256 == version.seal.sha256


def test_a_printed_draft_is_named_as_a_draft(client: Any, version: PlanVersion) -> None:
    issued(version, b"%PDF-1.7 a draft", state=PlanState.IN_REVIEW)

    page = upload(client, b"%PDF-1.7 a draft")

    assert (page.context["finding"].found, page.context["finding"].tone) == (Found.DRAFT, "warning")
    assert page.context["finding"].decision is None


def test_a_draft_of_the_content_adopted_later_stays_a_draft(client: Any, version: PlanVersion) -> None:
    content = pdf_with(version.seal.canonical_json.encode())
    issued(version, content, state=PlanState.IN_REVIEW, content_sha256=version.seal.sha256)

    assert upload(client, content).context["finding"].found is Found.DRAFT


@pytest.mark.parametrize("way", ["hash", "file"])
def test_the_content_sent_to_review_is_known_as_a_draft(client: Any, version: PlanVersion, way: str) -> None:
    draft = PlanVersionFactory(content=True)
    snapshot = take_snapshot(draft, plan_json_text(draft))

    if way == "hash":
        page = client.get(reverse("site:verify_hash", args=[snapshot.sha256]))
    else:
        page = upload(client, pdf_with(snapshot.canonical_json.encode()))

    assert (page.context["finding"].found, page.context["finding"].version) == (Found.DRAFT, draft)


def test_a_file_issued_beside_the_plan_is_not_the_plan(client: Any, version: PlanVersion) -> None:
    issued(version, b"%PDF-1.7 the report", kind=OutputKind.CONSULTATION_PDF)

    finding = upload(client, b"%PDF-1.7 the report").context["finding"]

    assert (finding.found, finding.tone) == (Found.OTHER_FILE, "info")


def test_an_altered_file_is_refused_though_the_adopted_content_is_inside(client: Any, version: PlanVersion) -> None:
    finding = upload(client, pdf_with(version.seal.canonical_json.encode())).context["finding"]

    assert (finding.found, finding.version, finding.tone) == (Found.ALTERED, version, "danger")


def test_a_file_of_many_streams_is_asked_about_once(
    client: Any, version: PlanVersion, django_assert_max_num_queries: Any
) -> None:
    forged = b"%PDF-1.7\n" + b"1 0 obj\n<<>>\nstream\n" + zlib.compress(b"") + b"\nendstream\n"
    many = forged + b"stream\n" * 60_000 + b"endstream\n" + (b"stream\nx\nendstream\n" * 3_000)

    with django_assert_max_num_queries(25):
        assert upload(client, many).context["finding"].found is Found.NOTHING


def test_a_file_with_changed_content_is_not_the_adopted_one(client: Any, version: PlanVersion) -> None:
    changed = version.seal.canonical_json.replace("1", "2").encode()

    assert upload(client, pdf_with(changed)).context["finding"].found is Found.NOTHING


def test_a_printed_plan_is_refused_once_a_byte_was_added(client: Any, version: PlanVersion) -> None:
    printed = render_plan(load_version(version.pk), language="sq")
    issued(version, printed)

    assert upload(client, printed).context["finding"].found is Found.FILE
    assert upload(client, printed + b"\n").context["finding"].found is Found.ALTERED


def test_a_draft_printed_elsewhere_is_known_by_what_it_carries(client: Any, version: PlanVersion) -> None:
    draft = PlanVersionFactory(content=True)
    take_snapshot(draft, plan_json_text(draft))

    finding = upload(client, render_plan(load_version(draft.pk), language="en")).context["finding"]

    assert (finding.found, finding.version) == (Found.DRAFT, draft)


def test_a_replaced_version_leads_to_the_one_in_force(client: Any, version: PlanVersion) -> None:
    sha256 = version.seal.sha256
    put_in_state(version, PlanState.SUPERSEDED)
    later = publish(PlanVersionFactory(plan=version.plan, number=version.number + 1, content=True))

    page = client.get(reverse("site:verify_hash", args=[sha256]))

    finding = page.context["finding"]
    assert (finding.tone, finding.in_force) == ("warning", later)
    assert reverse("publishing:version_public", args=[later.pk]) in page.content.decode()


@pytest.mark.parametrize(("state", "tone"), [(PlanState.REPEALED, "danger"), (PlanState.EXPIRED, "warning")])
def test_what_no_longer_holds_says_so(client: Any, version: PlanVersion, state: str, tone: str) -> None:
    put_in_state(version, state)

    page = client.get(reverse("site:verify_hash", args=[version.seal.sha256]))

    finding = page.context["finding"]
    assert (finding.found, finding.tone) == (Found.CONTENT, tone)
    assert finding.heading != ADOPTED[0]
    assert str(PlanState(state).label) in page.content.decode()


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
