"""Functions of the database look names up in the system and in public first: a temporary table hides none of ours."""

from django.db import migrations

FUNCTIONS = (
    "socialplan_all_of_same_version()",
    "socialplan_all_years_in_plan()",
    "socialplan_counts_once()",
    "socialplan_decision_of_its_session()",
    "socialplan_document_of_version()",
    "socialplan_follows_what_counts()",
    "socialplan_funding_within_cost()",
    "socialplan_refuse_change()",
    "socialplan_refuse_sealed()",
    "socialplan_refuse_truncate()",
    "socialplan_returned_once()",
    "socialplan_same_version()",
    "socialplan_stamp_state_change()",
    "socialplan_state_has_history()",
    "socialplan_strategy_follows_a_plan()",
    "socialplan_version_begins()",
    "socialplan_withdrawal_of_its_version()",
    "socialplan_year_in_plan()",
)
FIX = "ALTER FUNCTION {} SET search_path = pg_catalog, public, pg_temp;"
LET_GO = "ALTER FUNCTION {} RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0035_guards_of_withdrawn_acts")]

    operations = [migrations.RunSQL(FIX.format(each), LET_GO.format(each)) for each in FUNCTIONS]
