"""The sentences of what the database refuses, for the reader of the form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

GUARDS = {
    "event_counts_only_refuses_names": _(
        "This event keeps counts only: no name, contact, organisation, consent to publication or file is kept with it."
    ),
    "event_with_names_is_not_counts_only": _(
        "Names, contacts, organisations, consents or files are already kept with this event. Erase what can be "
        "erased; where a contribution carries them, record the meeting as a new event."
    ),
    "event_counts_only_stays": _("An event that keeps only counts stays so."),
    "event_public_meeting_is_open": _("A public meeting is open and names who speaks; it cannot keep counts only."),
    "contribution_child_has_no_contact": _(
        "Of a child under 16 only the words are kept: write down how the guardian agreed, or leave name, e-mail and "
        "consent empty."
    ),
    "event_protected_group_sets_privacy": _(
        "A protected group is addressed: less than its protection needs a recorded reason."
    ),
}


def refusal_of(clash: IntegrityError) -> IntegrityError | ValidationError:
    """The guard's sentence for the reader; any other clash stays what it is."""
    diagnosis = getattr(clash.__cause__, "diag", None)
    sentence = GUARDS.get(getattr(diagnosis, "constraint_name", None) or "")
    return clash if sentence is None else ValidationError(sentence)


@contextmanager
def telling() -> Iterator[None]:
    """Run the block in a savepoint; ValidationError with the guard's sentence where a guard refuses it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise refusal_of(clash) from clash
