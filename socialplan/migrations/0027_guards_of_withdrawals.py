"""A withdrawal is only added, belongs to its version, and a return of the prefect that was withdrawn counts for nothing."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION socialplan_withdrawal_of_its_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM socialplan_opinion WHERE id = NEW.opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_committeeopinion WHERE id = NEW.committee_opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_prefectopinion WHERE id = NEW.prefect_opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_publication WHERE id = NEW.publication_id AND version_id = NEW.version_id
    ) THEN
        RAISE EXCEPTION 'socialplan_withdrawal_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM socialplan_prefectopinion WHERE id = NEW.prefect_opinion_id AND verdict = 'returned')
       AND EXISTS (SELECT 1 FROM socialplan_planversion
                   WHERE derived_from_id = NEW.version_id AND origin = 'reexamination') THEN
        RAISE EXCEPTION 'socialplan_return_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER actwithdrawal_version BEFORE INSERT ON socialplan_actwithdrawal
    FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_of_its_version();
CREATE TRIGGER actwithdrawal_only_added BEFORE UPDATE OR DELETE ON socialplan_actwithdrawal
    FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();
CREATE TRIGGER actwithdrawal_no_truncate BEFORE TRUNCATE ON socialplan_actwithdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();
"""
NO_GUARDS = """
DROP TRIGGER actwithdrawal_version ON socialplan_actwithdrawal;
DROP TRIGGER actwithdrawal_only_added ON socialplan_actwithdrawal;
DROP TRIGGER actwithdrawal_no_truncate ON socialplan_actwithdrawal;
DROP FUNCTION socialplan_withdrawal_of_its_version();
"""
# As 0012_guards_of_approval has them; `stands` is the condition that a letter of the prefect counts.
RETURNS = """
CREATE OR REPLACE FUNCTION socialplan_version_begins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source socialplan_planversion%ROWTYPE;
BEGIN
    SELECT * INTO source FROM socialplan_planversion WHERE id = NEW.derived_from_id;
    IF NEW.derived_from_id IS NOT NULL AND source.plan_id IS DISTINCT FROM NEW.plan_id THEN
        RAISE EXCEPTION 'socialplan_version_derived_within_its_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.origin = 'draft' AND NEW.state <> 'drafting' THEN
        RAISE EXCEPTION 'socialplan_version_begins_in_drafting' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.origin = 'amendments' AND (NEW.state <> 'amending' OR source.state IS DISTINCT FROM 'amended') THEN
        RAISE EXCEPTION 'socialplan_amended_text_follows_its_vote' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.origin = 'reexamination' AND NOT (
        NEW.state = 'before_council'
        AND source.state IN ('adopted', 'announced', 'in_force')
        AND (EXISTS (SELECT 1 FROM socialplan_prefectopinion letter
                     WHERE version_id = source.id AND verdict = 'returned' AND /*stands*/)
             OR EXISTS (SELECT 1 FROM socialplan_mayorreturn WHERE version_id = source.id))
    ) THEN
        RAISE EXCEPTION 'socialplan_reexamination_follows_a_return' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION socialplan_returned_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    again boolean;
BEGIN
    IF TG_TABLE_NAME = 'socialplan_prefectopinion' AND to_jsonb(NEW)->>'verdict' <> 'returned' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM socialplan_plan WHERE id = (
        SELECT plan_id FROM socialplan_planversion WHERE id = NEW.version_id) FOR UPDATE;
    EXECUTE format(
        'WITH RECURSIVE back AS ('
        '  SELECT id, derived_from_id, origin FROM socialplan_planversion WHERE id = $1'
        '  UNION ALL SELECT v.id, v.derived_from_id, v.origin FROM socialplan_planversion v'
        '  JOIN back b ON v.id = b.derived_from_id WHERE b.origin <> ''draft''),'
        ' chain AS ('
        '  SELECT id FROM back UNION SELECT v.id FROM socialplan_planversion v'
        '  JOIN chain c ON v.derived_from_id = c.id WHERE v.origin <> ''draft'')'
        ' SELECT EXISTS (SELECT 1 FROM %I letter WHERE version_id IN (SELECT id FROM chain) AND %s)',
        TG_TABLE_NAME,
        CASE TG_TABLE_NAME
            WHEN 'socialplan_prefectopinion' THEN 'verdict = ''returned'' AND /*stands*/'
            ELSE 'true'
        END
    ) INTO again USING NEW.version_id;
    IF again THEN
        RAISE EXCEPTION 'socialplan_returned_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
STANDS = "NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.prefect_opinion_id = letter.id)"


def returns(stands: str) -> str:
    return RETURNS.replace("/*stands*/", stands)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0026_withdrawn_acts")]

    operations = [migrations.RunSQL(GUARDS + returns(STANDS), returns("true") + NO_GUARDS)]
