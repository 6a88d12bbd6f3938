from typing import Any

from accounts.enums import Role
from tests.access import EVERYBODY, INSIDE, LOGGED_IN, Page
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)

AUTHORS = {Role.STAFF, Role.EXPERT}


def edition() -> list[Any]:
    small_number_thresholds()
    return [AssessmentFactory().pk]


def sheet() -> list[Any]:
    return [*edition(), "csv"]


def step() -> list[Any]:
    return [NeedFactory().assessment_id, "verify"]


def need() -> list[Any]:
    small_number_thresholds()
    return [NeedFactory().pk]


def service() -> list[Any]:
    small_number_thresholds()
    return [ServiceFactory(is_undisclosed=True).pk]


def services() -> list[Any]:
    small_number_thresholds()
    ServiceFactory(is_undisclosed=True)
    return []


def published() -> list[Any]:
    small_number_thresholds()
    return [AssessmentFactory(published=True).pk]


ACCESS = {
    "assessments:assessment_list": Page(allowed=INSIDE),
    "assessments:assessment_create": Page(allowed=AUTHORS),
    "assessments:assessment_detail": Page(args=edition, allowed=INSIDE),
    "assessments:assessment_update": Page(args=edition, allowed=AUTHORS),
    "assessments:assessment_step": Page(args=step, method="post", allowed=AUTHORS, status=302),
    "assessments:assessment_matrix": Page(args=edition, allowed=INSIDE),
    "assessments:assessment_public": Page(args=published, allowed=EVERYBODY),
    "assessments:need_export": Page(args=sheet, allowed=INSIDE),
    "assessments:need_create": Page(args=edition, allowed=AUTHORS),
    "assessments:datapoint_create": Page(args=edition, allowed=AUTHORS),
    "assessments:need_detail": Page(args=need, allowed=INSIDE),
    "assessments:need_update": Page(args=need, allowed=AUTHORS),
    "assessments:service_list": Page(args=services, allowed=LOGGED_IN),
    "assessments:service_create": Page(allowed={Role.STAFF}),
    "assessments:service_export": Page(args=lambda: [*services(), "csv"], allowed=LOGGED_IN),
    "assessments:service_detail": Page(args=service, allowed=LOGGED_IN),
    "assessments:service_update": Page(args=service, allowed={Role.STAFF}),
    "assessments:group_list": Page(allowed=INSIDE),
    "assessments:group_create": Page(allowed={Role.ADMIN}),
    "assessments:group_update": Page(args=lambda: [TargetGroupFactory().pk], allowed={Role.ADMIN}),
    "assessments:service_type_list": Page(allowed=INSIDE),
    "assessments:service_type_create": Page(allowed={Role.ADMIN}),
    "assessments:service_type_update": Page(args=lambda: [ServiceTypeFactory().pk], allowed={Role.ADMIN}),
}
