"""How plans name a frequency and a dimension, as rows that a municipality adds to and changes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from core.search import folded
from monitoring.enums import Dimension
from municipality.models import Sourced

BETWEEN_CODES = "*"  # of two crossed dimensions, and of their parts
RESERVED = frozenset("-* ")


class ReportingFrequency(Sourced, TimeStamped):
    """A measurement falls due every so many months, counted from the plan's first January."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    name = localized("name")
    months = models.PositiveSmallIntegerField(_("every so many months"))
    words = models.CharField(
        _("how plans write it"), max_length=300, help_text=_("Words and phrases, with commas between them.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("months", "pk")
        verbose_name = _("frequency of reporting")
        verbose_name_plural = _("frequencies of reporting")
        constraints = [
            models.CheckConstraint(
                name="reporting_frequency_months_plausible",
                condition=Q(months__gte=1, months__lte=120),
                violation_error_message=_("A measurement falls due between every month and every ten years."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("monitoring:frequency_update", args=[self.pk])

    @property
    def spellings(self) -> list[str]:
        return spellings_of(self.words)


class ValueDimension(Sourced, TimeStamped):
    """By what a value is parted: the parts of an exclusive dimension add up to the value, others may overlap."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    name = localized("name")
    words = models.CharField(
        _("how plans write it"), max_length=300, help_text=_("Words and phrases, with commas between them.")
    )
    is_exclusive = models.BooleanField(
        _("its parts add up to the value"),
        default=True,
        help_text=_("Without it the parts may overlap: each is at most the value, and no sum of them is printed."),
    )
    parts_from = models.CharField(_("its parts are"), max_length=6, choices=Dimension.choices, default=Dimension.OWN)
    own_parts = models.TextField(
        _("its own parts"),
        blank=True,
        max_length=5_000,
        help_text=_("One a line: code: name in Albanian | name in English"),
    )
    is_owed_by_measures = models.BooleanField(
        _("asked of the persons of every measure"),
        default=False,
        help_text=_(
            "Whoever hands in says it of each measure that is written for a group, or why not. "
            "Without it a measure is asked for it once somebody began."
        ),
    )
    order = models.PositiveSmallIntegerField(_("place in the order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("dimension of values")
        verbose_name_plural = _("dimensions of values")
        constraints = [
            models.CheckConstraint(name="value_dimension_parts_known", condition=Q(parts_from__in=Dimension.values)),
            models.CheckConstraint(
                name="value_dimension_own_parts_where_own",
                condition=Q(parts_from=Dimension.OWN) & ~Q(own_parts="")
                | ~Q(parts_from=Dimension.OWN) & Q(own_parts=""),
                violation_error_message=_("Only a dimension with parts of its own lists them, and it needs them."),
            ),
            models.CheckConstraint(
                name="value_dimension_owed_by_measures_of_persons",
                condition=Q(is_owed_by_measures=False) | ~Q(parts_from=Dimension.OWN),
                violation_error_message=_("Persons are counted by sex, age, group and unit alone."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("monitoring:dimension_update", args=[self.pk])

    @property
    def spellings(self) -> list[str]:
        return spellings_of(self.words)

    def listed_parts(self) -> list[tuple[str, str, str]]:
        """Code, Albanian and English name of each of its own parts."""
        found = []
        for line in filter(None, (each.strip() for each in self.own_parts.splitlines())):
            code, _colon, names = line.partition(":")
            albanian, _bar, english = (each.strip() for each in names.partition("|"))
            found.append((code.strip(), albanian, english))
        return found

    def clean(self) -> None:
        if RESERVED & set(self.code):
            raise ValidationError({"code": _("A code has neither blanks nor the signs - and *.")})
        parts = self.listed_parts()
        codes = [code for code, _albanian, _english in parts]
        wrong = [code for code, albanian, _english in parts if not code or not albanian or RESERVED & set(code)]
        if wrong or len(codes) != len(set(codes)):
            raise ValidationError(
                {"own_parts": _("Each line is a code of its own, without blanks, - and *, a colon and a name.")}
            )


def spellings_of(words: str) -> list[str]:
    return [folded(word.strip()) for word in words.split(",") if word.strip()]
