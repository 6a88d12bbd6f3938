"""The seal covers units and data blocks too; snapshots of reviewed content are only added."""

from django.db import migrations

SEALED = ("measureunit", "datablock")
GUARDED = (*SEALED, "contentsnapshot")


def _trigger(name: str, when: str, table: str, each: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} ON socialplan_{table} FOR EACH {each} EXECUTE FUNCTION socialplan_{function};"
    )


def _triggers() -> str:
    return "\n".join(
        [
            *(
                _trigger(f"{name}_sealed", "BEFORE INSERT OR UPDATE OR DELETE", name, "ROW", "refuse_sealed()")
                for name in SEALED
            ),
            *(
                _trigger(f"{name}_no_truncate", "BEFORE TRUNCATE", name, "STATEMENT", "refuse_truncate()")
                for name in GUARDED
            ),
            _trigger(
                "measureunit_measure_id_same_version",
                "BEFORE INSERT OR UPDATE",
                "measureunit",
                "ROW",
                "same_version('measure_id', 'socialplan_measure')",
            ),
            _trigger(
                "contentsnapshot_only_added", "BEFORE UPDATE OR DELETE", "contentsnapshot", "ROW", "refuse_change()"
            ),
        ]
    )


def _drop() -> str:
    drops = [f"DROP TRIGGER {name}_sealed ON socialplan_{name};" for name in SEALED]
    drops += [f"DROP TRIGGER {name}_no_truncate ON socialplan_{name};" for name in GUARDED]
    drops.append("DROP TRIGGER measureunit_measure_id_same_version ON socialplan_measureunit;")
    drops.append("DROP TRIGGER contentsnapshot_only_added ON socialplan_contentsnapshot;")
    return "\n".join(drops)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0004_places_units_currencies_snapshots")]

    operations = [migrations.RunSQL(_triggers(), _drop())]
