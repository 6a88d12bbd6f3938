"""What the database itself refuses: changed facts, thawed figures, and a state without its step in the history."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION monitoring_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.figures IS NOT NULL THEN
            RAISE EXCEPTION 'report_figures_frozen: a validated report is not deleted'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.figures IS NOT NULL AND NEW.figures IS DISTINCT FROM OLD.figures AND NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'report_figures_frozen: figures of a validated report never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (
        SELECT (from_state, to_state) IS DISTINCT FROM (OLD.state, NEW.state)
        FROM monitoring_reportstatechange WHERE report_id = OLD.id ORDER BY id DESC LIMIT 1
    ) IS NOT FALSE THEN
        RAISE EXCEPTION 'report_state_needs_history: a state changes only by a recorded step'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION monitoring_guard_value() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'value_kept: a submitted value is corrected by a new row'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state IN ('submitted', 'approved') AND (NEW.amount, NEW.indicator_id, NEW.period_id)
        IS DISTINCT FROM (OLD.amount, OLD.indicator_id, OLD.period_id) THEN
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
END $$;

CREATE TRIGGER guard_report BEFORE UPDATE OR DELETE ON monitoring_yearlyreport
    FOR EACH ROW EXECUTE FUNCTION monitoring_guard_report();
CREATE TRIGGER guard_value BEFORE UPDATE OR DELETE ON monitoring_indicatorvalue
    FOR EACH ROW EXECUTE FUNCTION monitoring_guard_value();
"""
BACK = """
DROP TRIGGER guard_report ON monitoring_yearlyreport;
DROP TRIGGER guard_value ON monitoring_indicatorvalue;
DROP FUNCTION monitoring_guard_report();
DROP FUNCTION monitoring_guard_value();
"""
FACTS = ("reportsubmission", "submissionreceipt", "reportstatechange", "valuestatechange")
KEEP = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON monitoring_{name}
    FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON monitoring_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""
LET_GO = """
DROP TRIGGER refuse_change ON monitoring_{name};
DROP TRIGGER refuse_truncate ON monitoring_{name};
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("operations", "0002_guards")]

    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        *(migrations.RunSQL(KEEP.format(name=name), LET_GO.format(name=name)) for name in FACTS),
    ]
