"""What the database itself refuses: changed words, changed answers, names at counts-only events, a shorter round."""

from django.db import migrations

UNCHANGEABLE = (
    "consultations_contribution",
    "consultations_disposition",
    "consultations_answerpublication",
    "consultations_publishedanswer",
    "consultations_feedbackentry",
    "consultations_roundextension",
    "consultations_roundstatechange",
)

REFUSE_CHANGE = """
CREATE FUNCTION consultations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consultations_row_unchangeable: rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

COUNTS_ONLY = """
CREATE FUNCTION consultations_refuse_at_counts_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    SELECT confidentiality INTO kept FROM consultations_consultationevent WHERE id = NEW.event_id FOR SHARE;
    IF kept = 'counts_only' THEN
        RAISE EXCEPTION 'event_counts_only_refuses_names: this event keeps counts, no names, files or photographs'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_attendeename
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_at_counts_only();
CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_eventfile
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_at_counts_only();

CREATE FUNCTION consultations_keep_counts_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confidentiality = 'counts_only' AND NEW.confidentiality <> 'counts_only' THEN
        RAISE EXCEPTION 'event_counts_only_stays: an event that keeps only counts stays so'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.confidentiality = 'counts_only' AND OLD.confidentiality <> 'counts_only' AND (
        EXISTS (SELECT 1 FROM consultations_attendeename WHERE event_id = NEW.id)
        OR EXISTS (SELECT 1 FROM consultations_eventfile WHERE event_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'event_counts_only_refuses_names: erase the names and files of this event first'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_counts_only BEFORE UPDATE ON consultations_consultationevent
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_counts_only();
"""

NEVER_SHORTENED = """
CREATE FUNCTION consultations_never_shortened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'planned' AND (
        NEW.notice_on IS DISTINCT FROM OLD.notice_on
        OR NEW.kind <> OLD.kind
        OR (NEW.closes_on IS NULL) <> (OLD.closes_on IS NULL)
        OR NEW.closes_on < OLD.closes_on
    ) THEN
        RAISE EXCEPTION 'round_never_shortened: a published round keeps its notice and is never shortened'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_shortened BEFORE UPDATE ON consultations_round
    FOR EACH ROW EXECUTE FUNCTION consultations_never_shortened();
"""

UNDO = """
DROP TRIGGER never_shortened ON consultations_round;
DROP FUNCTION consultations_never_shortened();
DROP TRIGGER keep_counts_only ON consultations_consultationevent;
DROP FUNCTION consultations_keep_counts_only();
DROP TRIGGER refuse_at_counts_only ON consultations_eventfile;
DROP TRIGGER refuse_at_counts_only ON consultations_attendeename;
DROP FUNCTION consultations_refuse_at_counts_only();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION consultations_refuse_change();"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();",
                f"DROP TRIGGER refuse_change ON {table};",
            )
            for table in UNCHANGEABLE
        ),
        migrations.RunSQL(COUNTS_ONLY + NEVER_SHORTENED, UNDO),
    ]
