"""The evidence of a value: a file is kept by its hash and opened by those who work on the results."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import IndicatorValue, ValueEvidence
from monitoring.rules import EVIDENCE
from monitoring.services.periods import refuse_frozen
from operations.deeds import plain_fields, record
from operations.files import store_file
from socialplan.approval.acts.definition.paper import PAPER_TYPES, Paper


@transaction.atomic
def add_evidence(value: IndicatorValue, paper: Paper, *, note: str, actor: User) -> ValueEvidence:
    """Add a file to a value in whatever state; ValidationError for what is no document, or is there already."""
    require(actor, "monitoring.enter_results")
    refuse_frozen(value.period)
    try:
        stored = store_file(paper.content, paper.name, uploaded_by=actor, purpose=EVIDENCE, allowed=PAPER_TYPES)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal}) from refusal
    row = ValueEvidence(value=value, file=stored, sha256=stored.sha256, note=note.strip(), added_by=actor)
    row.full_clean()
    row.save()
    record(MonitoringAction.ADD_EVIDENCE, row, actor=actor, after=plain_fields(row))
    return row
