from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.models import Assessment, AssessmentStateChange, Need
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db

BROKEN = [
    (TargetGroupFactory, {"base_count": 5}, "group_base_has_source"),
    (ServiceTypeFactory, {"level": "x"}, "service_type_level_known"),
    (ServiceTypeFactory, {"is_official": False}, "service_type_other_names_nearest_official"),
    (AssessmentFactory, {"ends_on": date(2023, 1, 1)}, "assessment_dates_in_order"),
    (AssessmentFactory, {"state": "x"}, "assessment_state_known"),
    (AssessmentFactory, {"weight_gap": 26}, "assessment_weights_make_100"),
    (NeedFactory, {"estimate_low": 61}, "need_estimate_between_low_and_high"),
    (NeedFactory, {"estimate_high": 59}, "need_estimate_between_low_and_high"),
    (NeedFactory, {"covered": 81}, "need_covered_not_above_affected"),
    (NeedFactory, {"severity": 6}, "need_severity_from_one_to_five"),
    (NeedFactory, {"quality": "D"}, "need_quality_known"),
    (NeedFactory, {"voice_score": 101}, "need_voice_within_100"),
    (NeedFactory, {"legal_duty": "full"}, "need_duty_names_its_law"),
    (NeedFactory, {"override_rank": 1}, "need_override_has_reason_and_body"),
    (NeedFactory, {"override_reason": "pse"}, "need_override_has_reason_and_body"),
    (ServiceFactory, {"is_undisclosed": True, "address": "Rruga"}, "service_undisclosed_keeps_no_address"),
    (ServiceFactory, {"is_undisclosed": True, "referral_path": "te"}, "service_undisclosed_keeps_no_address"),
    (ServiceFactory, {"age_from": 18, "age_to": 6}, "service_ages_in_order"),
    (ServiceFactory, {"users_women": 20, "users_men": 11}, "service_sexes_not_above_users"),
    (ServiceFactory, {"status": "x"}, "service_choices_known"),
    (DataPointFactory, {"value": -1}, "data_point_not_negative"),
    (DataPointFactory, {"ends_on": date(2022, 1, 1)}, "data_point_dates_in_order"),
    (DataPointFactory, {"age_from": 18, "age_to": 6}, "data_point_ages_in_order"),
    (DataPointFactory, {"quality": "A"}, "data_point_grade_a_is_verified"),
    (DataPointFactory, {"correction_reason": "pse"}, "data_point_correction_says_why"),
    (FigureDefinitionFactory, {"theme": "x"}, "figure_definition_known"),
    (FigureDefinitionFactory, {"denominator_sq": "banorë"}, "figure_definition_ratio_names_population"),
]


@pytest.mark.parametrize(("factory", "fields", "name"), BROKEN)
def test_what_must_never_be_false_is_refused_by_name(factory: Any, fields: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        factory(**fields)


def test_a_code_stands_once_in_an_edition() -> None:
    need = NeedFactory()

    with pytest.raises(IntegrityError, match="need_code_once_per_assessment"):
        NeedFactory(assessment=need.assessment, code=need.code)


def test_a_figure_is_verified_by_somebody_else() -> None:
    user = UserFactory()

    with pytest.raises(IntegrityError, match="data_point_verified_by_somebody_else"):
        DataPointFactory(entered_by=user, verified_by=user)


def test_the_same_figure_is_entered_once() -> None:
    point = DataPointFactory()

    with pytest.raises(IntegrityError, match="data_point_once"):
        DataPointFactory(assessment=point.assessment, definition=point.definition)


def published_need() -> Need:
    need = NeedFactory()
    need.units.add(AdministrativeUnitFactory())
    AssessedServiceFactory(assessment=need.assessment)
    DataPointFactory(assessment=need.assessment)
    Assessment.objects.filter(pk=need.assessment_id).update(state="published")
    return need


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_need SET severity = 5",
        "DELETE FROM assessments_need_units",
        "UPDATE assessments_assessedservice SET capacity = 1",
        "DELETE FROM assessments_assessedservice",
        "UPDATE assessments_datapoint SET value = 1",
        "UPDATE assessments_assessment SET title_sq = 'tjetër'",
        "UPDATE assessments_assessment SET state = 'drafting'",
    ],
)
def test_a_published_edition_is_frozen_against_sql(statement: str) -> None:
    published_need()

    with pytest.raises(IntegrityError, match="assessment_published_is_frozen"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_published_edition_takes_no_new_need() -> None:
    need = published_need()

    with pytest.raises(IntegrityError, match="assessment_published_is_frozen"):
        NeedFactory(assessment=need.assessment)


def test_steps_are_only_added() -> None:
    change = AssessmentStateChange.objects.create(assessment=AssessmentFactory(), step="verify", to_state="verified")

    with pytest.raises(Exception, match=r"unchangeable|permission denied"), transaction.atomic():
        AssessmentStateChange.objects.filter(pk=change.pk).update(comment="tjetër")
