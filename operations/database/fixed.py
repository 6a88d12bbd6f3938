"""For migrations: which rows of a table are fixed once they are published or decided, and which columns stay free.

`Fixed` writes the trigger over the function `operations_keep_fixed`; that a person cannot do the same by the pages is
the services' task, who say it kindly. This holds for whatever else logs in as the application.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import migrations

ROW, PART = "row", "part"


@dataclass(frozen=True, slots=True)
class Fixed:
    """`when` asks about the row by the name `kept`; a part is also refused where it would come to what is fixed."""

    table: str
    says: str
    when: str = "true"
    free: tuple[str, ...] = ()
    at: str = "UPDATE OR DELETE"
    kind: str = ROW

    @property
    def name(self) -> str:
        return f"{self.says}_fixed"

    @property
    def statement(self) -> str:
        arguments = (self.says, self.when, ",".join(self.free), self.kind)
        quoted = ", ".join("'{}'".format(each.replace("'", "''")) for each in arguments)
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.at} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION operations_keep_fixed({quoted});"
        )


def fix(*rows: Fixed) -> migrations.RunSQL:
    return migrations.RunSQL(
        "\n".join(row.statement for row in rows),
        "\n".join(f"DROP TRIGGER {row.name} ON {row.table};" for row in rows),
    )
