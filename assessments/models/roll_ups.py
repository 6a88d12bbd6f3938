"""What the pages of an edition show, worked out beforehand; the database itself notes when it no longer holds."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import OpenFile
from assessments.models.editions import Assessment
from assessments.models.needs import Need


class EditionRollUpQuerySet(models.QuerySet["EditionRollUp"]):
    def fresh(self) -> EditionRollUpQuerySet:
        return self.filter(is_stale=False)


class EditionRollUp(models.Model):
    """Worked out from other rows and made anew at any time, so it is no record of anything."""

    edition = models.OneToOneField(Assessment, primary_key=True, related_name="roll_up", on_delete=models.CASCADE)
    board = models.JSONField(_("pictures and tables"))
    is_stale = models.BooleanField(_("something was changed since"), default=False)
    making = models.UUIDField(_("mark of the making"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = EditionRollUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll-up of an edition")
        verbose_name_plural = _("roll-ups of editions")

    def __str__(self) -> str:
        return str(self.edition)


class NeedPlace(models.Model):
    """Where a need stands among those of its edition, for who sees true figures and for everybody; made as above.

    Without a rank its figures would tell a hidden number.
    """

    edition = models.ForeignKey(Assessment, related_name="+", on_delete=models.CASCADE)
    need = models.ForeignKey(Need, related_name="places", on_delete=models.CASCADE)
    is_public = models.BooleanField(_("as everybody sees it"))
    place = models.PositiveIntegerField(_("place in the list"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=1, null=True, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    computed_rank = models.PositiveIntegerField(_("computed rank"), null=True, blank=True)
    equal_rank = models.PositiveIntegerField(_("rank, equal weights"), null=True, blank=True)
    hides_affected = models.BooleanField(_("the people affected are hidden"))
    is_marked = models.BooleanField(_("figures hidden from the public"))

    class Meta:
        verbose_name = _("place of a need")
        verbose_name_plural = _("places of needs")
        ordering = ["is_public", "place"]
        constraints = [
            models.UniqueConstraint(
                name="need_place_once",
                fields=["need", "is_public"],
                violation_error_message=_("A need has one place for each kind of reader."),
            ),
        ]
        indexes = [models.Index(name="need_place_in_order", fields=["edition", "is_public", "place"])]

    def __str__(self) -> str:
        return f"{self.need} {self.place}"


class EditionFile(models.Model):
    """A file of open data of a published edition, made with its roll-up: it holds as long as that does."""

    edition = models.ForeignKey(Assessment, related_name="open_files", on_delete=models.CASCADE)
    name = models.CharField(_("which file"), max_length=6, choices=OpenFile)
    content = models.BinaryField(_("content, packed"))
    etag = models.CharField(_("hash of the content"), max_length=64)

    class Meta:
        verbose_name = _("file of open data")
        verbose_name_plural = _("files of open data")
        constraints = [
            models.UniqueConstraint(
                name="edition_file_once",
                fields=["edition", "name"],
                violation_error_message=_("An edition has each file of open data once."),
            ),
            models.CheckConstraint(
                name="edition_file_known",
                condition=models.Q(name__in=OpenFile.values),
                violation_error_message=_("This file of open data does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.name}"


class DirectoryFile(models.Model):
    """The directory of services for machines, in one language; emptied by the database when it no longer holds."""

    language = models.CharField(_("language"), max_length=2, primary_key=True)
    content = models.BinaryField(_("content, packed"), default=b"")
    etag = models.CharField(_("hash of the content"), max_length=64, blank=True)
    is_stale = models.BooleanField(_("something was changed since"), default=True)
    making = models.UUIDField(_("mark of the making"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("file of the directory")
        verbose_name_plural = _("files of the directory")

    def __str__(self) -> str:
        return self.language
