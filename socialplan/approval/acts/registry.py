"""The kinds of recorded acts in the order of the way; each is one file of this folder."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions
from socialplan.approval.acts import (
    attachment,
    committee_opinion,
    complaint,
    deposit,
    dispatch,
    mayor_order,
    mayor_return,
    opinion,
    outcome,
    prefect_opinion,
    prior_notice,
    publication,
    receipt,
    registration,
    session,
    working_group,
)
from socialplan.approval.acts.definition.base import Act

ACTS: dict[str, Act] = {
    each.ACT.kind: each.ACT
    for each in (
        working_group,
        prior_notice,
        opinion,
        committee_opinion,
        session,
        publication,
        mayor_order,
        deposit,
        registration,
        prefect_opinion,
        mayor_return,
        dispatch,
        receipt,
        complaint,
        outcome,
        attachment,
    )
}


def _action(act: Act) -> tuple[str, Any]:
    return f"approval.record_{act.model._meta.model_name}", format_lazy("{}: {}", _("Recorded"), act.label)


# What the history calls the recording of each: a new kind needs no further line.
make_actions: Any = AuditAction
ActAction = register_actions(
    make_actions("ActAction", {kind.upper(): _action(act) for kind, act in ACTS.items() if act.fills_a_row})
)
RECORDABLE = {kind: act for kind, act in ACTS.items() if act.form}
WITHDRAWABLE = {kind: act for kind, act in ACTS.items() if act.withdrawal}


def recording(kind: str) -> AuditAction:
    """The deed of recording an act of this kind."""
    action: AuditAction = ActAction[kind.upper()]
    return action
