"""The JSON of a version against its schema: nothing undocumented, nothing that does not fit."""

import json
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from jsonschema import Draft202012Validator

from core.templatetags.ui import code_marks
from socialplan.content.models import (
    FundingLine,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
    PlanVersion,
)
from socialplan.content.plan_json import CONTENT_FIELDS, FORMAT, plan_json_text, version_content
from socialplan.content.services.frozen import freeze_blocks
from socialplan.publishing.open_data import relations, schema_text
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import (
    ChapterFactory,
    FundingLineFactory,
    FundingSourceFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    RiskFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    publish,
)

SCHEMA = json.loads(schema_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def complaints(version: PlanVersion) -> list[str]:
    content = json.loads(plan_json_text(version))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(content)]


def columns_of(relation: str) -> dict[str, Any]:
    columns: dict[str, Any] = SCHEMA["properties"][relation]["items"]["properties"]
    return columns


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["properties"]["format"]["const"] == FORMAT


def test_every_table_of_the_content_is_described() -> None:
    assert set(SCHEMA["properties"]) == {"format", "plan", *CONTENT_FIELDS}
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"])


@pytest.mark.parametrize("relation", sorted(CONTENT_FIELDS))
def test_every_column_is_described_in_both_languages(relation: str) -> None:
    items, columns = SCHEMA["properties"][relation]["items"], columns_of(relation)

    assert set(columns) == {"key", *(name.replace("__", "_") for name in CONTENT_FIELDS[relation])}
    assert (items["additionalProperties"], items["required"]) == (False, sorted(columns))
    assert all(column["description"] and column["description_sq"] for column in columns.values())


@pytest.mark.parametrize("relation", sorted(CONTENT_FIELDS))
def test_choices_lengths_and_nulls_are_those_of_the_models(relation: str) -> None:
    model: Any = PlanVersion._meta.get_field(relation).related_model
    for name in CONTENT_FIELDS[relation]:
        column, field = columns_of(relation)[name.replace("__", "_")], model._meta.get_field(name.partition("__")[0])
        if field.choices:
            assert column["enum"] == [value for value, _label in field.choices], name
        may_be_null = "null" in column.get("type", ())
        assert may_be_null == field.null, name
        if isinstance(field, models.CharField | models.TextField) and "maxLength" in column:
            assert column["maxLength"] == field.max_length, name


@pytest.mark.django_db
def test_the_demonstration_plan_fits() -> None:
    MunicipalityFactory(is_demo=True)

    version = demo_plan()

    assert complaints(version) == []
    freeze_blocks(version)
    assert version.datablocks.exists()
    assert complaints(version) == []


def random_version(seed: int) -> PlanVersion:
    """Content with every optional field sometimes empty and sometimes full."""
    chance = random.Random(seed)

    def maybe(value: Any, otherwise: Any = None) -> Any:
        return chance.choice([value, otherwise])

    version: PlanVersion = PlanVersionFactory()
    ChapterFactory(version=version, body_en=maybe('<p>Ç “quoted” \\ <span data-footnote="note"></span></p>', ""))
    RiskFactory(version=version, likelihood=chance.randint(1, 3), response_en=maybe("Response", ""))
    goal = StrategicGoalFactory(version=version, title_en=maybe("Goal", ""))
    objective = SpecificObjectiveFactory(goal=goal)
    measure = MeasureFactory(
        objective=objective,
        office=maybe(OfficeFactory()),
        due_on=maybe(date(2025, 3, 1)),
        women_share=maybe(chance.randint(0, 100)),
        budget_programme=maybe("10430", ""),
        gender_objective_sq=maybe("Objektivi gjinor", ""),
    )
    cost = MeasureCostFactory(measure=measure, amount=chance.randint(0, 10**12))
    for state in chance.sample(["secured", "applied", "expected"], chance.randint(1, 3)):
        FundingLineFactory(cost=cost, state=state, amount=chance.randint(1, 10**9))
    FundingLine.objects.create(
        version=version,
        cost=cost,
        source=FundingSourceFactory(code="DON"),
        amount=97_500,
        currency="EUR",
        original_amount=Decimal("1000.00"),
        rate=Decimal("97.500000"),
        rate_on=date(2024, 4, 1),
    )
    indicator = IndicatorFactory(
        objective=objective,
        baseline=maybe(Decimal(chance.randint(-10_000, 10_000)) / 100),
        baseline_year=maybe(2023),
        hides_baseline=maybe(True, False),
    )
    IndicatorTargetFactory(indicator=indicator, value=Decimal(chance.randint(0, 10_000)) / 100)
    need = NeedFactory()
    own = {"version": version, "measure": measure}
    MeasureNeed.objects.create(need=need, **own)
    MeasureGroup.objects.create(group=need.group, **own)
    MeasureUnit.objects.create(unit=AdministrativeUnitFactory(), **own)
    MeasureIndicator.objects.create(indicator=indicator, **own)
    return version


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_a_random_version_fits(seed: int) -> None:
    MunicipalityFactory()
    version = random_version(seed)

    assert complaints(version) == []
    assert all(version_content(version)[relation] for relation in CONTENT_FIELDS if relation != "datablocks")


@pytest.mark.django_db
def test_the_schema_refuses_what_is_not_documented() -> None:
    content = version_content(random_version(1))
    content["measures"][0]["secret"] = "x"
    content["measurecosts"][0]["amount"] = -1
    content["plan"]["version"] = "1"
    del content["risks"]

    assert len(list(VALIDATOR.iter_errors(content))) == 4


@pytest.mark.django_db
def test_everybody_fetches_the_schema_and_the_notes(client: Any) -> None:
    MunicipalityFactory()
    answer = client.get(reverse("publishing:plan_schema"))

    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json() == SCHEMA
    page = client.get(reverse("publishing:data_notes")).content.decode()
    assert all(relation.name in page and code_marks(relation.note) in page for relation in relations())
    assert "Çelësi i objektivit specifik." in page


@pytest.mark.django_db
def test_staff_fetch_a_draft_and_everybody_the_sealed_text(client: Any, client_of: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    address = reverse("publishing:version_content", args=[version.pk])
    staff = client_of(UserFactory(role="staff"))

    assert staff.get(address).content.decode() == plan_json_text(version)
    publish(version)
    assert staff.get(address).content.decode() == version.seal.canonical_json
    client.logout()
    public = client.get(reverse("publishing:version_json", args=[version.pk]))
    assert public.content.decode() == version.seal.canonical_json
    assert public["Content-Disposition"] == f'attachment; filename="plan-2024-2026-v{version.number}.json"'
