"""Save, submit and approve take at most twelve queries, however large the plan and however many are told of it."""

from typing import Any

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import User
from socialplan.approval.models import Opinion
from socialplan.approval.services.acts import submit_to_council
from socialplan.approval.services.steps import approve
from socialplan.content.enums import NodeKind
from socialplan.content.plan_json import content_sha256
from socialplan.drafting.forms.content import content_model
from tests.factories.accounts import UserFactory
from tests.factories.consultations import DispositionFactory, RoundFactory
from tests.factories.socialplan import MeasureFactory, PlanDispatchFactory, PlanVersionFactory, RiskFactory, publish
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def logged_in(user: User) -> User:
    """As a request has it: roles and office are read by then."""
    found = User.objects.with_roles().get(pk=user.pk)
    assert found.roles
    return found


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("kind", NodeKind.values)
def test_saving_a_node_by_its_page_takes_twelve_queries(
    kind: str, count: int, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    """Whoever is logged in is asked for with three more: session, person, roles."""
    version = PlanVersionFactory(content=True)
    MeasureFactory.create_batch(count, version=version, objective=version.specificobjectives.first())
    RiskFactory(version=version)
    row = content_model(kind)._default_manager.filter(version=version).latest("pk")
    client, page = client_of(UserFactory(role="staff")), reverse("drafting:content_update", args=[kind, row.pk])
    (form,) = lxml.html.fromstring(client.get(page).content).xpath("//main//form[.//*[@name='title_en']]")
    sent = {name: form.fields[name] or "" for name in form.fields if name} | {"title_en": "Otherwise"}

    with django_assert_max_num_queries(12 + 3):
        assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert row.title_en == "Otherwise"


@pytest.mark.parametrize("count", [1, 30])
def test_an_approval_takes_twelve_queries(count: int, journey: Journey, django_assert_max_num_queries: Any) -> None:
    for _each in range(count):
        UserFactory(role="mayor")
    version = journey.with_opinions()
    admin, shown = logged_in(journey.people["admin"]), content_sha256(version)

    with django_assert_max_num_queries(12):
        approve(version, actor=admin, content_shown=shown, entry=on(2024, 5, 16))


@pytest.mark.parametrize("count", [1, 30])
def test_a_submission_takes_as_many_queries_for_one_round_as_for_thirty(
    count: int, journey: Journey, django_assert_max_num_queries: Any
) -> None:
    version = journey.to_approved()
    for _each in range(count):
        UserFactory(role="councillor")
        version.plan.round_links.create(round=RoundFactory(is_closed=True))
        answer = DispositionFactory(recommendation__round=version.plan.round_links.last().round)
        answer.targets.create(plan=version.plan, node_key=version.measures.get().key, node_kind="measure")
    mayor = logged_in(journey.people["mayor"])

    with django_assert_max_num_queries(12 + 44):  # two papers in two languages are frozen with it, eleven each
        submit_to_council(version, protocol_no="1", actor=mayor, entry=on(2024, 5, 17))


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_the_approval_keeps_its_queries(
    count: int, journey: Journey, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    version = publish(journey.version)
    for number in range(count):
        PlanDispatchFactory(version=version)
        version.complaints.create(
            number=str(number), recipient="head", subject="Afati", happened_on=on(2024, 5, 2).happened_on
        )
        Opinion.objects.create(
            version=version, kind="legal", verdict="favourable", content_sha256="0" * 64, happened_on="2024-05-15"
        )
    client = client_of(journey.people["secretary"])

    with django_assert_max_num_queries(60):
        assert client.get(reverse("approval:version_approval", args=[version.pk])).status_code == 200
