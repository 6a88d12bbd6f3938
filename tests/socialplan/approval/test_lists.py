"""No list names what its reader may not open: every link of every list is followed, for every role."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from municipality.services import install_reference_data
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.rules import READABLE_BY_COUNCIL, readable_versions
from socialplan.publishing.reference import install_approval_rows
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanFactory, PlanReportFactory, PlanVersionFactory, publish
from tests.socialplan.addresses import named

pytestmark = pytest.mark.django_db
LISTS = ("plan_list", "plan_public", "approval_lists", "text_list", "outline_list")
LISTS_OF_VERSION = (
    "version_detail",
    "version_files",
    "version_compare_choose",
    "version_approval",
    "comment_list",
    "finding_list",
    "coverage",
)


@pytest.fixture
def versions() -> list[PlanVersion]:
    """One in force, one before the council and a draft of the same plan, and drafts of two others."""
    MunicipalityFactory()
    install_reference_data()
    install_approval_rows(actor=None)
    in_force = publish(PlanVersionFactory(content=True))
    before_council = PlanVersionFactory(plan=in_force.plan, content=True, state=PlanState.BEFORE_COUNCIL)
    PlanVersionFactory(plan=in_force.plan, content=True)
    PlanVersionFactory(plan=PlanFactory(title_sq="Projekti i parë"))
    PlanVersionFactory(plan=PlanFactory(title_sq="Projekti i dytë"), state=PlanState.IN_REVIEW)
    for kind in ("plan_pdf", "letters_zip", "dossier_zip"):
        PlanReportFactory(version=before_council, kind=kind, ready=True)
    return [in_force, before_council]


def links_of(page: Any) -> set[str]:
    """Those to pages; files have tests of their own."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'href="(/sq/plan/(?!files/)[^"#?]*/)["#?]', main))


@pytest.mark.parametrize("role", Role.values)
def test_every_link_of_a_list_opens_for_who_reads_it(role: str, versions: list[PlanVersion], client_of: Any) -> None:
    client = client_of(UserFactory(role=role))
    pages = [reverse(named(name)) for name in LISTS]
    pages += [reverse(named(name), args=[each.pk]) for each in versions for name in LISTS_OF_VERSION]
    links: set[str] = set()
    for page in pages:
        answer = client.get(page)
        links |= links_of(answer) if answer.status_code == 200 else set()

    assert {link for link in links if client.get(link).status_code in {403, 404}} == set()
    assert role in {Role.NGO} or any(f"/versions/{versions[0].pk}/" in link for link in links)


def test_a_councillor_is_not_told_of_drafts(versions: list[PlanVersion], client_of: Any) -> None:
    page = reverse("content:plan_list")

    shown = client_of(UserFactory(role=Role.COUNCILLOR)).get(page)
    staff = client_of(UserFactory(role=Role.STAFF)).get(page)

    assert set(shown.context["versions"]) == set(versions)
    assert "Projekti i" not in shown.content.decode()
    assert len(staff.context["versions"]) == 5


@pytest.mark.parametrize("role", Role.values)
def test_the_list_and_the_permission_agree_in_every_state(role: str) -> None:
    user, made = UserFactory(role=role), [PlanVersionFactory(state=state) for state in PlanState.values]

    listed = set(readable_versions(user))

    every = PlanVersion.objects.all()
    assert listed == {each for each in every if user.has_perm("content.view_plan", each)}
    assert role != Role.COUNCILLOR or {each.state for each in listed} == READABLE_BY_COUNCIL
    assert not user.has_perm("content.work_on_version") or listed == set(every)  # as the search takes for granted
    assert len(made) == len(PlanState.values)
