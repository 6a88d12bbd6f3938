"""Abstract models every app builds on; core owns no table."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.workflow import Workflow

Rows = TypeVar("Rows", bound=models.QuerySet[Any, Any])
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class WebAddressField(models.URLField):
    """An address that a browser opens: http or https alone. For migrations it is Django's own field."""

    default_validators: ClassVar = [WEB_ADDRESS]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", list(args), kwargs


class TimeStamped(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class StateChange(models.Model):
    """One step of a document: when it happened by law, and when the database recorded it. Rows are only added."""

    workflow: ClassVar[Workflow[Any] | None] = None

    step = models.CharField(_("step"), max_length=40)
    from_state = models.CharField(_("from"), max_length=40)
    to_state = models.CharField(_("to"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
    )
    comment = models.TextField(_("comment"), blank=True, max_length=5_000)
    happened_on = models.DateField(_("legal date"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)

    class Meta:
        abstract = True
        ordering = ("pk",)

    @property
    def step_done(self) -> str:
        """What was done, in the words of the workflow that is recorded here; the button's words ask for it."""
        return self.step if self.workflow is None else str(self.workflow[self.step].done)

    @property
    def to_state_label(self) -> str:
        """The reached state in the reader's words, taken from the document this row belongs to."""
        for field in self._meta.fields:
            document = field.related_model
            if isinstance(document, type) and "state" in {each.name for each in document._meta.get_fields()}:
                choices = getattr(document._meta.get_field("state"), "choices", None) or ()
                return str(dict(choices).get(self.to_state, self.to_state))
        return self.to_state


def in_own_order(rows: Rows) -> Rows:
    """Rows that count something, in the order of their model where they have no other: counting forgets it."""
    return rows if rows.query.order_by else rows.order_by(*rows.model._meta.ordering)
