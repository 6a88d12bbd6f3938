"""What the database itself refuses in consultations, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# Names and files of an event stay away once it is kept by its counts alone.
KEEP_COUNTS_ONLY = """CREATE FUNCTION consultations_keep_counts_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
KEEP_COUNTS_ONLY_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_keep_counts_only();"
)
KEEP_COUNTS_ONLY_ON_TABLES = (("keep_counts_only", "consultations_consultationevent"),)

# A running round is never shortened.
NEVER_SHORTENED = """CREATE FUNCTION consultations_never_shortened() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
NEVER_SHORTENED_ON = (
    "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION consultations_never_shortened();"
)
NEVER_SHORTENED_ON_TABLES = (("never_shortened", "consultations_round"),)

# An event with a protected group is kept by its counts alone.
PROTECT_GROUP = """CREATE FUNCTION consultations_protect_group() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
PROTECT_GROUP_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_protect_group();"
)
PROTECT_GROUP_ON_TABLES = (("protect_group", "consultations_consultationevent_groups"),)

# Refuses what would tell of a person where only counts are kept.
REFUSE_PERSON = """CREATE FUNCTION consultations_refuse_person(told text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'event_counts_only_refuses_names: this event keeps counts only, %', told
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_counts_only_refuses_names';
END
$$;"""

# No name and no file comes to an event that is kept by its counts alone.
REFUSE_AT_COUNTS_ONLY = """CREATE FUNCTION consultations_refuse_at_counts_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    SELECT confidentiality INTO kept FROM consultations_consultationevent WHERE id = NEW.event_id FOR SHARE;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no names, files or photographs');
    END IF;
    RETURN NEW;
END
$$;"""
REFUSE_AT_COUNTS_ONLY_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_at_counts_only();"
)
REFUSE_AT_COUNTS_ONLY_ON_TABLES = (
    ("refuse_at_counts_only", "consultations_attendeename"),
    ("refuse_at_counts_only", "consultations_eventfile"),
)

# What was said, answered and published is only added.
REFUSE_CHANGE = """CREATE FUNCTION consultations_refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'consultations_row_unchangeable: rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;"""
REFUSE_CHANGE_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
)
REFUSE_CHANGE_ON_TABLES = (
    ("refuse_change", "consultations_answerpublication"),
    ("refuse_change", "consultations_contribution"),
    ("refuse_change", "consultations_disposition"),
    ("refuse_change", "consultations_feedbackentry"),
    ("refuse_change", "consultations_publishedanswer"),
    ("refuse_change", "consultations_roundextension"),
    ("refuse_change", "consultations_roundstatechange"),
)

# No way to reach a person is kept where only counts are kept.
REFUSE_CONTACT = """CREATE FUNCTION consultations_refuse_contact() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
REFUSE_CONTACT_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_contact();"
)
REFUSE_CONTACT_ON_TABLES = (("refuse_at_counts_only", "consultations_contributioncontact"),)

# Nobody is named as having been answered where only counts are kept.
REFUSE_RECEIVER = """CREATE FUNCTION consultations_refuse_receiver() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
REFUSE_RECEIVER_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_receiver();"
)
REFUSE_RECEIVER_ON_TABLES = (("refuse_at_counts_only", "consultations_feedbackentry"),)

# Nobody is named as having spoken where only counts are kept.
REFUSE_SPEAKER = """CREATE FUNCTION consultations_refuse_speaker() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
END
$$;"""
REFUSE_SPEAKER_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_speaker();"
)
REFUSE_SPEAKER_ON_TABLES = (("refuse_at_counts_only", "consultations_contribution"),)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]

    operations = [
        migrations.RunSQL(KEEP_COUNTS_ONLY, "DROP FUNCTION consultations_keep_counts_only();"),
        _guard(KEEP_COUNTS_ONLY_ON, KEEP_COUNTS_ONLY_ON_TABLES),
        migrations.RunSQL(NEVER_SHORTENED, "DROP FUNCTION consultations_never_shortened();"),
        _guard(NEVER_SHORTENED_ON, NEVER_SHORTENED_ON_TABLES),
        migrations.RunSQL(PROTECT_GROUP, "DROP FUNCTION consultations_protect_group();"),
        _guard(PROTECT_GROUP_ON, PROTECT_GROUP_ON_TABLES),
        migrations.RunSQL(REFUSE_PERSON, "DROP FUNCTION consultations_refuse_person(text);"),
        migrations.RunSQL(REFUSE_AT_COUNTS_ONLY, "DROP FUNCTION consultations_refuse_at_counts_only();"),
        _guard(REFUSE_AT_COUNTS_ONLY_ON, REFUSE_AT_COUNTS_ONLY_ON_TABLES),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION consultations_refuse_change();"),
        _guard(REFUSE_CHANGE_ON, REFUSE_CHANGE_ON_TABLES),
        migrations.RunSQL(REFUSE_CONTACT, "DROP FUNCTION consultations_refuse_contact();"),
        _guard(REFUSE_CONTACT_ON, REFUSE_CONTACT_ON_TABLES),
        migrations.RunSQL(REFUSE_RECEIVER, "DROP FUNCTION consultations_refuse_receiver();"),
        _guard(REFUSE_RECEIVER_ON, REFUSE_RECEIVER_ON_TABLES),
        migrations.RunSQL(REFUSE_SPEAKER, "DROP FUNCTION consultations_refuse_speaker();"),
        _guard(REFUSE_SPEAKER_ON, REFUSE_SPEAKER_ON_TABLES),
    ]
