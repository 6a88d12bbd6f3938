"""The register of engaged persons: each once, under a keyed pseudonym."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.models import UniquePerson
from core.workflow import require
from operations.deeds import NOW, Entry, record


def pseudonym(code: str) -> str:
    """A keyed digest of the code given at the door; the code itself is not stored."""
    plain = " ".join(unicodedata.normalize("NFC", code).casefold().split())
    return hmac.new(settings.SECRET_KEY.encode(), f"person:{plain}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def register_person(person: UniquePerson, *, code: str, actor: User, entry: Entry = NOW) -> UniquePerson:
    """Count a professional who agreed to it; ValidationError when the code is empty or already counted."""
    require(actor, "consultations.add_unique_person")
    if not code.strip():
        raise ValidationError({"code": _("Enter the code that the person was given.")})
    person.person_key = pseudonym(code)
    if UniquePerson.objects.filter(person_key=person.person_key).exists():
        raise ValidationError({"code": _("This person is already counted.")})
    person.full_clean()
    person.save()
    record(ConsultationAction.REGISTER_PERSON, person, actor=actor, after={"kind": person.kind}, entry=entry)
    return person
