"""Functions of the database look names up in the system and in public first: a temporary table hides none of ours."""

from django.db import migrations

FUNCTIONS = (
    "consultations_keep_counts_only()",
    "consultations_never_shortened()",
    "consultations_refuse_at_counts_only()",
    "consultations_refuse_change()",
)
FIX = "ALTER FUNCTION {} SET search_path = pg_catalog, public, pg_temp;"
LET_GO = "ALTER FUNCTION {} RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_guards")]

    operations = [migrations.RunSQL(FIX.format(each), LET_GO.format(each)) for each in FUNCTIONS]
