"""What the database refuses of children, of who spoke where only counts are kept, and of words not read for names."""

from django.db import migrations

# A contact of a child under 16 stands on the recorded consent of the guardian.
REFUSE_CHILD_CONTACT = """CREATE FUNCTION consultations_refuse_child_contact() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM consultations_contribution WHERE id = NEW.contribution_id
            AND age_band = 'under_16' AND guardian_consent = ''
    ) THEN
        RAISE EXCEPTION 'contribution_child_has_no_contact: the guardian has not agreed'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'contribution_child_has_no_contact';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_child_contact BEFORE INSERT OR UPDATE ON consultations_contributioncontact
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_child_contact();"""
NO_CHILD_CONTACT = """DROP TRIGGER refuse_child_contact ON consultations_contributioncontact;
DROP FUNCTION consultations_refuse_child_contact();"""

# Nothing is kept of the person who spoke where only counts are kept: no group, unit, sex, age or guardian.
REFUSE_TRAITS = """CREATE FUNCTION consultations_refuse_traits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    IF NEW.event_id IS NULL OR (
        NEW.group_id IS NULL AND NEW.unit_id IS NULL AND NEW.sex = '' AND NEW.age_band = ''
        AND NEW.guardian_consent = ''
    ) THEN
        RETURN NEW;
    END IF;
    SELECT confidentiality INTO kept FROM consultations_consultationevent WHERE id = NEW.event_id FOR SHARE;
    IF kept = 'counts_only' THEN
        PERFORM consultations_refuse_person('no group, unit, sex or age of who spoke');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_traits BEFORE INSERT ON consultations_contribution
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_traits();"""
NO_TRAITS = """DROP TRIGGER refuse_traits ON consultations_contribution;
DROP FUNCTION consultations_refuse_traits();"""

# And an event with such words does not become one.
KEEP_TRAITS_AWAY = """CREATE FUNCTION consultations_keep_traits_away() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.confidentiality = 'counts_only' AND OLD.confidentiality <> 'counts_only' AND EXISTS (
        SELECT 1 FROM consultations_contribution AS spoken WHERE spoken.event_id = NEW.id AND (
            spoken.group_id IS NOT NULL OR spoken.unit_id IS NOT NULL OR spoken.sex <> '' OR spoken.age_band <> ''
            OR spoken.guardian_consent <> ''
        )
    ) THEN
        RAISE EXCEPTION 'event_with_names_is_not_counts_only: who spoke is described with this event'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_with_names_is_not_counts_only';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_traits_away BEFORE UPDATE ON consultations_consultationevent
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_traits_away();"""
TRAITS_COME = """DROP TRIGGER keep_traits_away ON consultations_consultationevent;
DROP FUNCTION consultations_keep_traits_away();"""

# Words of an event that keeps counts only, or of a protected one, are never published.
REFUSE_WORDS = """CREATE FUNCTION consultations_refuse_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM consultations_contribution WHERE id = NEW.contribution_id AND visibility = 'public'
            AND consents_to_publish AND round_id = NEW.round_id
    ) OR NOT EXISTS (SELECT 1 FROM consultations_redaction WHERE contribution_id = NEW.contribution_id) THEN
        RAISE EXCEPTION 'words_published_with_consent_and_read: without consent, or not read for names'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'words_published_with_consent_and_read';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_words BEFORE INSERT ON consultations_publishedwords
    FOR EACH ROW EXECUTE FUNCTION consultations_refuse_words();"""
WORDS_COME = """DROP TRIGGER refuse_words ON consultations_publishedwords;
DROP FUNCTION consultations_refuse_words();"""

ONLY_ADDED = (
    "consultations_dangeralert",
    "consultations_dangersettlement",
    "consultations_redaction",
    "consultations_dataopening",
    "consultations_consentwithdrawal",
    "consultations_publishedwords",
)
REFUSE_CHANGE = "\n".join(
    f"CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
    for table in ONLY_ADDED
)
CHANGE = "\n".join(f"DROP TRIGGER refuse_change ON {table};" for table in ONLY_ADDED)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0008_redaction")]

    operations = [
        migrations.RunSQL(REFUSE_CHILD_CONTACT, NO_CHILD_CONTACT),
        migrations.RunSQL(REFUSE_TRAITS, NO_TRAITS),
        migrations.RunSQL(KEEP_TRAITS_AWAY, TRAITS_COME),
        migrations.RunSQL(REFUSE_WORDS, WORDS_COME),
        migrations.RunSQL(REFUSE_CHANGE, CHANGE),
    ]
