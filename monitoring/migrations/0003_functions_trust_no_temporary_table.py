"""Functions of the database look names up in the system and in public first: a temporary table hides none of ours."""

from django.db import migrations

FUNCTIONS = (
    "monitoring_guard_report()",
    "monitoring_guard_value()",
)
FIX = "ALTER FUNCTION {} SET search_path = pg_catalog, public, pg_temp;"
LET_GO = "ALTER FUNCTION {} RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_guards")]

    operations = [migrations.RunSQL(FIX.format(each), LET_GO.format(each)) for each in FUNCTIONS]
