"""A new database is migrated with models drawn once; what they tell is what Django would have drawn."""

from typing import Any

import pytest
from django.db import models
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterConstraint,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.state import ProjectState

from operations.database.migrating import models_drawn_once

POSITIVE = models.CheckConstraint(name="positive", condition=models.Q(figure__gt=0))
ALONE = models.UniqueConstraint(name="alone", fields=["figure"])
ANSWERED = models.CheckConstraint(
    name="positive", condition=models.Q(figure__gt=0), violation_error_message="Above zero"
)
KEY = ("id", models.BigAutoField(primary_key=True))


def plan() -> list[Any]:
    town = models.ForeignKey("probe.Town", on_delete=models.CASCADE, related_name="streets")
    return [
        CreateModel("Town", [KEY, ("figure", models.IntegerField())]),
        CreateModel("Street", [KEY, ("town", town), ("friends", models.ManyToManyField("probe.Town"))]),
        AddConstraint("Town", POSITIVE),
        AddConstraint("Town", ALONE),
        AddIndex("Town", models.Index(fields=["figure"], name="by_figure")),
        AddIndex("Street", models.Index(fields=["town"], name="by_town")),
        AlterConstraint("Town", "positive", ANSWERED),
        CreateModel("House", [KEY, ("street", models.ForeignKey("probe.Street", on_delete=models.CASCADE))]),
        AddField("House", "number", models.IntegerField(default=1)),
        AddField("Street", "next", models.ForeignKey("probe.Street", on_delete=models.CASCADE, null=True)),
        AddField("House", "town", models.ForeignKey("probe.Town", on_delete=models.CASCADE, related_name="houses")),
        AddField("Town", "twins", models.ManyToManyField("probe.Town")),
        AddField("Town", "main", models.OneToOneField("probe.Street", on_delete=models.CASCADE, null=True)),
        RemoveIndex("Street", "by_town"),
        RemoveConstraint("Town", "alone"),
    ]


def told(apps: Any) -> dict[str, Any]:
    """What a step's statements are made from."""
    return {
        model._meta.label: (
            sorted(
                (field.name, type(field).__name__, str(field.related_model and field.related_model._meta.label))
                for field in fields
            ),
            list(model._meta.constraints),
            list(model._meta.total_unique_constraints),
            [each.deconstruct() for each in model._meta.indexes],
        )
        for model in apps.get_models(include_auto_created=True)
        for fields in [model._meta.get_fields(include_hidden=True)]
    }


@pytest.mark.parametrize("steps", range(1, len(plan()) + 1))
def test_after_each_step_the_models_are_those_of_the_state(steps: int) -> None:
    state = ProjectState()
    assert state.apps

    with models_drawn_once():
        for operation in plan()[:steps]:
            operation.state_forwards("probe", state)
    drawn = told(state.apps)
    anew = state.clone()
    vars(anew).pop("apps")

    assert drawn == told(anew.apps)


def test_only_what_a_step_changes_is_drawn_and_afterwards_all_is_as_django_has_it() -> None:
    before = {
        name: getattr(ProjectState, name) for name in ("add_model", "add_field", "_append_option", "_remove_option")
    }
    state = ProjectState()
    assert state.apps
    with models_drawn_once():
        for operation in plan()[:2]:
            operation.state_forwards("probe", state)
        town = state.apps.get_model("probe", "town")
        for operation in plan()[2:]:
            operation.state_forwards("probe", state)

    assert state.apps.get_model("probe", "town") is town
    assert {name: getattr(ProjectState, name) for name in before} == before
