"""What the database refuses of the approval: steps that do not exist, texts without their vote, a second return."""

from django.db import migrations

ACTS = (
    "committeeopinion",
    "complaint",
    "complaintoutcome",
    "councilsession",
    "dispatchreceipt",
    "mayorreturn",
    "plandispatch",
    "prefectdeposit",
    "prefectopinion",
    "prefectregistration",
    "publication",
    "versiondocument",
)
WITH_DOCUMENT = (
    "committeeopinion",
    "councildecision",
    "councilsession",
    "councilsubmission",
    "mayororder",
    "mayorreturn",
    "opinion",
    "plandispatch",
    "prefectdeposit",
    "prefectopinion",
    "publication",
)
RETURNS = ("mayorreturn", "prefectopinion")
# From where a version may move, and whereto.
EDGES = (
    ("drafting", "in_consultation"),
    ("drafting", "in_review"),
    ("in_consultation", "in_review"),
    ("in_review", "drafting"),
    ("approved", "drafting"),
    ("before_council", "drafting"),
    ("in_review", "approved"),
    ("approved", "before_council"),
    ("before_council", "adopted"),
    ("before_council", "amended"),
    ("before_council", "rejected"),
    ("amending", "adopted"),
    ("adopted", "announced"),
    ("announced", "in_force"),
    ("adopted", "superseded"),
    ("announced", "superseded"),
    ("in_force", "superseded"),
    ("in_force", "expired"),
    ("adopted", "repealed"),
    ("announced", "repealed"),
    ("in_force", "repealed"),
)
BIRTH = """
CREATE FUNCTION socialplan_version_begins() RETURNS trigger LANGUAGE plpgsql AS $$
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
        AND (EXISTS (SELECT 1 FROM socialplan_prefectopinion WHERE version_id = source.id AND verdict = 'returned')
             OR EXISTS (SELECT 1 FROM socialplan_mayorreturn WHERE version_id = source.id))
    ) THEN
        RAISE EXCEPTION 'socialplan_reexamination_follows_a_return' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

STATE = """
CREATE OR REPLACE FUNCTION socialplan_state_has_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.plan_id, NEW.number, NEW.origin, NEW.derived_from_id)
       IS DISTINCT FROM (OLD.plan_id, OLD.number, OLD.origin, OLD.derived_from_id) THEN
        RAISE EXCEPTION 'socialplan_version_keeps_its_number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES edges) THEN
        RAISE EXCEPTION 'socialplan_no_such_step' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM socialplan_planstatechange
        WHERE version_id = NEW.id AND from_state = OLD.state AND to_state = NEW.state
          AND transaction_number = txid_current()
    ) THEN
        RAISE EXCEPTION 'socialplan_state_without_history' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'adopted' AND NOT EXISTS (SELECT 1 FROM socialplan_seal WHERE version_id = NEW.id) THEN
        RAISE EXCEPTION 'socialplan_adopted_without_seal' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'adopted' AND NOT EXISTS (
        SELECT 1 FROM socialplan_councildecision
        WHERE version_id = NEW.id AND outcome IN ('adopted', 'amended', 'confirmed')
    ) THEN
        RAISE EXCEPTION 'socialplan_adopted_without_decision' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION socialplan_stamp_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands varchar;
    reached varchar;
BEGIN
    SELECT state INTO stands FROM socialplan_planversion WHERE id = NEW.version_id;
    SELECT to_state INTO reached FROM socialplan_planstatechange
    WHERE version_id = NEW.version_id ORDER BY id DESC LIMIT 1;
    IF NEW.from_state <> stands OR NEW.from_state <> coalesce(reached, stands) THEN
        RAISE EXCEPTION 'socialplan_history_is_one_chain' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.transaction_number := txid_current();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

DROP TRIGGER planversion_history ON socialplan_planversion;
CREATE TRIGGER planversion_history BEFORE UPDATE ON socialplan_planversion
    FOR EACH ROW EXECUTE FUNCTION socialplan_state_has_history();
CREATE TRIGGER planversion_begins BEFORE INSERT ON socialplan_planversion
    FOR EACH ROW EXECUTE FUNCTION socialplan_version_begins();
