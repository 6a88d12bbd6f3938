"""The answer to one late letter."""

from __future__ import annotations

from consultations.forms.texts import ShortTextareas
from consultations.models import LateReply
from core.forms import CrispyModelForm
from operations.forms import EntryFields


class LateReplyForm(EntryFields, ShortTextareas, CrispyModelForm):
    class Meta:
        model = LateReply
        fields = ("reply",)

    field_order = ("reply", "happened_on", "source_document")
