"""Comments of those who work on a draft, on any place of its content; they stand outside the seal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from socialplan.content.enums import NodeKind
from socialplan.content.models.plans import PlanVersion


class NodeCommentQuerySet(models.QuerySet["NodeComment"]):
    def seen_in(self, version: PlanVersion) -> NodeCommentQuerySet:
        """Written on this version or on an earlier one of the plan: places keep their keys, so comments go along."""
        return self.filter(version__plan=version.plan_id, version__number__lte=version.number)

    def with_state(self) -> NodeCommentQuerySet:
        """Adds `is_resolved`, as the last settlement says."""
        last = CommentSettlement.objects.filter(comment=OuterRef("pk")).order_by("-pk").values("is_resolved")[:1]
        return self.annotate(is_resolved=Coalesce(Subquery(last), False, output_field=models.BooleanField()))

    def open(self) -> NodeCommentQuerySet:
        return self.with_state().filter(is_resolved=False)

    def counted_by_place(self) -> Any:
        """How many there are at each place."""
        return self.order_by().values("node_key").annotate(count=models.Count("pk")).values_list("node_key", "count")

    def with_people(self) -> NodeCommentQuerySet:
        """With who wrote it, on which version, and who settled it, in two queries."""
        return self.select_related("version", "written_by").prefetch_related("settlements__settled_by")


class NodeComment(models.Model):
    """What somebody says of a place; the text is never changed, only settled. `node_key` is the place's stable key."""

    append_only = True
    # The trail says that somebody commented, and where; the words stand here alone.
    left_out_of_trail = ("text",)

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("written on version"), related_name="comments", on_delete=models.PROTECT
    )
    node_kind = models.CharField(_("kind of place"), max_length=12, choices=NodeKind)
    node_key = models.UUIDField(_("place"))
    text = models.TextField(_("comment"), max_length=4_000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = NodeCommentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["node_key"], name="nodecomment_by_place")]
        constraints = [
            models.CheckConstraint(name="nodecomment_kind_known", condition=Q(node_kind__in=NodeKind.values)),
            models.CheckConstraint(
                name="nodecomment_has_text",
                condition=~Q(text=""),
                violation_error_message=_("A comment says something."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_node_kind_display()} {self.node_key}"

    @property
    def last_settlement(self) -> CommentSettlement | None:
        """Who settled or reopened it last; read with `with_people`."""
        settlements = list(self.settlements.all())
        return settlements[-1] if settlements else None


class CommentSettlement(models.Model):
    """A comment resolved, or opened again: the last row says how it stands."""

    append_only = True

    comment = models.ForeignKey(
        NodeComment, verbose_name=_("comment"), related_name="settlements", on_delete=models.PROTECT
    )
    is_resolved = models.BooleanField(_("resolved"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("settlement of a comment")
        verbose_name_plural = _("settlements of comments")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.is_resolved}"
