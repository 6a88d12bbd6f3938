"""Rows that had only a code get their place in its order, numbers as numbers: 1.2 before 1.10.

The seal's guard is lifted for this one column, which no seal of these rows covers; the owner migrates.
"""

from django.db import migrations

TABLES = ("strategicgoal", "specificobjective", "measure", "indicator", "risk")
PLACE = """
ALTER TABLE socialplan_{name} DISABLE TRIGGER {name}_sealed;
UPDATE socialplan_{name} AS row SET position = placed.place
  FROM (
    SELECT id, row_number() OVER (
        PARTITION BY version_id
        ORDER BY (
            SELECT array_agg(found[1]::bigint)
              FROM regexp_matches(left(code, 12), '([0-9]{{1,9}})', 'g') AS found
        ) NULLS LAST, code, id) AS place
      FROM socialplan_{name}
  ) AS placed
 WHERE placed.id = row.id;
ALTER TABLE socialplan_{name} ENABLE TRIGGER {name}_sealed;
"""


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0005_guards_of_new_content")]

    operations = [
        migrations.RunSQL("\n".join(PLACE.format(name=name) for name in TABLES), migrations.RunSQL.noop),
    ]
