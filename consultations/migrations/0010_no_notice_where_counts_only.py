"""Nobody is written to of an event that keeps counts only, and an event with such mails does not become one."""

from django.db import migrations

REFUSE_NOTICE = """CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_speakernotice
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_contact();"""
NOTICE_COMES = "DROP TRIGGER refuse_at_counts_only ON consultations_speakernotice;"

KEEP_NOTICES_AWAY = """CREATE FUNCTION consultations_keep_notices_away() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.confidentiality = 'counts_only' AND OLD.confidentiality <> 'counts_only' AND EXISTS (
        SELECT 1 FROM consultations_speakernotice AS told
            JOIN consultations_contribution AS spoken ON spoken.id = told.contribution_id
            WHERE spoken.event_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'event_with_names_is_not_counts_only: who spoke was written to'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_with_names_is_not_counts_only';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_notices_away BEFORE UPDATE ON consultations_consultationevent
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_notices_away();"""
NOTICES_COME = """DROP TRIGGER keep_notices_away ON consultations_consultationevent;
DROP FUNCTION consultations_keep_notices_away();"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0009_voice_guards")]

    operations = [
        migrations.RunSQL(REFUSE_NOTICE, NOTICE_COMES),
        migrations.RunSQL(KEEP_NOTICES_AWAY, NOTICES_COME),
    ]
