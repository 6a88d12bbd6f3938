"""The register behind the promised 25 and 30: persons counted once, professionals who agreed to it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import EngagedKind, Sex
from core.models import TimeStamped


class UniquePersonQuerySet(models.QuerySet["UniquePerson"]):
    def counts(self) -> models.QuerySet[UniquePerson, dict[str, Any]]:
        return (
            self.values("kind")
            .annotate(
                persons=Count("pk"),
                women=Count("pk", filter=Q(sex=Sex.WOMEN)),
                men=Count("pk", filter=Q(sex=Sex.MEN)),
            )
            .order_by("kind")
        )


class UniquePerson(TimeStamped):
    """A person under a keyed pseudonym; no name, no event, hence no trace to a protected group."""

    stored_in_history = True

    person_key = models.CharField(_("pseudonym"), max_length=64, unique=True, editable=False)
    kind = models.CharField(_("counts as"), max_length=20, choices=EngagedKind.choices)
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, default=Sex.UNDECLARED)
    consented_on = models.DateField(_("agreed on"))

    objects = UniquePersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("engaged person")
        verbose_name_plural = _("engaged persons")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="unique_person_kind_known",
                condition=Q(kind__in=EngagedKind.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="unique_person_sex_known",
                condition=Q(sex__in=Sex.values),
                violation_error_message=_("This value does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return self.person_key[:8]
