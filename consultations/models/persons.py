"""Persons counted once behind the promised 25 and 30; persons by name on the list of an event, and its files."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import AttendeeConsent, EngagedKind, Sex
from consultations.models.events import ConsultationEvent
from core.models import TimeStamped
from operations.models import StoredFile


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


class AttendeeName(TimeStamped):
    """A name on a restricted list, with consent per purpose; erasable. Refused by the database for counts-only."""

    event = models.ForeignKey(ConsultationEvent, related_name="attendee_names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=200)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    position = models.CharField(_("function"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    consents_to_list = models.BooleanField(_("agrees to be on the list"), default=False)
    consents_to_photo = models.BooleanField(_("agrees to photographs"), default=False)
    consents_to_quotation = models.BooleanField(_("agrees to be quoted"), default=False)
    consents_to_contact = models.BooleanField(_("agrees to be contacted with feedback"), default=False)
    erase_on = models.DateField(_("erase on"))

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="attendee_consented_to_list",
                condition=Q(consents_to_list=True),
                violation_error_message=_("Nobody is put on the list without agreeing to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}"

    @property
    def consents(self) -> list[tuple[str, str]]:
        """What besides the list is agreed to now: each purpose with the words that were agreed to."""
        fields = {each.value: self._meta.get_field(f"consents_to_{each.value}") for each in AttendeeConsent}
        given = {purpose: field for purpose, field in fields.items() if getattr(self, field.name)}
        return [(purpose, str(field.verbose_name)) for purpose, field in given.items()]  # type: ignore[union-attr]


class EventFile(TimeStamped):
    stored_in_history = True
    event = models.ForeignKey(ConsultationEvent, related_name="files", on_delete=models.CASCADE)
    file = models.ForeignKey(StoredFile, related_name="+", on_delete=models.PROTECT)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("file of an event")
        verbose_name_plural = _("files of events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
