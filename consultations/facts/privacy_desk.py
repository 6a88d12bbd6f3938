"""What the data-protection officer reads at her desk: what is retention, who read it, who agreed, who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import rules
from django.apps import apps
from django.db.models import QuerySet
from rules.permissions import permissions

from accounts.enums import Role
from consultations.actions import ConsultationAction
from consultations.enums import Visibility
from consultations.models import ConsentWithdrawal, Contribution, ContributionContact, DataOpening
from municipality.models import Threshold
from operations.enums import Retention
from operations.models import Event
from operations.retention import days_of, table

SHOWN = 50


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One kind of row: the class it is kept under, the fields kept otherwise, the term and the row that sets it."""

    name: str
    retention: str
    others: list[str]
    days: int | None
    term: Threshold | None


def stored_rows() -> list[StoredRow]:
    """The register of what is retention; from the table that the purge carries out, so that it says what is done."""
    terms = {row.code: row for row in Threshold.objects.all()}
    labels = dict(Retention.choices)
    rows = []
    for label, rule in table().items():
        model = apps.get_model(label)
        others = [
            f"{model._meta.get_field(name).verbose_name}: {labels[retention]}"
            for name, retention in rule.fields.items()
            if retention != rule.default
        ]
        days = days_of(rule) if rule.counted_from else None
        rows.append(
            StoredRow(
                str(model._meta.verbose_name_plural), str(labels[rule.default]), others, days, terms.get(rule.term)
            )
        )
    return sorted(rows, key=lambda row: (row.days is None, row.name))


def openings() -> QuerySet[DataOpening]:
    """Who opened original words or an address, and why; the newest first."""
    return DataOpening.objects.select_related("opened_by", "contribution", "point__event").order_by("-pk")[:SHOWN]


def taken_away() -> QuerySet[Event]:
    """Who took everything a round received as a file."""
    return Event.objects.filter(action=ConsultationAction.EXPORT_ROUND).select_related("actor").order_by("-pk")[:SHOWN]


@dataclass(frozen=True, slots=True)
class Consents:
    """How many gave which consent, and what was taken back since."""

    to_publication: int
    to_an_answer: int
    safe_to_send: int
    withdrawals: list[ConsentWithdrawal]


def consents() -> Consents:
    retention = ContributionContact.objects.filter(consents_to_feedback=True)
    return Consents(
        to_publication=Contribution.objects.filter(consents_to_publish=True, visibility=Visibility.PUBLIC).count(),
        to_an_answer=retention.count(),
        safe_to_send=retention.filter(safe_to_send=True).count(),
        withdrawals=list(ConsentWithdrawal.objects.select_related("recorded_by").order_by("-pk")[:SHOWN]),
    )


@dataclass(frozen=True, slots=True)
class SeatedOrganisation:
    pk: int = 0


@dataclass(frozen=True, slots=True)
class OfRole:
    """Somebody who holds one role and nothing else, as the rules ask for her; a member speaks for an organisation."""

    roles: frozenset[str]
    pk: int = 0
    is_active: bool = True
    is_authenticated: bool = True
    office: Any = None
    office_id: Any = None
    organisations: tuple[SeatedOrganisation, ...] = field(default_factory=lambda: (SeatedOrganisation(),))


@dataclass(frozen=True, slots=True)
class AccessRow:
    permission: str
    allowed: list[bool]

    @property
    def is_by_document(self) -> bool:
        """No role has it alone: the office of the account, or the document, decides."""
        return not any(self.allowed)


def matrix_roles() -> list[str]:
    return [str(label) for _value, label in Role.choices]


def access_matrix() -> Iterator[AccessRow]:
    """Each permission and what each role gets of it at best; asked of the same rules that open the pages."""
    people = [OfRole(frozenset({role})) for role in Role.values]
    for permission in sorted(permissions):
        yield AccessRow(permission, [bool(rules.has_perm(permission, person, None)) for person in people])
