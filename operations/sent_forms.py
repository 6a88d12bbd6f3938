"""Which forms have arrived: a second one with the same key waits for the first, and gets its answer."""

from __future__ import annotations

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from core.workflow import StepRefused
from operations.models import SentForm

LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE after lock_timeout: the first arrival is still at work


class SentForms:
    """Rows written in the transaction of the deed: a deed that is refused leaves none, and can be tried again."""

    def answer_of(self, key: str) -> str:
        return SentForm.objects.filter(key=key).values_list("answer_url", flat=True).first() or ""

    def claim(self, key: str) -> str | None:
        try:
            with transaction.atomic():
                SentForm.objects.create(key=key)
        except OperationalError as waited:
            if getattr(waited.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
                raise
            raise StepRefused(_("This form is being saved already. Look in a moment at what came of it.")) from waited
        except IntegrityError:
            return SentForm.objects.values_list("answer_url", flat=True).get(key=key)
        return None

    def settle(self, key: str, address: str) -> None:
        SentForm.objects.filter(key=key).update(answer_url=address)

    def settle_shown(self, key: str, digests: str) -> None:
        SentForm.objects.filter(key=key).update(shown=digests)

    def shown_by(self, key: str) -> str:
        return SentForm.objects.filter(key=key).values_list("shown", flat=True).first() or ""

    def forget(self, key: str) -> None:
        SentForm.objects.filter(key=key).delete()


SENT_FORMS = SentForms()
