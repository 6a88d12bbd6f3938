"""What one row of a sheet would do, as its preview says it, and what was written of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.sheet_reader.cells import SheetCell


@dataclass(frozen=True, slots=True)
class Difference:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a row; without a column it concerns the whole row."""

    column: str
    sentence: str


@dataclass(slots=True)
class ImportLine:
    """What one row of the sheet would do."""

    number: int
    label: str
    outcome: str
    differences: list[Difference] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def add_refusal(self, refusal: ValidationError, columns: Collection[str]) -> None:
        """Each sentence at its column; what has none concerns the whole row."""
        for name, errors in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
            for sentence in (each for error in errors for each in error.messages):
                self.errors.append(Remark(name if name in columns else "", sentence))

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    def labelled(self, labels: Mapping[str, Any]) -> ImportLine:
        """With the columns as the reader calls them."""
        return replace(
            self,
            differences=[replace(each, column=str(labels[each.column])) for each in self.differences],
            errors=[replace(each, column=str(labels.get(each.column, ""))) for each in self.errors],
            warnings=[replace(each, column=str(labels.get(each.column, ""))) for each in self.warnings],
        )

    @classmethod
    def from_plain(cls, stored: dict[str, Any]) -> ImportLine:
        return cls(
            stored["number"],
            stored["label"],
            stored["outcome"],
            [Difference(**each) for each in stored["differences"]],
            [Remark(**each) for each in stored["errors"]],
            [Remark(**each) for each in stored["warnings"]],
        )


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row that was written; `before` are its cells as they stood, None where they must not be kept.

    `found_at` is when it had been written before; None of a new row.
    """

    instance: Any
    is_new: bool
    found_at: datetime | None
    before: dict[str, str] | None


@dataclass(slots=True)
class JudgedRow:
    """A row of the sheet as a row of the database, and the line that tells of it."""

    line: ImportLine
    instance: Any
    wrong: dict[str, Any]  # what is wrong with its cells, by field
    links: dict[str, list[Any]]
    before: dict[str, SheetCell | None]
    unchanged: set[str]  # names of the links that stand as they stood
    warnings: list[Remark]

    @property
    def is_new(self) -> bool:
        return bool(self.instance._state.adding)


def counted(lines: Iterable[ImportLine]) -> Counter[str]:
    return Counter(line.outcome for line in lines)
