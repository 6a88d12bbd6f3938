"""The log of edits: what is written down comes back as it was, one row for everything done in one go."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from socialplan.content.enums import NodeKind
from socialplan.content.models import OrderedRow
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.edits import KINDS, NODES, Change, log_edit
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import PlanVersionFactory


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "E re"), ("E vjetër", None), (12, 13), ({"title_sq": "A", "position": 1}, None), ([1, "1.1"], [2, "1.2"])],
)
@pytest.mark.django_db
def test_a_change_comes_back_from_its_row_as_it_was(before: object, after: object) -> None:
    change = Change("measure", uuid4(), "title_sq", before, after)
    row = log_edit(PlanVersionFactory(), "cell", [change], actor=UserFactory(role="staff"))

    (found,) = ContentEdit.objects.get(pk=row.pk).changes
    assert Change.of(found) == change
    assert isinstance(Change.of(found).key, UUID)


@pytest.mark.django_db
def test_what_is_done_in_one_go_is_one_row_in_its_order() -> None:
    changes = [Change("measure", uuid4(), "title_sq", str(number), "x") for number in range(3)]
    version, staff = PlanVersionFactory(), UserFactory(role="staff")

    row = log_edit(version, "paste", changes, actor=staff)

    assert [Change.of(each) for each in row.changes] == changes
    assert (ContentEdit.objects.count(), row.version, row.actor, row.kind) == (1, version, staff, "paste")


@pytest.mark.django_db
def test_what_json_cannot_hold_is_not_written_down_as_something_else() -> None:
    version, staff = PlanVersionFactory(), UserFactory(role="staff")
    change = Change("measure", uuid4(), "due_on", None, date(2024, 1, 1))

    with pytest.raises(TypeError), transaction.atomic():
        log_edit(version, "cell", [change], actor=staff)

    assert not ContentEdit.objects.exists()


def test_every_row_of_the_tree_has_its_kind_and_back() -> None:
    assert {KINDS[model]: model for model in NODES.values()} == NODES
    assert set(NODES.values()) == set(OrderedRow.__subclasses__())
    assert set(NODES) <= set(NodeKind.values)
