"""What the database refuses at counts-only events on whatever way it comes, and below what a protected group sets."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION consultations_refuse_person(told text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'event_counts_only_refuses_names: this event keeps counts only, %', told
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_counts_only_refuses_names';
END $$;

CREATE OR REPLACE FUNCTION consultations_refuse_at_counts_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    SELECT confidentiality INTO kept FROM consultations_consultationevent WHERE id = NEW.event_id FOR SHARE;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no names, files or photographs');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION consultations_refuse_speaker() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
    reason text;
BEGIN
    IF NEW.event_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT confidentiality, privacy_reason INTO kept, reason
        FROM consultations_consultationevent WHERE id = NEW.event_id FOR SHARE;
    IF kept = 'counts_only' AND (
        NEW.organisation_id IS NOT NULL OR NEW.consents_to_publish OR NEW.visibility <> 'restricted'
    ) THEN
        PERFORM consultations_refuse_person('no organisation and no consent to publication');
    END IF;
    IF NEW.visibility <> 'restricted' AND reason = '' AND EXISTS (
        SELECT 1 FROM consultations_consultationevent_groups AS addressed
            JOIN assessments_targetgroup AS target ON target.id = addressed.targetgroup_id
            WHERE addressed.consultationevent_id = NEW.event_id AND target.is_protected
    ) THEN
        RAISE EXCEPTION 'event_protected_group_sets_privacy: words of a protected group are not published'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_protected_group_sets_privacy';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION consultations_refuse_contact() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    SELECT event.confidentiality INTO kept
        FROM consultations_contribution AS spoken
        JOIN consultations_consultationevent AS event ON event.id = spoken.event_id
        WHERE spoken.id = NEW.contribution_id FOR SHARE OF event;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no name and no contact');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION consultations_refuse_receiver() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    IF NEW.organisation_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT event.confidentiality INTO kept
        FROM consultations_contribution AS spoken
        JOIN consultations_consultationevent AS event ON event.id = spoken.event_id
        WHERE spoken.id = NEW.contribution_id FOR SHARE OF event;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no organisation beside its contributions');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION consultations_keep_counts_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.confidentiality = 'counts_only' AND NEW.kind IN ('public_hearing', 'committee') THEN
        RAISE EXCEPTION 'event_public_meeting_is_open: a public meeting is open and names its speakers'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_public_meeting_is_open';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;
    IF OLD.confidentiality = 'counts_only' AND NEW.confidentiality <> 'counts_only' THEN
        RAISE EXCEPTION 'event_counts_only_stays: an event that keeps only counts stays so'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_counts_only_stays';
    END IF;
    IF NEW.confidentiality = 'counts_only' AND OLD.confidentiality <> 'counts_only' AND (
        EXISTS (SELECT 1 FROM consultations_attendeename WHERE event_id = NEW.id)
        OR EXISTS (SELECT 1 FROM consultations_eventfile WHERE event_id = NEW.id)
        OR EXISTS (
            SELECT 1 FROM consultations_contribution AS spoken WHERE spoken.event_id = NEW.id AND (
                spoken.organisation_id IS NOT NULL
                OR spoken.consents_to_publish
                OR spoken.visibility <> 'restricted'
                OR EXISTS (SELECT 1 FROM consultations_contributioncontact AS contact
                    WHERE contact.contribution_id = spoken.id)
                OR EXISTS (SELECT 1 FROM consultations_feedbackentry AS told
                    WHERE told.contribution_id = spoken.id AND told.organisation_id IS NOT NULL)
            )
        )
    ) THEN
        RAISE EXCEPTION 'event_with_names_is_not_counts_only: names, files or consents are kept with this event'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_with_names_is_not_counts_only';
    END IF;
    IF NEW.confidentiality <> 'counts_only' AND NEW.privacy_reason = '' AND EXISTS (
        SELECT 1 FROM consultations_consultationevent_groups AS addressed
            JOIN assessments_targetgroup AS target ON target.id = addressed.targetgroup_id
            WHERE addressed.consultationevent_id = NEW.id AND target.is_protected
    ) THEN
        RAISE EXCEPTION 'event_protected_group_sets_privacy: going below needs a recorded reason'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_protected_group_sets_privacy';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION consultations_protect_group() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
    reason text;
BEGIN
    SELECT confidentiality, privacy_reason INTO kept, reason
        FROM consultations_consultationevent WHERE id = NEW.consultationevent_id FOR SHARE;
    IF kept <> 'counts_only' AND reason = '' AND EXISTS (
        SELECT 1 FROM assessments_targetgroup WHERE id = NEW.targetgroup_id AND is_protected
    ) THEN
        RAISE EXCEPTION 'event_protected_group_sets_privacy: going below needs a recorded reason'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_protected_group_sets_privacy';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
DROP TRIGGER keep_counts_only ON consultations_consultationevent;
CREATE TRIGGER keep_counts_only BEFORE INSERT OR UPDATE ON consultations_consultationevent
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_counts_only();
CREATE TRIGGER protect_group BEFORE INSERT OR UPDATE ON consultations_consultationevent_groups
    FOR EACH ROW EXECUTE FUNCTION consultations_protect_group();
CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_contribution
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_speaker();
CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_contributioncontact
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_contact();
CREATE TRIGGER refuse_at_counts_only BEFORE INSERT OR UPDATE ON consultations_feedbackentry
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_receiver();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_protection")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS)]
