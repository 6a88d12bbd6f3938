"""For migrations: which columns of a table can be found by the search; the trigger keeps the entry with the row.

`Indexed` writes the trigger over `operations_keep_entry` and enters the rows that are there already.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True, slots=True)
class Indexed:
    """Columns by language; `row` is the column with the number of the row that is found, `parent` of its owner.

    `is_marked_up`: the texts are HTML, whose tags are no words.
    """

    table: str
    kind: str
    title_sq: tuple[str, ...] = ()
    title_en: tuple[str, ...] = ()
    body_sq: tuple[str, ...] = ()
    body_en: tuple[str, ...] = ()
    parent: str = ""
    key: str = ""
    row: str = "id"
    is_marked_up: bool = False

    @property
    def name(self) -> str:
        return f"found_as_{self.kind}"

    @property
    def names(self) -> list[str]:
        """What the function is told: always nine, lists of columns parted by commas."""
        columns = (self.title_sq, self.title_en, self.body_sq, self.body_en)
        told = (
            self.kind,
            self.row,
            self.parent,
            self.key,
            *map(",".join, columns),
            "html" if self.is_marked_up else "",
        )
        return [f"'{each}'" for each in told]

    @property
    def watched(self) -> str:
        found = (*self.title_sq, *self.title_en, *self.body_sq, *self.body_en, self.parent, self.key)
        return ", ".join(dict.fromkeys(filter(None, found)))

    @property
    def statement(self) -> str:
        names = ", ".join(self.names)
        return (
            f"CREATE TRIGGER {self.name} AFTER INSERT OR DELETE OR UPDATE OF {self.watched} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION operations_keep_entry({names});\n"
            f"SELECT operations_enter(to_jsonb(r), ARRAY[{names}]) FROM {self.table} r ORDER BY r.id;"
        )


def index(*rows: Indexed) -> migrations.RunSQL:
    return migrations.RunSQL(
        "\n".join(row.statement for row in rows),
        "\n".join(f"DROP TRIGGER {row.name} ON {row.table};" for row in rows),
    )
