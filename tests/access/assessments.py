from typing import Any

from accounts.enums import Role
from accounts.models import User
from assessments.enums import ImportKind
from tests.access import EVERYBODY, INSIDE, LOGGED_IN, Page
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    FundCallFactory,
    FundCostingFactory,
    FundShareFactory,
    NeedFactory,
    RequirementLineFactory,
    ScaleStepFactory,
    ServiceFactory,
    ServicePartFactory,
    ServiceProviderFactory,
    ServiceTypeFactory,
    SheetImportFactory,
    StaffRequirementFactory,
    TargetGroupFactory,
    small_number_thresholds,
)

AUTHORS = {Role.STAFF, Role.EXPERT}


def edition() -> list[Any]:
    small_number_thresholds()
    return [AssessmentFactory().pk]


def scale_step() -> list[Any]:
    return [ScaleStepFactory().pk]


def sheet() -> list[Any]:
    return [*edition(), "csv"]


def step() -> list[Any]:
    return [NeedFactory().assessment_id, "verify"]


def need() -> list[Any]:
    small_number_thresholds()
    return [NeedFactory().pk]


def figures_of() -> list[Any]:
    point = DataPointFactory()
    return [point.assessment_id, point.definition.code]


def figure() -> list[Any]:
    return [DataPointFactory().pk]


def line() -> list[Any]:
    return [RequirementLineFactory().pk]


def staff() -> list[Any]:
    return [StaffRequirementFactory().pk]


def service() -> list[Any]:
    small_number_thresholds()
    return [ServiceFactory(is_undisclosed=True).pk]


def own_service() -> list[Any]:
    """Run by the organisation for which the visitor speaks."""
    small_number_thresholds()
    organisation = OrganisationFactory()
    for user in User.objects.filter(assignments__role=Role.NGO):
        MembershipFactory(user=user, organisation=organisation)
    return [ServiceFactory(organisation=organisation).pk]


def services() -> list[Any]:
    small_number_thresholds()
    ServiceFactory(is_undisclosed=True)
    return []


def part() -> list[Any]:
    return ["staff", ServicePartFactory().pk]


def call() -> list[Any]:
    return [FundCallFactory().pk]


def costing() -> list[Any]:
    return [FundCostingFactory().pk]


def fund_part() -> list[Any]:
    return ["shares", FundShareFactory().pk]


def published() -> list[Any]:
    small_number_thresholds()
    return [AssessmentFactory(published=True).pk]


def sheet_import() -> list[Any]:
    return [SheetImportFactory().pk]


def services_import() -> list[Any]:
    return [SheetImportFactory(kind=ImportKind.SERVICES, assessment=None).pk]


