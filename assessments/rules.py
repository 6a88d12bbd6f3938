"""Who may do what in the assessment."""

from typing import Any

import rules

from accounts.enums import Role
from accounts.predicates import (
    has_role,
    is_admin,
    is_coordinator,
    is_expert,
    is_inside,
    is_staff_member,
    speaks_for_an_organisation,
)
from assessments.enums import AssessmentStep, ImportKind


@rules.predicate
def edition_is_editable(user: Any, document: Any) -> bool:
    """While drafting; a row of an edition is judged by its edition."""
    return document is None or getattr(document, "assessment", document).is_editable


@rules.predicate
def verified_by_somebody_else(user: Any, assessment: Any) -> bool:
    """Four eyes: who verified an edition last does not publish it."""
    if assessment is None:
        return True
    verified = [change for change in assessment.state_changes.all() if change.step == AssessmentStep.VERIFY]
    return not verified or max(verified, key=lambda change: change.pk).actor_id != user.pk


@rules.predicate
def runs_the_service(user: Any, service: Any) -> bool:
    """Speaks for the organisation that runs it, by the service itself or by the register of providers."""
    if service is None:
        return True
    run_by = service.run_by.organisation_id if service.run_by_id else None
    own = {organisation.pk for organisation in user.organisations}
    return bool(own & {service.organisation_id, run_by} - {None})


is_author = is_staff_member | is_expert
is_reader = has_role(*Role)

# Sheets of services tell places that only municipal staff see; units are the administrator's.
SHEETS = {
    ImportKind.NEEDS: is_author,
    ImportKind.FIGURES: is_author,
    ImportKind.STAFF: is_author,
    ImportKind.SERVICES: is_staff_member,
    ImportKind.PROVIDERS: is_staff_member,
    ImportKind.UNITS: is_admin,
    ImportKind.CATALOGUE: is_author | is_admin,
}


def kinds_shown_to(user: Any) -> list[ImportKind]:
    """The tables whose imports this person sees."""
    return [kind for kind, may in SHEETS.items() if may.test(user)]


@rules.predicate
def may_read_its_table(user: Any, run: Any) -> bool:
    return bool(kinds_shown_to(user)) if run is None else run.kind in kinds_shown_to(user)


rules.add_perm("assessments.view_assessment", is_inside)
rules.add_perm("assessments.add_assessment", is_author)
rules.add_perm("assessments.change_assessment", is_author & edition_is_editable)
rules.add_perm("assessments.verify_assessment", is_author)
rules.add_perm("assessments.return_assessment", is_expert | is_coordinator | is_admin)
rules.add_perm("assessments.publish_assessment", (is_coordinator | is_admin) & verified_by_somebody_else)
rules.add_perm("assessments.view_need", is_inside)
rules.add_perm("assessments.add_need", is_author & edition_is_editable)
rules.add_perm("assessments.change_need", is_author & edition_is_editable)
rules.add_perm("assessments.write_voice", is_coordinator)
rules.add_perm("assessments.add_datapoint", is_author & edition_is_editable)
rules.add_perm("assessments.view_datapoint", is_inside)
rules.add_perm("assessments.verify_datapoint", (is_author | is_coordinator) & edition_is_editable)
rules.add_perm("assessments.view_definition", is_inside)
rules.add_perm("assessments.change_definition", is_author | is_admin)
rules.add_perm("assessments.view_service", is_reader)
rules.add_perm("assessments.add_service", is_staff_member)
rules.add_perm("assessments.change_service", is_staff_member)
rules.add_perm("assessments.propose_service", speaks_for_an_organisation & runs_the_service)
rules.add_perm("assessments.view_provider", is_inside)
rules.add_perm("assessments.change_provider", is_staff_member)
rules.add_perm("assessments.view_fund", is_inside)
rules.add_perm("assessments.change_fund", is_author)
rules.add_perm("assessments.request_fund_package", is_inside)
rules.add_perm("assessments.view_undisclosed_place", is_staff_member)
rules.add_perm("assessments.view_true_figures", is_inside)
rules.add_perm("assessments.export_assessment", is_inside)
rules.add_perm("assessments.view_import", may_read_its_table)
rules.add_perm("assessments.view_reference", is_inside)
rules.add_perm("assessments.change_reference", is_admin)
rules.add_perm("assessments.enter_afterwards", is_author | is_coordinator | is_admin)
