"""Functions of the database look names up in the system and in public first: a temporary table hides none of ours."""

from django.db import migrations

FUNCTIONS = (
    "assessments_guard_edition()",
    "assessments_guard_need_link()",
    "assessments_guard_part()",
    "assessments_refuse_change()",
    "assessments_refuse_if_published(bigint)",
)
FIX = "ALTER FUNCTION {} SET search_path = pg_catalog, public, pg_temp;"
LET_GO = "ALTER FUNCTION {} RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_guards")]

    operations = [migrations.RunSQL(FIX.format(each), LET_GO.format(each)) for each in FUNCTIONS]
