"""Every page of a draft leads in one click to its comparison with the version in force."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from accounts.enums import Role
from municipality.services import install_reference_data
from socialplan import urls
from socialplan.enums import PlanState
from socialplan.models import PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.consultations import DispositionFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ImportedDocumentFactory, PlanVersionFactory, publish

pytestmark = pytest.mark.django_db

Args = Callable[[PlanVersion], list[Any]]


def itself(version: PlanVersion, *more: Any) -> list[Any]:
    return [version.pk, *more]


def answer_of(version: PlanVersion) -> int:
    answer = DispositionFactory(recommendation__round__is_closed=True)
    version.plan.round_links.create(round=answer.recommendation.round)
    return int(answer.pk)


# The pages of a draft: who opens each, and what stands in its address.
PAGES: dict[str, tuple[Role, Args]] = {
    "version_detail": (Role.STAFF, itself),
    "version_read": (Role.STAFF, itself),
    "finding_list": (Role.STAFF, itself),
    "comment_list": (Role.STAFF, itself),
    "comment_thread": (Role.STAFF, lambda version: itself(version, "measure", version.measures.get().key)),
    "coverage": (Role.STAFF, itself),
    "version_files": (Role.STAFF, itself),
    "version_compare_choose": (Role.STAFF, itself),
    "version_compare": (Role.STAFF, lambda version: itself(version, older(version).pk)),
    "version_summary": (Role.STAFF, lambda version: itself(version, older(version).pk)),
    "round_link": (Role.STAFF, itself),
    "version_approve": (Role.ADMIN, itself),
    "version_submit": (Role.MAYOR, itself),
    "version_decision": (Role.SECRETARY, itself),
    "version_announce": (Role.SECRETARY, itself),
    "version_order": (Role.MAYOR, itself),
    "version_approval": (Role.STAFF, itself),
    "version_outline": (Role.STAFF, itself),
    "opinion_create": (Role.ADMIN, itself),
    "disposition_target": (Role.STAFF, lambda version: itself(version, answer_of(version))),
    "matrix": (Role.STAFF, itself),
    "matrix_paste": (Role.STAFF, itself),
    "tree": (Role.STAFF, itself),
    "tree_add": (Role.STAFF, lambda version: itself(version, "goal")),
    "tree_node": (Role.STAFF, lambda version: ["measure", version.measures.get().pk]),
    "document_upload": (Role.STAFF, itself),
    "document_detail": (Role.STAFF, lambda version: [ImportedDocumentFactory(version=version).pk]),
    "content_create": (Role.STAFF, lambda version: itself(version, "measure")),
    "content_update": (Role.STAFF, lambda version: ["measure", version.measures.get().pk]),
    "measure_detail": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "measure_budget": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "measure_links": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "indicator_targets": (Role.STAFF, lambda version: [version.indicators.get().pk]),
}
# What is no page of a draft: the public's, lists of all plans, deeds and files, and pages of what comes afterwards.
OTHER = {
    *{"plan_public", "version_public", "version_json", "plan_schema", "data_notes", "measure_public"},
    *{"version_compare_choose_public", "version_compare_public"},
    *{"plan_list", "plan_create", "approval_lists", "committee_create", "committee_update"},
    *{"addressee_create", "addressee_update", "text_list", "template_update"},
    *{"legal_basis_create", "legal_basis_update", "outline_list", "outline_create", "outline_update"},
    *{"place", "comment_settle", "version_amend", "report_request", "version_content", "report_file", "report_state"},
    *{"version_step", "chapter_shift", "matrix_cell", "matrix_row", "tree_shift", "tree_remove", "edit_undo"},
    *{"document_delete", "content_delete", "content_autosave", "coverage_export"},
    *{"version_confirm", "version_reexamine", "act_create", "act_follow", "act_withdraw", "finding_keep"},
}


def older(version: PlanVersion) -> PlanVersion:
    return version.siblings().get()


@pytest.fixture
def draft() -> PlanVersion:
    MunicipalityFactory()
    install_reference_data()
    adopted = publish(PlanVersionFactory(content=True), PlanState.IN_FORCE)
    return PlanVersionFactory(plan=adopted.plan, content=True)  # type: ignore[no-any-return]


def test_every_address_is_a_page_of_a_draft_or_said_to_be_none() -> None:
    names = {str(pattern.name) for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}

    assert names - OTHER == set(PAGES)
    assert not OTHER & set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_draft_leads_to_the_comparison_with_the_version_in_force(
    name: str, draft: PlanVersion, client_of: Any
) -> None:
    role, args = PAGES[name]
    address = reverse(f"socialplan:{name}", args=args(draft))

    page = client_of(UserFactory(role=role)).get(address)

    comparison = reverse("socialplan:version_compare", args=[draft.pk, older(draft).pk])
    assert page.status_code == 200
    navigation = page.content.decode().partition('<nav class="version-nav')[2].partition("</nav>")[0]
    assert f'href="{comparison}"' in navigation
