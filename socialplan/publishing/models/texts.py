"""The texts of official papers: templates with named places, and the acts a decision rests on. Rows, not code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced
from operations.models import StoredFile
from socialplan.content.enums import PlanKind
from socialplan.publishing.enums import TemplateKind


class DocumentTemplate(Sourced, TimeStamped):
    """One paper of one kind of document in one language: rich text with places such as {plan_title}.

    Which places there are is a closed list.
    """

    document = models.CharField(
        _("document"), max_length=24, choices=PlanKind, default=PlanKind.PLAN, db_default=PlanKind.PLAN
    )
    kind = models.CharField(_("kind"), max_length=24, choices=TemplateKind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    body = models.TextField(_("text"), max_length=60_000)

    class Meta:
        ordering = ("-document", "kind", "-language")
        verbose_name = _("text of an official paper")
        verbose_name_plural = _("texts of official papers")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "language"], name="documenttemplate_once_per_document_and_language"
            ),
            models.CheckConstraint(name="documenttemplate_document_known", condition=Q(document__in=PlanKind.values)),
            models.CheckConstraint(name="documenttemplate_kind_known", condition=Q(kind__in=TemplateKind.values)),
            models.CheckConstraint(name="documenttemplate_has_text", condition=~Q(body="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_document_display()} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        return reverse("publishing:template_update", args=[self.pk])


class WordTemplate(TimeStamped):
    """A paper's own Word file: arms, layout and words of the municipality, with places that are filled.

    One of them is in use; where none is, the delivered one is made of the paper's text.
    """

    paper = models.ForeignKey(
        DocumentTemplate, verbose_name=_("paper"), related_name="word_templates", on_delete=models.PROTECT
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), related_name="word_templates", on_delete=models.PROTECT
    )
    is_in_use = models.BooleanField(_("in use"), default=False, db_default=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        constraints = [
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(is_in_use=True),
                name="wordtemplate_one_in_use_per_paper",
                violation_error_message=_("Another Word template of this paper is in use."),
            )
        ]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:word_template", args=[self.pk])


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def cited(self) -> LegalBasisQuerySet:
        return self.filter(is_active=True)

    def unverified(self) -> LegalBasisQuerySet:
        """Cited, and not checked by the municipality's lawyer yet."""
        return self.cited().filter(checked_on=None)


class LegalBasis(Sourced, TimeStamped):
    """An act that the decision names as its ground; the municipality's lawyer checks it and adds the articles."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    text_sq = models.CharField(_("act and articles (Albanian)"), max_length=300)
    text_en = models.CharField(_("act and articles (English)"), max_length=300, blank=True)
    text = localized("text")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("named in decisions"), default=True)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("publishing:legal_basis_update", args=[self.pk])

    @property
    def is_checked(self) -> bool:
        return self.checked_on is not None
