"""What is consulted: a frozen copy of a draft, its places, and the files beside it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from consultations.enums import DraftFileKind
from consultations.models.rounds import Round
from core.i18n import localized
from operations.enums import JobState
from operations.models import Job, StoredFile

HEADINGS = frozenset({"heading", "subheading"})


class ConsultedDraftQuerySet(models.QuerySet["ConsultedDraft"]):
    def shown(self) -> ConsultedDraftQuerySet:
        """The copy that stood when the notice went out, and every corrected one after it."""
        later = ConsultedDraft.objects.filter(
            round=OuterRef("round"), is_correction=False, number__gt=OuterRef("number")
        )
        return self.filter(Q(is_correction=True) | ~Exists(later))


class ConsultedDraft(models.Model):
    """One copy of a draft as it was frozen; never changed. A wrong one is followed by a corrected one."""

    append_only = True

    round = models.ForeignKey(Round, related_name="drafts", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField(_("number of the copy"))
    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    is_correction = models.BooleanField(_("corrects the copy before it"), default=False)
    changes_sq = models.TextField(_("what has changed, and why (Albanian)"), max_length=5_000, blank=True)
    changes_en = models.TextField(_("what has changed, and why (English)"), max_length=5_000, blank=True)
    changes = localized("changes")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    happened_on = models.DateField(_("frozen on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = ConsultedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a draft")
        verbose_name_plural = _("copies of drafts")
        ordering = ("round_id", "number")
        constraints = [
            models.UniqueConstraint(
                name="consulted_draft_number_once",
                fields=["round", "number"],
                violation_error_message=_("This copy is frozen already."),
            ),
            models.CheckConstraint(
                name="consulted_draft_correction_says_what",
                condition=Q(is_correction=False) | ~Q(changes_sq=""),
                violation_error_message=_("Say in Albanian what has changed against the copy before, and why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("consultations:draft_copy", args=[self.round_id, self.number])


class DraftPlace(models.Model):
    """A chapter, part, goal or measure of the copy, as HTML of closed tags; what has a key can be spoken about."""

    append_only = True

    draft = models.ForeignKey(ConsultedDraft, related_name="places", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind of place"), max_length=12)
    key = models.UUIDField(_("stable key"), null=True, blank=True)
    title_sq = models.CharField(_("title (Albanian)"), max_length=500)
    title_en = models.CharField(_("title (English)"), max_length=500, blank=True)
    title = localized("title")
    body_sq = models.TextField(_("text (Albanian)"), blank=True)
    body_en = models.TextField(_("text (English)"), blank=True)
    body = localized("body")

    class Meta:
        verbose_name = _("place in a copy of a draft")
        verbose_name_plural = _("places in copies of drafts")
        ordering = ("draft_id", "position")
        constraints = [
            models.UniqueConstraint(
                name="draft_place_position_once",
                fields=["draft", "position"],
                violation_error_message=_("Two places stand at the same position."),
            ),
            models.UniqueConstraint(
                name="draft_place_key_once",
                fields=["draft", "kind", "key"],
                violation_error_message=_("This place stands in the copy already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("consultations:draft_place", args=[self.draft.round_id, self.draft.number, self.kind, self.key])

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.key or self.position}"

    @property
    def is_heading(self) -> bool:
        """A goal or an objective: it only says what the measures below it are for."""
        return self.kind in HEADINGS

    @property
    def html(self) -> SafeString:
        """The words in the reader's language, cleaned when they were frozen."""
        return mark_safe(self.body)  # noqa: S308  made by templates of ours from cleaned text


class RoundFileQuerySet(models.QuerySet["RoundFile"]):
    def shown(self) -> RoundFileQuerySet:
        """What is attached to the round, and what was made of the copies that are shown."""
        return self.filter(Q(draft=None) | Q(draft__in=ConsultedDraft.objects.shown()))

    def ready(self) -> RoundFileQuerySet:
        return self.filter(Q(file__isnull=False) | Q(job__state=JobState.DONE))

    def unfinished(self) -> RoundFileQuerySet:
        """Still to be made, or failed."""
        return self.filter(job__isnull=False).exclude(job__state=JobState.DONE)


class RoundFile(models.Model):
    """A file of the notice: attached by a person, or made of the frozen copy by a worker."""

    append_only = True

    round = models.ForeignKey(Round, related_name="files", on_delete=models.PROTECT)
    draft = models.ForeignKey(
        ConsultedDraft, related_name="files", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=DraftFileKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="sq")
    file = models.ForeignKey(
        StoredFile, related_name="+", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    job = models.ForeignKey(Job, related_name="+", on_delete=models.PROTECT, null=True, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = RoundFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a consultation")
        verbose_name_plural = _("files of consultations")
        ordering = ("kind", "-language", "pk")
        constraints = [
            models.CheckConstraint(
                name="round_file_kind_known",
                condition=Q(kind__in=DraftFileKind.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="round_file_attached_or_made",
                condition=Q(file__isnull=False, job=None, draft=None)
                | Q(file=None, job__isnull=False, draft__isnull=False),
                violation_error_message=_("A file is either attached or made of the frozen copy."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("consultations:round_file", args=[self.round_id, self.pk])

    @property
    def stored(self) -> Any:
        """The content, or nothing as long as it is being made."""
        return self.file if self.file_id else self.job and self.job.result_file

    @property
    def language_and_format(self) -> str:
        """Tells the files of one draft apart: Albanian, PDF."""
        ending = PurePath(self.stored.name).suffix[1:].upper() if self.stored else ""
        return ", ".join(filter(None, (str(self.get_language_display()), ending)))
