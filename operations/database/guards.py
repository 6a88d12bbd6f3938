"""The guards in the database, held against what the migrations make: functions, triggers, rules and rights.

The expected list is a file beside the code; `manage.py write_expected_guards` writes it anew from the migrations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection

from operations.database.grants import ROW_PRIVILEGES, shortened_columns, withheld

Catalogue = dict[str, dict[str, str]]

# Of an extension's functions the extension answers; the hash covers whatever decides what a function does.
FUNCTIONS = """
SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       encode(sha256(convert_to(concat_ws(chr(31), l.lanname, pg_get_function_result(p.oid), p.prokind, p.provolatile,
           p.prosecdef, p.proisstrict, array_to_string(p.proconfig, ';'), p.prosrc), 'UTF8')), 'hex')
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                  AND d.deptype = 'e')
"""
# A trigger that is not simply enabled has the letter of its state behind its definition.
TRIGGERS = """
SELECT c.relname || '.' || t.tgname,
       pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' -- ' || t.tgenabled::text END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
"""
RULES = """
SELECT tablename || '.' || rulename, definition FROM pg_rules WHERE schemaname = 'public'
UNION ALL
SELECT tablename || '.' || policyname, concat_ws(' ', cmd, qual, with_check) FROM pg_policies
WHERE schemaname = 'public'
"""
KINDS = {"functions": FUNCTIONS, "triggers": TRIGGERS, "rules": RULES}
ON_TABLES = (*ROW_PRIVILEGES, "TRUNCATE", "REFERENCES", "TRIGGER")
# A right to some columns of a table is a right to it; these rights can be given by column.
BY_COLUMN = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
PRIVILEGES = """
SELECT c.relname, p.name FROM pg_class c CROSS JOIN unnest(%(names)s) AS p(name)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND CASE WHEN p.name = ANY (%(by_column)s) THEN has_any_column_privilege(%(role)s, c.oid, p.name)
      ELSE has_table_privilege(%(role)s, c.oid, p.name) END
"""
# The columns that may be changed, of tables that are open to removals alone.
COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%(tables)s) AND a.attnum > 0
  AND NOT a.attisdropped AND has_column_privilege(%(role)s, c.oid, a.attnum, 'UPDATE')
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
POWERS = """
SELECT 'may make temporary tables' WHERE has_database_privilege(%(role)s, current_database(), 'TEMPORARY')
UNION ALL SELECT 'may make schemas' WHERE has_database_privilege(%(role)s, current_database(), 'CREATE')
UNION ALL SELECT 'may make tables' WHERE has_schema_privilege(%(role)s, 'public', 'CREATE')
UNION ALL SELECT 'may set the sequence ' || c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace
      AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(%(role)s, c.oid, 'UPDATE') END
"""
OF_THE_ROLE = """
SELECT 'has a power of the whole server' FROM pg_roles
    WHERE rolname = %(role)s AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
UNION ALL SELECT 'is a member of ' || g.rolname FROM pg_auth_members m
    JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid WHERE r.rolname = %(role)s
UNION ALL SELECT 'owns ' || c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE r.rolname = %(role)s AND c.relpersistence <> 't'
UNION ALL SELECT 'owns the function ' || p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
    WHERE r.rolname = %(role)s AND p.pronamespace = 'public'::regnamespace
"""


def found_in(cursor: Any) -> Catalogue:
    """What guards the database at the other end of the cursor: by kind, each by its name."""
    catalogue: Catalogue = {}
    for kind, statement in KINDS.items():
        cursor.execute(statement)
        catalogue[kind] = dict(sorted(cursor.fetchall()))
    return catalogue


def expected() -> Catalogue:
    kept: Catalogue = json.loads(settings.EXPECTED_GUARDS.read_text())
    return kept


def write_expected(catalogue: Catalogue) -> None:
    settings.EXPECTED_GUARDS.write_text(json.dumps(catalogue, indent=1, ensure_ascii=False) + "\n")


def complaints() -> Iterator[str]:
    """A sentence for every guard that is missing, changed or unknown, and for every right too many or too few."""
    role = str(settings.DATABASES["default"]["USER"])
    with connection.cursor() as cursor:
        found, wanted = found_in(cursor), expected()
        for kind in KINDS:
            yield from differences(kind, found[kind], wanted[kind])
        yield from wrong_privileges(cursor, role)
        yield from powers(cursor, role)


def differences(kind: str, found: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(found.keys() | wanted.keys()):
        if name not in found:
            yield f"{kind}: {name} is missing."
        elif name not in wanted:
            yield f"{kind}: {name} is not of this version."
        elif found[name] != wanted[name]:
            yield f"{kind}: {name} is not as the migrations made it."


def wrong_privileges(cursor: Any, role: str) -> Iterator[str]:
    """Where the role may do more or less with a table than `apply_grants` gives it."""
    cursor.execute(TABLES)
    tables = {name for (name,) in cursor.fetchall()}
    taken = withheld()
    wanted = {(table, each) for table in tables for each in ROW_PRIVILEGES if each not in taken.get(table, ())}
    by_column = shortened_columns()
    wanted |= {(table, "UPDATE") for table in by_column}
    cursor.execute(PRIVILEGES, {"role": role, "names": list(ON_TABLES), "by_column": list(BY_COLUMN)})
    found = set(cursor.fetchall())
    for table, privilege in sorted(found ^ wanted):
        said = "has" if (table, privilege) in found else "lacks"
        yield f"grants: {role} {said} {privilege} on {table}."
    yield from wrong_columns(cursor, role, {(table, column) for table, given in by_column.items() for column in given})


def wrong_columns(cursor: Any, role: str, wanted: set[tuple[str, str]]) -> Iterator[str]:
    """A column too many or too few of those from which parts may be taken out."""
    cursor.execute(COLUMNS, {"role": role, "tables": sorted({table for table, _column in wanted})})
    found = set(cursor.fetchall())
    for table, column in sorted(found ^ wanted):
        said = "has" if (table, column) in found else "lacks"
        yield f"grants: {role} {said} UPDATE on {table}.{column}."


def powers(cursor: Any, role: str) -> Iterator[str]:
    """What neither the role nor everybody may do in the database, and what the role may not be."""
    for who, statement in ((role, POWERS), ("public", POWERS), (role, OF_THE_ROLE)):
        cursor.execute(statement, {"role": who})
        yield from [f"grants: {who} {power}." for (power,) in cursor.fetchall()]
