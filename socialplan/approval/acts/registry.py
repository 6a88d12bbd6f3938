"""The kinds of recorded acts in the order of the way; each is one file of this folder."""

from __future__ import annotations

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
from socialplan.approval.acts.base import Act

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
RECORDABLE = {kind: act for kind, act in ACTS.items() if act.form}
WITHDRAWABLE = {kind: act for kind, act in ACTS.items() if act.withdrawal}
