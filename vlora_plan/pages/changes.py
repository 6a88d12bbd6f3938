"""What others have done on a person's documents since she was here last: steps of documents, and what came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments.models import Assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.models import Contribution, Round
from consultations.workflow import ROUND_WORKFLOW
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, read_count, side_by_side
from core.workflow import Workflow
from monitoring.models import YearlyReport
from monitoring.workflow import REPORT_WORKFLOW
from operations.models import Event
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.models import PlanVersion

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class LabelledChange:
    """One deed of somebody else: when, what, on which document, where to look."""

    at: datetime
    label: str
    document: str
    url: str


@dataclass(frozen=True, slots=True)
class WatchedKind:
    """Documents whose steps are told, to whom may open them."""

    model: type[models.Model]
    permission: str
    workflow: Workflow[Any]

    @property
    def actions(self) -> list[str]:
        return [each.action.value for each in self.workflow if each.action]


WATCHED = (
    WatchedKind(Assessment, "assessments.view_assessment", ASSESSMENT_WORKFLOW),
    WatchedKind(Round, "consultations.work_round", ROUND_WORKFLOW),
    WatchedKind(PlanVersion, "content.view_plan", PLAN_WORKFLOW),
    WatchedKind(YearlyReport, "monitoring.view_report", REPORT_WORKFLOW),
)


def changes_for(user: User, since: datetime | None) -> list[LabelledChange]:
    return read(read_changes(user, since))


def read_changes(user: User, since: datetime | None) -> Reader[list[LabelledChange]]:
    """The newest first; nothing at a first login."""
    if since is None:
        return []
    received, steps = yield from side_by_side(_received(user, since), _steps(user, since))
    return [*received, *steps]


def _steps(user: User, since: datetime) -> Reader[list[LabelledChange]]:
    kinds = {kind.model._meta.label_lower: kind for kind in WATCHED if user.has_perm(kind.permission)}
    actions = [action for kind in kinds.values() for action in kind.actions]
    events = Event.objects.filter(action__in=actions, recorded_at__gt=since).exclude(actor=user)
    newest = events.order_by("-sequence")[:MOST_SHOWN]
    yield [newest]
    documents = yield from _documents(list(newest), kinds)
    changes = []
    for event in newest:
        kind, document = kinds[event.subject_type], documents.get((event.subject_type, event.subject_id))
        if document is not None and user.has_perm(kind.permission, document):
            address = document.get_absolute_url()
            changes.append(LabelledChange(event.recorded_at, event.action_label, str(document), address))
    return changes


def _documents(events: list[Event], kinds: dict[str, WatchedKind]) -> Reader[dict[tuple[str, str], Any]]:
    """The documents that are still there."""
    of_kinds: dict[str, models.QuerySet[Any]] = {}
    for label in {event.subject_type for event in events}:
        keys = {event.subject_id for event in events if event.subject_type == label}
        rows = kinds[label].model._default_manager.filter(pk__in=keys)
        related = [name for name in ("plan", "period") if name in {f.name for f in rows.model._meta.fields}]
        of_kinds[label] = rows.select_related(*related)
    yield from read_lists(*of_kinds.values())
    return {(label, str(row.pk)): row for label, rows in of_kinds.items() for row in rows}


def _received(user: User, since: datetime) -> Reader[list[LabelledChange]]:
    """How many contributions came in, in one line; where they are read."""
    if not user.has_perm("consultations.view_contribution"):
        return []
    came = Contribution.objects.in_the_open().filter(recorded_at__gt=since)
    latest = came.order_by("-recorded_at", "-pk").values_list("recorded_at", flat=True)[:1]
    count, _latest = yield from side_by_side(read_count(came), read_lists(latest))
    if not latest:
        return []
    label = ngettext("%(count)s contribution received", "%(count)s contributions received", count)
    address = reverse("consultations:contribution_list")
    return [LabelledChange(latest[0], label % {"count": count}, _("Consultations"), address)]
