"""The database refuses an approval of minutes by anybody who ever changed them, not by the last of them alone."""

from django.db import migrations

FOUR_EYES = """CREATE FUNCTION consultations_minutes_four_eyes() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM operations_event AS told
        WHERE told.subject_type = 'consultations.consultationevent' AND told.subject_id = NEW.id::text
            AND told.action = 'consultations.save_event' AND told.after ? 'minutes'
            AND told.actor_id = NEW.minutes_approved_by_id
    ) THEN
        RAISE EXCEPTION 'event_minutes_approved_by_another: whoever wrote in the minutes does not approve them'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_minutes_approved_by_another';
    END IF;
    RETURN NEW;
END
$$;"""
TRIGGER = """CREATE TRIGGER minutes_four_eyes BEFORE INSERT OR UPDATE OF minutes_approved_by_id
ON consultations_consultationevent FOR EACH ROW WHEN (NEW.minutes_approved_by_id IS NOT NULL)
EXECUTE FUNCTION consultations_minutes_four_eyes();"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0034_corrected_more_than_once"), ("operations", "0011_news")]

    operations = [
        migrations.RunSQL(
            FOUR_EYES + TRIGGER,
            "DROP TRIGGER minutes_four_eyes ON consultations_consultationevent;"
            " DROP FUNCTION consultations_minutes_four_eyes();",
        )
    ]
