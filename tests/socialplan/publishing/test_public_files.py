"""The announcement orders what everybody may fetch, and the public page lists what is there."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from municipality.services import install_reference_data
from operations.models import Job
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.publishing.enums import PUBLIC_OUTPUTS, OutputKind
from socialplan.publishing.services.generated_files import order_public_files
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanReportFactory, PlanVersionFactory, publish, put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.fixture
def version() -> PlanVersion:
    return publish(PlanVersionFactory(content=True), PlanState.ANNOUNCED)


def ordered(version: PlanVersion) -> set[tuple[str, str]]:
    return set(version.reports.values_list("kind", "language"))


def page(client: Any, version: PlanVersion, language: str = "sq") -> str:
    address = reverse("publishing:version_public", args=[version.pk]).replace("/sq/", f"/{language}/")
    return str(client.get(address).content.decode())


def ready(version: PlanVersion, **fields: Any) -> Any:
    return PlanReportFactory(version=version, ready=True, **({"state": PlanState.ANNOUNCED} | fields))


def test_every_public_file_is_ordered_in_both_languages_once(version: PlanVersion) -> None:
    version.plan.round_links.create(round=RoundFactory(is_closed=True))
    secretary = UserFactory(role=Role.SECRETARY)

    for _time in range(2):
        order_public_files(version, actor=secretary)

    assert ordered(version) == {(str(kind), language) for kind in PUBLIC_OUTPUTS for language in ("sq", "en")}
    assert Job.objects.count() == version.reports.count() == 2 * len(PUBLIC_OUTPUTS)


def test_what_cannot_be_made_is_not_ordered(version: PlanVersion) -> None:
    """No consultation round is linked, so there is no consultation report."""
    order_public_files(version, actor=UserFactory(role=Role.SECRETARY))

    assert OutputKind.CONSULTATION_PDF not in {kind for kind, _language in ordered(version)}
    assert OutputKind.PLAN_PDF in {kind for kind, _language in ordered(version)}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_public_page_lists_the_newest_of_each_kind_and_language(
    language: str, version: PlanVersion, client: Any
) -> None:
    english, old, new = ready(version, language="en"), ready(version), ready(version)
    sheet = ready(version, kind=OutputKind.ACTION_PLAN_XLSX)

    html = page(client, version, language)

    for report in (new, english, sheet):
        assert f'href="/{language}/plan/files/{report.pk}/"' in html
        fetched = client.get(f"/{language}/plan/files/{report.pk}/")
        assert b"".join(fetched.streaming_content) == b"%PDF-1.7 a plan"
    assert f"/plan/files/{old.pk}/" not in html
    places = [html.index(f"/plan/files/{report.pk}/") for report in (new, english, sheet)]
    assert places == sorted(places)


def test_what_is_not_public_or_not_ready_is_not_listed(version: PlanVersion, client: Any) -> None:
    hidden = [
        ready(version, kind=OutputKind.DOSSIER_ZIP),
        ready(version, state=PlanState.DRAFTING),
        PlanReportFactory(version=version, state=PlanState.ANNOUNCED, kind=OutputKind.PLAN_DOCX),
    ]

    html = page(client, version)

    assert not [report for report in hidden if f"/plan/files/{report.pk}/" in html]


def test_the_public_page_leads_to_the_comparison_with_each_published_version(client: Any) -> None:
    first = publish(PlanVersionFactory(content=True), PlanState.SUPERSEDED)
    second = publish(PlanVersionFactory(plan=first.plan, number=first.number + 1))
    draft = PlanVersionFactory(plan=first.plan, number=first.number + 2)
    comparison = reverse("content:version_compare_public", args=[second.pk, first.pk])

    for version in (first, second):
        html = page(client, version)
        assert html.count(f'href="{comparison}"') == 1
        assert f"compare/{draft.pk}/" not in html
        assert f"public/{draft.pk}/" not in html


@pytest.mark.parametrize("count", [1, 12])
def test_the_public_page_asks_as_often_for_many_files_as_for_one(
    count: int, version: PlanVersion, client: Any, django_assert_num_queries: Any
) -> None:
    put_in_state(version, PlanState.IN_FORCE)
    for number in range(count):
        ready(version)
        publish(PlanVersionFactory(plan=version.plan, number=version.number + number + 1), PlanState.SUPERSEDED)

    with django_assert_num_queries(30):
        page(client, version)


def test_the_step_of_the_announcement_orders_them(journey: Any, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    version = journey.version

    kinds = set(version.reports.filter(state=PlanState.ANNOUNCED).values_list("kind", "language"))
    assert {("plan_pdf", "sq"), ("plan_pdf", "en"), ("plan_docx", "sq"), ("action_plan_xlsx", "en")} <= kinds
