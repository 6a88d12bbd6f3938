"""Keeping a warning as it is, with the reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations.deeds import record
from socialplan.content.actions import ContentAction
from socialplan.content.findings import Finding, findings
from socialplan.content.models import FindingAcceptance, PlanVersion
from socialplan.content.services.locks import locked


def keepable(version: PlanVersion, *, code: str, place: str) -> Finding:
    """The open warning at a place; StepRefused if there is none that may be kept with a reason."""
    found = next((each for each in findings(version) if each.can_be_accepted and each.is_at(code, place)), None)
    if found is None:
        raise StepRefused(_("This warning is no longer open, or it must be mended."))
    return found


@transaction.atomic
def keep_warning(version: PlanVersion, *, code: str, place: str, reason: str, actor: User) -> FindingAcceptance:
    """The warning is meant so: it no longer stops the step, and the reason stands beside it."""
    version = locked(version, actor=actor)
    found = keepable(version, code=code, place=place)
    acceptance = FindingAcceptance(
        version=version, code=found.code, place=found.place.key, reason=reason.strip(), accepted_by=actor
    )
    acceptance.full_clean()
    acceptance.save()
    record(ContentAction.KEEP_WARNING, acceptance, actor=actor)
    return acceptance
