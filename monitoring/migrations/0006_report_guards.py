"""What the database itself refuses at a frozen report: its hash changes as little as its figures, and so do its words."""

from django.db import migrations

# As it stood before; put back when this migration is taken back.
BEFORE = """CREATE OR REPLACE FUNCTION monitoring_guard_report() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
GUARD_REPORT = """CREATE OR REPLACE FUNCTION monitoring_guard_report() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.figures IS NOT NULL THEN
            RAISE EXCEPTION 'report_figures_frozen: a validated report is not deleted'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.figures IS NOT NULL AND NEW.state <> 'draft'
        AND (NEW.figures, NEW.figures_sha256) IS DISTINCT FROM (OLD.figures, OLD.figures_sha256) THEN
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
END
$$;"""

# What belongs to a report changes only while its figures are free.
GUARD_PART = """CREATE FUNCTION monitoring_guard_frozen_part() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (SELECT figures IS NOT NULL FROM monitoring_yearlyreport WHERE id = OLD.report_id) THEN
        RAISE EXCEPTION 'report_words_frozen: the words of a validated report never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;"""
PARTS = (
    "monitoring_reportsection",
    "monitoring_reportrecommendation",
    "monitoring_recommendationfollowup",
    "monitoring_resultnarrative",
)
ON_PARTS = "\n".join(
    f"CREATE TRIGGER guard_frozen_part BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION monitoring_guard_frozen_part();"
    for table in PARTS
)
OFF_PARTS = "\n".join(f"DROP TRIGGER guard_frozen_part ON {table};" for table in PARTS)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0005_report_builder")]

    operations = [
        migrations.RunSQL(GUARD_REPORT, BEFORE),
        migrations.RunSQL(GUARD_PART, "DROP FUNCTION monitoring_guard_frozen_part();"),
        migrations.RunSQL(ON_PARTS, OFF_PARTS),
    ]