ACCESS = {
    "assessments:assessment_list": Page(allowed=INSIDE),
    "assessments:assessment_create": Page(allowed=AUTHORS),
    "assessments:assessment_detail": Page(args=edition, allowed=INSIDE),
    "assessments:assessment_next": Page(args=edition, allowed=AUTHORS),
    "assessments:assessment_update": Page(args=edition, allowed=AUTHORS),
    "assessments:assessment_step": Page(args=step, method="post", allowed=AUTHORS, status=302),
    "assessments:assessment_matrix": Page(args=edition, allowed=INSIDE),
    "assessments:assessment_public": Page(args=published, allowed=EVERYBODY),
    "assessments:edition_file": Page(args=lambda: [*edition(), "pdf"], method="post", allowed=INSIDE, status=302),
    "assessments:edition_json": Page(args=published),
    "assessments:edition_csv": Page(args=published),
    "assessments:need_export": Page(args=sheet, allowed=INSIDE),
    "assessments:need_export_create": Page(args=sheet, allowed=INSIDE),
    "assessments:need_list": Page(args=edition, allowed=INSIDE),
    "assessments:need_create": Page(args=edition, allowed=AUTHORS),
    "assessments:datapoint_create": Page(args=edition, allowed=AUTHORS),
    "assessments:assessment_ranking": Page(args=edition, allowed=INSIDE),
    "assessments:assessment_compare": Page(args=edition, allowed=INSIDE),
    "assessments:datapoint_list": Page(args=edition, allowed=INSIDE),
    "assessments:datapoint_conflicts": Page(args=edition, allowed=INSIDE),
    "assessments:datapoint_verify": Page(args=edition, allowed=AUTHORS | {Role.COORDINATOR}),
    "assessments:datapoint_detail": Page(args=figure, allowed=INSIDE),
    "assessments:figure_grid": Page(args=figures_of, allowed=AUTHORS),
    "assessments:figure_grid_cell": Page(args=figures_of, method="post", allowed=AUTHORS, status=422),
    "assessments:figure_grid_paste": Page(args=figures_of, allowed=AUTHORS),
    "assessments:figure_grid_undo": Page(args=figures_of, method="post", allowed=AUTHORS, status=302),
    "assessments:need_grid": Page(args=edition, allowed=AUTHORS),
    "assessments:need_grid_cell": Page(args=edition, method="post", allowed=AUTHORS, status=422),
    "assessments:need_grid_paste": Page(args=edition, allowed=AUTHORS),
    "assessments:need_grid_undo": Page(args=edition, method="post", allowed=AUTHORS, status=302),
    "assessments:service_grid": Page(args=services, allowed={Role.STAFF}),
    "assessments:service_grid_cell": Page(args=services, method="post", allowed={Role.STAFF}, status=422),
    "assessments:service_grid_paste": Page(args=services, allowed={Role.STAFF}),
    "assessments:service_grid_undo": Page(args=services, method="post", allowed={Role.STAFF}, status=302),
    "assessments:datapoint_correct": Page(args=figure, allowed=AUTHORS),
    "assessments:datapoint_remove": Page(args=figure, allowed=AUTHORS),
    "assessments:definition_list": Page(allowed=INSIDE),
    "assessments:definition_detail": Page(args=lambda: [FigureDefinitionFactory().pk], allowed=INSIDE),
    "assessments:definition_create": Page(allowed=AUTHORS | {Role.ADMIN}),
    "assessments:definition_update": Page(args=lambda: [FigureDefinitionFactory().pk], allowed=AUTHORS | {Role.ADMIN}),
    "assessments:need_detail": Page(args=need, allowed=INSIDE),
    "assessments:need_update": Page(args=need, allowed=AUTHORS),
    "assessments:line_create": Page(args=need, allowed=AUTHORS),
    "assessments:line_update": Page(args=line, allowed=AUTHORS),
    "assessments:line_remove": Page(args=line, allowed=AUTHORS),
    "assessments:staff_create": Page(args=edition, allowed=AUTHORS),
    "assessments:staff_update": Page(args=staff, allowed=AUTHORS),
    "assessments:staff_remove": Page(args=staff, allowed=AUTHORS),
    "assessments:service_list": Page(args=services, allowed=LOGGED_IN),
    "assessments:service_create": Page(allowed={Role.STAFF}),
    "assessments:service_export": Page(args=lambda: [*services(), "csv"], allowed=LOGGED_IN),
    "assessments:service_export_create": Page(args=lambda: [*services(), "csv"], allowed=LOGGED_IN),
    "assessments:service_detail": Page(args=service, allowed=LOGGED_IN),
    "assessments:service_update": Page(args=service, allowed={Role.STAFF}),
    "assessments:service_propose": Page(args=own_service, allowed={Role.NGO}),
    "assessments:service_decide": Page(args=service, allowed={Role.STAFF}),
    "assessments:edition_import": Page(args=lambda: [*edition(), "figures"], allowed=AUTHORS),
    "assessments:edition_table": Page(args=lambda: [*edition(), "figures", "csv"], allowed=INSIDE),
    "assessments:edition_table_create": Page(args=lambda: [*edition(), "figures", "csv"], allowed=INSIDE),
    "assessments:shared_import": Page(args=lambda: ["units"], allowed={Role.ADMIN}),
    "assessments:shared_table": Page(args=lambda: [*services(), "services", "csv"], allowed={Role.STAFF}),
    "assessments:shared_table_create": Page(args=lambda: [*services(), "services", "csv"], allowed={Role.STAFF}),
    "assessments:import_list": Page(allowed=AUTHORS | {Role.ADMIN}),
    "assessments:import_template": Page(args=lambda: ["needs"], allowed=AUTHORS | {Role.ADMIN}),
    "assessments:import_detail": Page(args=sheet_import, allowed=AUTHORS),
    "assessments:import_discard": Page(args=sheet_import, allowed=AUTHORS),
    "assessments:import_undo": Page(args=services_import, allowed={Role.STAFF}),
    "assessments:import_mend": Page(args=lambda: [*sheet_import(), "csv"], allowed=AUTHORS),
    "assessments:import_mend_create": Page(args=lambda: [*sheet_import(), "csv"], allowed=AUTHORS),
    "assessments:service_part_create": Page(args=lambda: [*service(), "years"], allowed={Role.STAFF}),
    "assessments:service_part_update": Page(args=part, allowed={Role.STAFF}),
    "assessments:service_part_remove": Page(args=part, allowed={Role.STAFF}),
    "assessments:directory": Page(args=services),
    "assessments:directory_json": Page(args=services),
    "assessments:directory_schema": Page(),
    "assessments:provider_list": Page(allowed=INSIDE),
    "assessments:provider_create": Page(allowed={Role.STAFF}),
    "assessments:provider_update": Page(args=lambda: [ServiceProviderFactory().pk], allowed={Role.STAFF}),
    "assessments:fund": Page(allowed=INSIDE),
    "assessments:call_create": Page(allowed=AUTHORS),
    "assessments:call_detail": Page(args=call, allowed=INSIDE),
    "assessments:call_update": Page(args=call, allowed=AUTHORS),
    "assessments:call_close": Page(args=call, allowed=AUTHORS),
    "assessments:costing_create": Page(args=call, allowed=AUTHORS),
    "assessments:costing_detail": Page(args=costing, allowed=INSIDE),
    "assessments:costing_update": Page(args=costing, allowed=AUTHORS),
    "assessments:costing_package": Page(args=lambda: [*costing(), "docx"], method="post", allowed=INSIDE, status=302),
    "assessments:fund_part_create": Page(args=lambda: ["shares", *call()], allowed=AUTHORS),
    "assessments:fund_part_update": Page(args=fund_part, allowed=AUTHORS),
    "assessments:fund_part_remove": Page(args=fund_part, allowed=AUTHORS),
    "assessments:scale_list": Page(allowed=INSIDE),
    "assessments:scale_step_update": Page(args=scale_step, allowed={Role.ADMIN}),
    "assessments:group_list": Page(allowed=INSIDE),
    "assessments:group_create": Page(allowed={Role.ADMIN}),
    "assessments:group_update": Page(args=lambda: [TargetGroupFactory().pk], allowed={Role.ADMIN}),
    "assessments:service_type_list": Page(allowed=INSIDE),
    "assessments:service_type_create": Page(allowed={Role.ADMIN}),
    "assessments:service_type_update": Page(args=lambda: [ServiceTypeFactory().pk], allowed={Role.ADMIN}),
}
