"""A form sent twice is answered once, and a clash with what somebody else saved at the same moment is a sentence."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

FIELD = "once"
FORGERY_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
NOT_WRITTEN = frozenset({FORGERY_TOKEN})
UNIQUENESS = frozenset({"23505", "23P01"})  # SQLSTATE of a unique and of an excluding constraint
CLASH = _("The same is saved already, perhaps by yourself a moment ago. Look at what stands there first.")


class Keeper(Protocol):
    """Keeps which forms have arrived, in the transaction of the deed they ask for."""

    def answer_of(self, key: str) -> str:
        """The address that a form with the key was answered with; empty where none is done."""

    def claim(self, key: str) -> str | None:
        """None for the first arrival; for another one the address the first was answered with, once that is done."""

    def settle(self, key: str, address: str) -> None:
        """Keep the address with the first arrival."""

    def settle_shown(self, key: str, digests: str) -> None:
        """Keep beside the arrival what its page has shown of the row since it was saved from there."""

    def shown_by(self, key: str) -> str:
        """Those digests; empty where there are none."""

    def forget(self, key: str) -> None:
        """The first arrival came to nothing."""


def keeper() -> Keeper:
    found: Keeper = import_string(settings.SENT_FORMS)
    return found


def new_token() -> str:
    return secrets.token_hex(16)


def key_of(request: HttpRequest) -> str:
    """Who sends what from which opened page; other words from it are another form. Empty without a token."""
    known: str = getattr(request, "sent_as", "")
    return known or (_digest(_parts(request)) if request.POST.get(FIELD) else "")


def key_of_button(request: HttpRequest) -> str:
    """The same of a plain button, by the token against forged requests, which each page masks anew."""
    token = request.POST.get(FORGERY_TOKEN, "")
    return _digest([*_parts(request), token.encode()]) if token else ""


def key_of_page(request: HttpRequest, token: str) -> str:
    """Who opened which page, in whichever language, under a token, whatever is sent from it."""
    page = request.resolver_match
    place = (request.path,) if page is None else (page.view_name, repr(sorted(page.kwargs.items())))
    return _digest(each.encode() for each in (str(request.user.pk), *place, token))


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield from (str(request.user.pk).encode(), request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_WRITTEN:
            yield from (each.encode("utf-8", "surrogatepass") for each in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield from (name.encode(), str(file.name).encode())
            yield from file.chunks()
            file.seek(0)


def sentence_of(clash: IntegrityError) -> ValidationError | None:
    """The sentence of the uniqueness that was broken; None where something else refused the row."""
    cause: Any = clash.__cause__
    if getattr(cause, "pgcode", None) not in UNIQUENESS:
        return None
    return ValidationError(sentences().get(cause.diag.constraint_name or "", CLASH))


@cache
def sentences() -> dict[str, Any]:
    """Of every uniqueness for which a model has words of its own, by the constraint's name."""
    found = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            has_words = constraint.violation_error_message != constraint.default_violation_error_message
            if has_words and isinstance(constraint, models.UniqueConstraint):
                found[constraint.name] = constraint.violation_error_message
    return found
