"""What a picture says above itself, and what `{% laid_out %}` asks of a row: its words apart from how it looks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, Protocol, Self


class LaidOut(Protocol):
    """A row that tells its words apart from everything else that says how it looks."""

    @property
    def layout(self) -> Hashable: ...

    @property
    def words(self) -> Sequence[str]: ...

    def with_words(self, words: Sequence[str]) -> Self: ...


class Captioned:
    """A picture with a title and a unit; the unit is empty where the title says it itself."""

    __slots__ = ()
    title: str
    unit: str

    @property
    def caption(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


class DrawnPiece:
    """A shape of a drawing: every piece of a kind has the same markup (`{% laid_out %}`)."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]
    layout = ()

    @property
    def words(self) -> tuple[str, ...]:
        """With points in its numbers, whatever the language."""
        return tuple([str(getattr(self, name)) for name in self.__match_args__])

    def with_words(self, words: Sequence[str]) -> Self:
        return type(self)(*words)
