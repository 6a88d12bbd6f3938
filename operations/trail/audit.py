"""The audit trail: one event per deed, written in the deed's own transaction, chained by the database."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from operations.models import Event

# Names, addresses and contributors' own words never enter a trail that cannot forget.
CONTACT_FIELDS = frozenset(
    {
        "address",
        "contact",
        "contact_email",
        "contact_name",
        "contact_phone",
        "email",
        "first_name",
        "last_login",
        "last_name",
        "password",
        "person_name",
        "phone",
        "reference_code",
        "speaker",
    }
)
WORDS_OF_PEOPLE = frozenset({"comment", "name", "note", "original", "text"})
ABOUT_PEOPLE = frozenset(
    {
        "accounts.user",
        "consultations.contribution",
        "consultations.contributioncontact",
        "consultations.redaction",
        "operations.outgoingmessage",
    }
)
LABEL_LENGTH = 300
UNNAMED_SUBJECTS = ABOUT_PEOPLE | {"accounts.membership", "accounts.powerchange", "accounts.roleassignment"}


def write_event(
    *,
    actor: Any,
    action: str,
    subject: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    happened_on: date | None = None,
    is_back_entry: bool = False,
    source_document: str = "",
) -> Event:
    """Add one event to the trail inside the deed's transaction; outside of one it refuses with a RuntimeError.

    Personal fields of `before` and `after` are replaced by a salted digest, so that erasure stays possible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of its deed.")
    kind = subject._meta.label_lower
    person = None if actor is None or isinstance(actor, AnonymousUser) else actor
    return Event.objects.create(
        actor=person,
        role=role_of(person),
        action=action,
        subject_type=kind,
        subject_id=str(subject.pk),
        subject_label=label_of(subject),
        before=without_personal(kind, before),
        after=without_personal(kind, after),
        happened_on=happened_on,
        is_back_entry=is_back_entry,
        source_document=source_document,
    )


def role_of(person: Any) -> str:
    """The roles the person holds at this moment, in alphabetical order."""
    return ", ".join(sorted(str(role) for role in getattr(person, "roles", ())))[:100]


def label_of(subject: models.Model) -> str:
    """What the subject is called; people and contributions only by kind and key."""
    if subject._meta.label_lower in UNNAMED_SUBJECTS:
        return f"{subject._meta.model_name} {subject.pk}"
    return str(subject)[:LABEL_LENGTH]


def without_personal(kind: str, fields: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields as plain JSON values, personal ones as salted digests."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(fields or {}), cls=DjangoJSONEncoder, default=str))
    personal = CONTACT_FIELDS | WORDS_OF_PEOPLE if kind in ABOUT_PEOPLE else CONTACT_FIELDS
    return {name: digest(value) if name in personal and value else value for name, value in plain.items()}


def digest(value: Any) -> dict[str, str]:
    """Proof of a value for whoever still holds it; the salt defeats guessing by table."""
    salt = secrets.token_hex(8)
    return {"salt": salt, "digest": _salted(value, salt)}


def proves(value: Any, proof: Mapping[str, str]) -> bool:
    """Whether the proof was made of this value."""
    return secrets.compare_digest(_salted(value, proof["salt"]), proof["digest"])


def _salted(value: Any, salt: str) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()
