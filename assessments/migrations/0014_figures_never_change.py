"""What a figure says never changes, whoever writes: it is verified once, and corrected by a new row."""

from django.db import migrations

# Only verifying changes a row, once: a correction is a row of its own with the same key. A verified row stays.
GUARD = """CREATE FUNCTION assessments_guard_figure() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    free text[] := ARRAY['verified_by_id', 'quality', 'updated_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.verified_by_id IS NOT NULL THEN
            RAISE EXCEPTION 'figure_verified_stays: figure % is verified and stays', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
            RAISE EXCEPTION 'figure_corrected_by_new_row: figure % does not change', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF OLD.verified_by_id IS NOT NULL OR NEW.verified_by_id IS NULL THEN
            RAISE EXCEPTION 'figure_verified_once: figure % is only verified, and once', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM assessments_datapoint was
        WHERE was.id = NEW.corrects_id AND was.revision = NEW.revision - 1
          AND (was.assessment_id, was.definition_id, was.starts_on, was.ends_on, was.sex, was.source)
            = (NEW.assessment_id, NEW.definition_id, NEW.starts_on, NEW.ends_on, NEW.sex, NEW.source)
          AND (was.unit_id, was.age_from, was.age_to, was.group_id)
              IS NOT DISTINCT FROM (NEW.unit_id, NEW.age_from, NEW.age_to, NEW.group_id)
    ) THEN
        RAISE EXCEPTION 'figure_corrects_the_same: figure % is about something else', NEW.corrects_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
# after guard_part by name: what is published is refused first
ON = (
    "CREATE TRIGGER guard_what_it_says BEFORE INSERT OR DELETE OR UPDATE ON assessments_datapoint"
    " FOR EACH ROW EXECUTE FUNCTION assessments_guard_figure();"
)
OFF = "DROP TRIGGER guard_what_it_says ON assessments_datapoint;"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_figures_by_definition")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION assessments_guard_figure();"),
        migrations.RunSQL(ON, OFF),
    ]
