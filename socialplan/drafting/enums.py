"""Kinds of what is done while a plan is written."""

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MergeMode(Enum):
    """How two people's texts of one field can be made one that holds both."""

    NONE = auto()
    WORDS = auto()
    RICH = auto()
    CHOSEN = auto()


class EditKind(TextChoices):
    """What was done in tree or matrix in one go, and can be taken back in one go."""

    CELL = "cell", pgettext_lazy("edit", "one cell")
    PASTE = "paste", pgettext_lazy("edit", "a pasted block")
    ADD = "add", pgettext_lazy("edit", "a new row")
    RENAME = "rename", pgettext_lazy("edit", "a title")
    MOVE = "move", pgettext_lazy("edit", "a move")
    REMOVE = "remove", pgettext_lazy("edit", "a removal")
