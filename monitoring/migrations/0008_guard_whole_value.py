"""What was submitted is kept whole: its kind of answer and the parts of a share too, not its figure alone."""

from django.db import migrations

GUARD = """CREATE OR REPLACE FUNCTION monitoring_guard_value() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'value_kept: a submitted value is corrected by a new row'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state IN ('submitted', 'approved') AND (%(new)s) IS DISTINCT FROM (%(old)s) THEN
        RAISE EXCEPTION 'value_kept: a submitted value is corrected by a new row'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (
        SELECT (from_state, to_state) IS DISTINCT FROM (OLD.state, NEW.state)
        FROM monitoring_valuestatechange WHERE value_id = OLD.id ORDER BY id DESC LIMIT 1
    ) IS NOT FALSE THEN
        RAISE EXCEPTION 'value_state_needs_history: a state changes only by a recorded step'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
BEFORE = ("amount", "indicator_id", "period_id")
NOW = (*BEFORE, "standing", "numerator", "denominator")


def guard(columns):
    return GUARD % {side.lower(): ", ".join(f"{side}.{name}" for name in columns) for side in ("OLD", "NEW")}


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0007_results_in_sheets")]

    operations = [migrations.RunSQL(guard(NOW), guard(BEFORE))]
