"""Every page of a draft leads in one click to its comparison with the version in force."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import URLPattern, reverse

from accounts.enums import Role
from municipality.services import install_reference_data
from socialplan.approval.acts.registry import ACTS, RECORDABLE, WITHDRAWABLE
from socialplan.content.enums import FindingCode, PlanKind, PlanState
from socialplan.content.models import PlanVersion
from tests.access.socialplan import ACCESS
from tests.factories.accounts import UserFactory
from tests.factories.acts import recorded
from tests.factories.consultations import DispositionFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    DocumentImportFactory,
    PlanVersionFactory,
    publish,
    put_in_state,
)
from tests.socialplan.addresses import PATTERNS, named

pytestmark = pytest.mark.django_db

Args = Callable[[PlanVersion], list[Any]]


def itself(version: PlanVersion, *more: Any) -> list[Any]:
    return [version.pk, *more]


def answer_of(version: PlanVersion) -> int:
    answer = DispositionFactory(recommendation__round__is_closed=True)
    version.plan.round_links.create(round=answer.recommendation.round)
    return int(answer.pk)


def kept_warning(version: PlanVersion) -> list[Any]:
    chapter = ChapterFactory(version=version, body_sq="")
    return itself(version, FindingCode.EMPTY_CHAPTER.value, chapter.key)


def amended(version: PlanVersion) -> list[Any]:
    return [PlanVersionFactory(plan=version.plan, content=True, state=PlanState.AMENDING).pk]


def adopted(version: PlanVersion) -> list[Any]:
    return [put_in_state(version, PlanState.ADOPTED).pk]


def recorder(kind: str) -> Role:
    special = {"mayor_return": Role.MAYOR, "working_group": Role.MAYOR, "prior_notice": Role.COORDINATOR}
    return special.get(kind, Role.SECRETARY)


def withdrawer(kind: str) -> Role:
    special = {"opinion": Role.ADMIN, "mayor_order": Role.MAYOR}
    return special.get(kind, recorder(kind))


def act(kind: str, version: PlanVersion) -> list[Any]:
    after = ACTS[kind].after
    return itself(version, kind, *([recorded(after, version).pk] if after else []))


def withdrawal(kind: str, version: PlanVersion) -> list[Any]:
    return itself(version, kind, recorded(kind, version).pk)


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
    "followed_plan": (Role.STAFF, itself),
    "round_link": (Role.STAFF, itself),
    "version_step": (Role.STAFF, lambda version: itself(version, "review")),
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
    "document_detail": (Role.STAFF, lambda version: [DocumentImportFactory(version=version).pk]),
    "content_create": (Role.STAFF, lambda version: itself(version, "measure")),
    "content_update": (Role.STAFF, lambda version: ["measure", version.measures.get().pk]),
    "measure_detail": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "measure_budget": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "measure_links": (Role.STAFF, lambda version: [version.measures.get().pk]),
    "indicator_targets": (Role.STAFF, lambda version: [version.indicators.get().pk]),
    "finding_keep": (Role.STAFF, kept_warning),
    "version_confirm": (Role.SECRETARY, amended),
    "version_reexamine": (Role.SECRETARY, adopted),
}
# The pages that serve a table of acts, with each kind of act.
ACT_PAGES: dict[str, list[tuple[Role, Args]]] = {
    "act_create": [(recorder(kind), partial(act, kind)) for kind in RECORDABLE if not ACTS[kind].after],
    "act_follow": [(recorder(kind), partial(act, kind)) for kind in RECORDABLE if ACTS[kind].after],
    "act_withdraw": [(withdrawer(kind), partial(withdrawal, kind)) for kind in WITHDRAWABLE],
}
CASES = [(name, *page) for name, page in PAGES.items()] + [
    (name, *page) for name, pages in ACT_PAGES.items() for page in pages
]
# What is no page of a draft though it asks for a login: lists of all plans, and what a page fetches for itself.
OTHER = {
    *{"plan_list", "plan_create", "approval_lists", "committee_create", "committee_update"},
    *{"addressee_create", "addressee_update", "text_list", "template_update"},
    *{"word_template_list", "word_template"},
    *{"legal_basis_create", "legal_basis_update", "outline_list", "outline_create", "outline_update"},
    *{"source_list", "source_create", "source_update", "programme_create", "programme_update"},
    *{"content_autosave", "measure_budget_autosave", "measure_links_autosave", "indicator_targets_autosave"},
    *{"report_state", "numbers_confirm"},
}


@pytest.fixture
def draft(request: pytest.FixtureRequest) -> PlanVersion:
    """Beside the version in force; of a strategy where the page is one that only a strategy has."""
    MunicipalityFactory()
    install_reference_data()
    is_strategy = "followed_plan" in request.node.name
    kind = PlanKind.MONITORING_STRATEGY if is_strategy else PlanKind.PLAN
    in_force = publish(PlanVersionFactory(plan__kind=kind, content=True), PlanState.IN_FORCE)
    return PlanVersionFactory(plan=in_force.plan, content=True)  # type: ignore[no-any-return]


def older(version: PlanVersion) -> PlanVersion:
    return version.siblings().in_force().get()


def leads_to_the_comparison(page: Any, version: PlanVersion) -> bool:
    comparison = reverse("content:version_compare", args=[version.pk, older(version).pk])
    navigation = page.content.decode().partition('<nav class="version-nav')[2].partition("</nav>")[0]
    return page.status_code == 200 and f'href="{comparison}"' in navigation


def test_every_page_is_a_page_of_a_draft_or_said_to_be_none() -> None:
    """Deeds and files are functions; the pages of the public open themselves; whatever else there is, is listed."""
    addresses = [pattern for pattern in PATTERNS if isinstance(pattern, URLPattern)]
    pages = [each for each in addresses if hasattr(each.callback, "view_class")]
    closed = {str(page.name) for page in pages if getattr(page.callback, "login_required", True)}

    assert closed - OTHER == set(PAGES) | set(ACT_PAGES)
    assert closed >= OTHER


def test_what_is_no_class_is_no_page(client_of: Any, draft: PlanVersion) -> None:
    client = client_of(UserFactory(role=Role.STAFF))
    addresses = [pattern for pattern in PATTERNS if isinstance(pattern, URLPattern)]

    for each in addresses:
        name = named(each.name)
        if not hasattr(each.callback, "view_class"):
            answer = client.get(reverse(name, args=ACCESS[name].args()))
            assert answer.status_code != 200 or "html" not in answer["Content-Type"], name


@pytest.mark.parametrize(("name", "role", "args"), CASES)
def test_a_page_of_a_draft_leads_to_the_comparison_with_the_version_in_force(
    name: str, role: Role, args: Args, draft: PlanVersion, client_of: Any
) -> None:
    address = reverse(named(name), args=args(draft))

    page = client_of(UserFactory(role=role)).get(address)

    assert leads_to_the_comparison(page, draft.plan.versions.latest("pk"))


def test_two_texts_of_a_draft_lead_to_the_comparison(draft: PlanVersion, client_of: Any) -> None:
    chapter = draft.chapters.get()
    client, page = (
        client_of(UserFactory(role=Role.STAFF)),
        reverse("drafting:content_update", args=["chapter", chapter.pk]),
    )
    opened = client.get(page).context["form"]
    sent = {name: opened[name].value() or "" for name in opened.fields} | {"title_sq": "Titulli im"}
    draft.chapters.update(title_sq="Titulli i kolegut", revision=chapter.revision + 1)

    merge = client.post(page, sent)

    assert merge.templates[0].name == "drafting/content_merge.html"
    assert leads_to_the_comparison(merge, draft)


@pytest.mark.parametrize("kind", ["measure", "indicator"])
def test_the_trace_in_a_draft_leads_to_the_comparison(kind: str, draft: PlanVersion, client_of: Any) -> None:
    row = getattr(draft, f"{kind}s").get()
    address = reverse("site:trace", args=[kind, row.key]) + f"?version={draft.pk}"
    client = client_of(UserFactory(role=Role.STAFF))

    assert leads_to_the_comparison(client.get(address), draft)
    assert b"version_compare" not in client.get(f"{address}&as=public").content
