"""The database reads in its row whether a kind of event is open to everybody, and keeps what events rest on."""

from django.db import migrations

KEEP_COUNTS_ONLY = """CREATE OR REPLACE FUNCTION consultations_keep_counts_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.confidentiality = 'counts_only' AND %s THEN
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
END
$$;"""
BY_CODE = KEEP_COUNTS_ONLY % "NEW.kind IN ('public_hearing', 'committee')"
BY_ROW = KEEP_COUNTS_ONLY % (
    "EXISTS (\n        SELECT 1 FROM consultations_eventkind AS of_event"
    "\n            WHERE of_event.code = NEW.kind AND of_event.is_open_meeting\n    )"
)

# What a kind means for notice and protection stays as it was once events were held under it.
GUARD_KIND = """CREATE FUNCTION consultations_guard_event_kind() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.code, NEW.is_open_meeting, NEW.has_notice) IS DISTINCT FROM (OLD.code, OLD.is_open_meeting, OLD.has_notice)
        AND EXISTS (SELECT 1 FROM consultations_consultationevent WHERE kind = OLD.code)
    THEN
        RAISE EXCEPTION 'event_kind_in_use_stays: events rest on what this kind means'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_kind_in_use_stays';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard_event_kind BEFORE UPDATE ON consultations_eventkind
    FOR EACH ROW EXECUTE FUNCTION consultations_guard_event_kind();"""
KIND_IS_FREE = """DROP TRIGGER guard_event_kind ON consultations_eventkind;
DROP FUNCTION consultations_guard_event_kind();"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0031_event_names_its_kind")]

    operations = [migrations.RunSQL(BY_ROW, BY_CODE), migrations.RunSQL(GUARD_KIND, KIND_IS_FREE)]
