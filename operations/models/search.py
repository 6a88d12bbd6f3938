"""What can be found: one row for each text of each row that somebody may search, kept by triggers of its table."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: Of the words those of the titles; with an index of their own, as a word that stands everywhere is looked up here.
TITLE_WORDS = models.Func(
    models.F("words"), models.Value("{a,b}"), function="ts_filter", output_field=SearchVectorField()
)

#: Kilobytes of an index that are not in its order yet: every question reads them from end to end, so they are few.
UNSORTED = 64


class SearchEntry(models.Model):
    """The words of one row. The trigger writes them (operations/database/indexed.py); nothing is shown from here
    before the kind has said which rows a person may open (operations/search/kinds.py)."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField(_("number of the row"))
    parent_id = models.BigIntegerField(_("number of what it belongs to"), null=True, blank=True)
    key = models.UUIDField(_("lasting key"), null=True, blank=True)
    title_sq = models.TextField(_("title (Albanian)"), blank=True)
    title_en = models.TextField(_("title (English)"), blank=True)
    body_sq = models.TextField(_("text (Albanian)"), blank=True)
    body_en = models.TextField(_("text (English)"), blank=True)
    folded_title = models.TextField(_("both titles without accents"), blank=True)
    words = SearchVectorField(_("words"))

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints = [models.UniqueConstraint(name="searchentry_once_a_row", fields=["kind", "object_id"])]
        indexes = [
            GinIndex(name="searchentry_words", fields=["words"], gin_pending_list_limit=UNSORTED),
            GinIndex(
                name="searchentry_title",
                fields=["folded_title"],
                opclasses=["gin_trgm_ops"],
                gin_pending_list_limit=UNSORTED,
            ),
            GinIndex(TITLE_WORDS, name="searchentry_title_words", gin_pending_list_limit=UNSORTED),
            # Not by kind first: without statistics the database would look for a row by it, among all of its kind.
            models.Index(name="searchentry_by_parent", fields=["parent_id", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_sq

    @property
    def body(self) -> str:
        return self.body_en if get_language() == "en" and self.body_en else self.body_sq


class TitleWord(models.Model):
    """A word that stands in titles of one kind: what a mistyped word may have meant. Nobody is shown this list; what
    is found by its words is asked for like what was typed. Made anew by `operations/search/title_words.py`."""

    kind = models.CharField(_("kind"), max_length=40)
    word = models.TextField(_("word"))

    class Meta:
        verbose_name = _("word of titles")
        verbose_name_plural = _("words of titles")
        constraints = [models.UniqueConstraint(name="titleword_once_a_kind", fields=["kind", "word"])]
        indexes = [GinIndex(name="titleword_alike", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
