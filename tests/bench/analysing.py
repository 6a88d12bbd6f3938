"""What the database knows of its tables: of the application's role ANALYZE is refused without an error."""

from __future__ import annotations

from contextlib import closing

import psycopg2

from tests.conftest import owner_address


def analyse(*tables: str) -> None:
    """As the database does by itself within the minute, of committed rows; all tables where none is named."""
    with closing(psycopg2.connect(**owner_address())) as owner:
        owner.autocommit = True  # VACUUM, which lets an index be read alone, stands in no transaction
        with owner.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
