"""What people may ask of a procedure: a complaint before the adoption, and to whom it goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.enums import ComplaintResult
from consultations.models.rounds import Round
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced

#: What the rule says until somebody has changed it; unchecked.
UNTIL_CHANGED = {
    "body_sq": "Kryetari i bashkisë",
    "body_en": "Mayor of the municipality",
    "days": 15,
    "source": "Ligji 146/2014; organi dhe afati ndryshojnë sipas bashkisë: ta kontrollojë juristi",
    "source_en": "Law no. 146/2014; body and days differ by municipality: for the lawyer to check",
}


class ComplaintBodyQuerySet(models.QuerySet["ComplaintBody"]):
    def current(self) -> ComplaintBody:
        """The row of the rule, not saved yet where nobody has changed it."""
        return next(iter(self), None) or ComplaintBody(pk=1, **UNTIL_CHANGED)


class ComplaintBody(Sourced, TimeStamped):
    """To whom one complains before the adoption, and within how many days it decides: the one row of the rule."""

    stored_in_history = True

    body_sq = models.CharField(_("body (Albanian)"), max_length=200)
    body_en = models.CharField(_("body (English)"), max_length=200, blank=True)
    body = localized("body")
    days = models.PositiveSmallIntegerField(_("days to decide"))

    objects = ComplaintBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body for complaints before the adoption")
        verbose_name_plural = _("bodies for complaints before the adoption")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="complaint_body_one_row",
                condition=Q(pk=1),
                violation_error_message=_("There is one row for the body of complaints."),
            ),
            models.CheckConstraint(
                name="complaint_body_some_days",
                condition=Q(days__gte=1),
                violation_error_message=_("Give at least one day."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class RoundComplaintQuerySet(models.QuerySet["RoundComplaint"]):
    def waiting(self) -> RoundComplaintQuerySet:
        return self.filter(result="").order_by("due_on", "pk")


class RoundComplaint(models.Model):
    """Somebody says that the procedure was not kept; without her name, which stands on the paper."""

    stored_in_history = True

    round = models.ForeignKey(Round, related_name="complaints", on_delete=models.PROTECT)
    received_on = models.DateField(_("received on"))
    protocol_no = models.CharField(_("incoming protocol number"), max_length=60)
    about = models.TextField(
        _("what it says was not kept"), max_length=5_000, help_text=_("No names; the paper has them.")
    )
    due_on = models.DateField(_("to be decided by"), editable=False)
    result = models.CharField(_("outcome"), max_length=12, choices=ComplaintResult.choices, blank=True, editable=False)
    reason = models.TextField(_("reason and measures taken"), max_length=5_000, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    new_last_day = models.DateField(_("comments are taken again until"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = RoundComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint before the adoption")
        verbose_name_plural = _("complaints before the adoption")
        ordering = ("received_on", "pk")
        constraints = [
            models.UniqueConstraint(
                name="complaint_protocol_once",
                fields=["round", "protocol_no"],
                violation_error_message=_("This protocol number is already entered for the round."),
            ),
            models.CheckConstraint(
                name="complaint_decided_whole",
                condition=Q(result="", decided_on=None, reason="")
                | (Q(result__in=ComplaintResult.values, decided_on__isnull=False) & ~Q(reason="")),
                violation_error_message=_("A decided complaint has its outcome, its day, and its reason."),
            ),
            models.CheckConstraint(
                name="complaint_only_upheld_reopens",
                condition=Q(new_last_day=None) | Q(result=ComplaintResult.UPHELD),
                violation_error_message=_("Only an upheld complaint opens the round again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_no}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:complaint_decide", args=[self.pk])