"""

ACT_GUARDS = """
CREATE FUNCTION socialplan_document_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM socialplan_versiondocument WHERE id = NEW.document_id AND version_id IN (
            NEW.version_id, (SELECT derived_from_id FROM socialplan_planversion WHERE id = NEW.version_id))
    ) THEN
        RAISE EXCEPTION 'socialplan_document_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_decision_of_its_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    session socialplan_councilsession%ROWTYPE;
BEGIN
    IF NEW.session_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO session FROM socialplan_councilsession WHERE id = NEW.session_id;
    IF session.version_id NOT IN (
        NEW.version_id,
        coalesce((SELECT derived_from_id FROM socialplan_planversion WHERE id = NEW.version_id), NEW.version_id)
    ) THEN
        RAISE EXCEPTION 'socialplan_session_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.happened_on <> session.meeting_on THEN
        RAISE EXCEPTION 'socialplan_decision_on_the_day_of_its_session' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_returned_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
        ' SELECT EXISTS (SELECT 1 FROM %I WHERE version_id IN (SELECT id FROM chain) AND %s)',
        TG_TABLE_NAME,
        CASE TG_TABLE_NAME WHEN 'socialplan_prefectopinion' THEN 'verdict = ''returned''' ELSE 'true' END
    ) INTO again USING NEW.version_id;
    IF again THEN
        RAISE EXCEPTION 'socialplan_returned_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

FORMER = """
CREATE OR REPLACE FUNCTION socialplan_stamp_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction_number := txid_current();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION socialplan_state_has_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'drafting' THEN
            RAISE EXCEPTION 'socialplan_version_begins_in_drafting' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.plan_id <> OLD.plan_id OR NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'socialplan_version_keeps_its_number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT 1 FROM socialplan_planstatechange
        WHERE version_id = NEW.id AND from_state = OLD.state AND to_state = NEW.state
          AND transaction_number = txid_current()
    ) THEN
        RAISE EXCEPTION 'socialplan_state_without_history' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state IN ('adopted', 'announced', 'in_force', 'superseded', 'expired')
       AND NOT EXISTS (SELECT 1 FROM socialplan_seal WHERE version_id = NEW.id) THEN
        RAISE EXCEPTION 'socialplan_adopted_without_seal' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER planversion_history ON socialplan_planversion;
CREATE TRIGGER planversion_history BEFORE INSERT OR UPDATE ON socialplan_planversion
    FOR EACH ROW EXECUTE FUNCTION socialplan_state_has_history();
"""
NEW_FUNCTIONS = ("version_begins", "document_of_version", "decision_of_its_session", "returned_once")


def _trigger(name: str, when: str, table: str, each: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} ON socialplan_{table} FOR EACH {each} EXECUTE FUNCTION socialplan_{function}();"
    )


def _state() -> str:
    return STATE.replace("VALUES edges", "VALUES " + ", ".join(f"('{one}', '{other}')" for one, other in EDGES))


def _triggers() -> str:
    parts = [
        *(_trigger(f"{name}_only_added", "BEFORE UPDATE OR DELETE", name, "ROW", "refuse_change") for name in ACTS),
        *(_trigger(f"{name}_no_truncate", "BEFORE TRUNCATE", name, "STATEMENT", "refuse_truncate") for name in ACTS),
        *(_trigger(f"{name}_document", "BEFORE INSERT", name, "ROW", "document_of_version") for name in WITH_DOCUMENT),
        *(_trigger(f"{name}_once", "BEFORE INSERT", name, "ROW", "returned_once") for name in RETURNS),
        _trigger("councildecision_session", "BEFORE INSERT", "councildecision", "ROW", "decision_of_its_session"),
    ]
    return "\n".join(parts)


def _back() -> str:
    drops = [f"DROP TRIGGER {name}_only_added ON socialplan_{name};" for name in ACTS]
    drops += [f"DROP TRIGGER {name}_no_truncate ON socialplan_{name};" for name in ACTS]
    drops += [f"DROP FUNCTION socialplan_{name}() CASCADE;" for name in NEW_FUNCTIONS]
    return FORMER + "\n".join(drops)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0011_acts_of_approval")]

    operations = [migrations.RunSQL(BIRTH + _state() + ACT_GUARDS + _triggers(), _back())]
