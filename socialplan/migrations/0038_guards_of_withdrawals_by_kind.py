"""The guards of withdrawals read kind and number: the act exists, is of the version, and nothing rests on it."""

from importlib import import_module

from django.db import migrations

from socialplan.acts.guards import both, counts_once, follows_what_counts, rests_on, withdrawable

letters = import_module("socialplan.migrations.0027_guards_of_withdrawals")
columns = import_module("socialplan.migrations.0035_guards_of_withdrawn_acts")

FUNCTIONS = """
CREATE FUNCTION socialplan_withdrawal_of_known_kind() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = TG_RELID AND tgname = 'withdrawal_of_' || NEW.kind) THEN
        RAISE EXCEPTION 'socialplan_withdrawal_of_known_kind' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_withdrawal_names_its_act() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_there boolean;
BEGIN
    PERFORM 1 FROM socialplan_planversion WHERE id = NEW.version_id FOR UPDATE;
    IF TG_ARGV[1] = '' THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND version_id = $2)', TG_ARGV[0])
            INTO is_there USING NEW.act_id, NEW.version_id;
    ELSE
        EXECUTE format(
            'SELECT EXISTS (SELECT 1 FROM %I act JOIN %I before ON before.id = act.%I'
            ' WHERE act.id = $1 AND before.version_id = $2)', TG_ARGV[0], TG_ARGV[2], TG_ARGV[1]
        ) INTO is_there USING NEW.act_id, NEW.version_id;
    END IF;
    IF NOT is_there THEN
        RAISE EXCEPTION 'socialplan_withdrawal_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_withdrawn_act_is_free() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_followed boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I later WHERE later.%I = $1 AND NOT EXISTS ('
        ' SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.kind = $2 AND gone.act_id = later.id))',
        TG_ARGV[0], TG_ARGV[1]
    ) INTO is_followed USING NEW.act_id, TG_ARGV[2];
    IF is_followed THEN
        RAISE EXCEPTION 'socialplan_withdrawn_act_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_withdrawal_beside_the_prefect() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'prefect_opinion'
       AND EXISTS (SELECT 1 FROM socialplan_prefectopinion WHERE id = NEW.act_id AND verdict = 'returned')
       AND EXISTS (SELECT 1 FROM socialplan_planversion
                   WHERE derived_from_id = NEW.version_id AND origin = 'reexamination') THEN
        RAISE EXCEPTION 'socialplan_return_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind = 'registration' AND EXISTS (
        SELECT 1 FROM socialplan_prefectopinion later WHERE version_id = NEW.version_id AND verdict <> 'court'
            AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone
                            WHERE gone.kind = 'prefect_opinion' AND gone.act_id = later.id)
    ) THEN
        RAISE EXCEPTION 'socialplan_withdrawn_act_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION socialplan_counts_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sent jsonb := to_jsonb(NEW);
    version bigint := (to_jsonb(NEW)->>'version_id')::bigint;
    again boolean;
BEGIN
    IF version IS NULL THEN
        EXECUTE format('SELECT version_id FROM %I WHERE id = $1', TG_ARGV[3]) INTO version
            USING (sent->>TG_ARGV[1])::bigint;
    END IF;
    PERFORM 1 FROM socialplan_planversion WHERE id = version FOR UPDATE;
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I act WHERE act.%I = $1 AND (%L = '''' OR to_jsonb(act)->>%L = $2)'
        ' AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.kind = $3 AND gone.act_id = act.id))',
        TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[2], TG_ARGV[2]
    ) INTO again USING (sent->>TG_ARGV[1])::bigint, sent->>TG_ARGV[2], TG_ARGV[0];
    IF again THEN
        RAISE EXCEPTION 'socialplan_counts_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION socialplan_follows_what_counts() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM socialplan_actwithdrawal
               WHERE kind = TG_ARGV[1] AND act_id = (to_jsonb(NEW)->>TG_ARGV[0])::bigint) THEN
        RAISE EXCEPTION 'socialplan_follows_what_counts' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER actwithdrawal_kind BEFORE INSERT ON socialplan_actwithdrawal
    FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_of_known_kind();
CREATE TRIGGER withdrawal_rests_prefect BEFORE INSERT ON socialplan_actwithdrawal
    FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_beside_the_prefect();
"""
NO_FUNCTIONS = """
DROP FUNCTION socialplan_withdrawal_of_known_kind() CASCADE;
DROP FUNCTION socialplan_withdrawal_names_its_act() CASCADE;
DROP FUNCTION socialplan_withdrawn_act_is_free() CASCADE;
DROP FUNCTION socialplan_withdrawal_beside_the_prefect() CASCADE;
DROP FUNCTION socialplan_counts_once();
DROP FUNCTION socialplan_follows_what_counts();
"""
NO_COLUMNS = """
DROP TRIGGER actwithdrawal_version ON socialplan_actwithdrawal;
DROP FUNCTION socialplan_withdrawal_of_its_version();
"""
COLUMNS = """
CREATE TRIGGER actwithdrawal_version BEFORE INSERT ON socialplan_actwithdrawal
    FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_of_its_version();
"""
STANDS = (
    "NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone"
    " WHERE gone.kind = ''prefect_opinion'' AND gone.act_id = letter.id)"
)

GUARDS = both(
    withdrawable("opinion", "opinion"),
    withdrawable("committee_opinion", "committeeopinion"),
    withdrawable("session", "councilsession"),
    withdrawable("publication", "publication"),
    withdrawable("mayor_order", "mayororder"),
    withdrawable("deposit", "prefectdeposit"),
    withdrawable("registration", "prefectregistration", follows="deposit_id", before="prefectdeposit"),
    withdrawable("prefect_opinion", "prefectopinion"),
    withdrawable("dispatch", "plandispatch"),
    withdrawable("receipt", "dispatchreceipt", follows="dispatch_id", before="plandispatch"),
    withdrawable("complaint", "complaint"),
    withdrawable("outcome", "complaintoutcome", follows="complaint_id", before="complaint"),
    rests_on("session", "councildecision", "session_id"),
    rests_on("deposit", "prefectregistration", "deposit_id", kind_of_follower="registration"),
    rests_on("dispatch", "dispatchreceipt", "dispatch_id", kind_of_follower="receipt"),
    rests_on("complaint", "complaintoutcome", "complaint_id", kind_of_follower="outcome"),
    counts_once("deposit", "prefectdeposit", "version_id"),
    counts_once("mayor_order", "mayororder", "version_id"),
    counts_once("dispatch", "plandispatch", "version_id", alike="addressee_id"),
    counts_once("complaint", "complaint", "version_id", alike="number"),
    counts_once("registration", "prefectregistration", "deposit_id", before="prefectdeposit"),
    counts_once("receipt", "dispatchreceipt", "dispatch_id", before="plandispatch"),
    counts_once("outcome", "complaintoutcome", "complaint_id", before="complaint"),
    follows_what_counts("councildecision", "session_id", "session"),
    follows_what_counts("prefectregistration", "deposit_id", "deposit"),
    follows_what_counts("dispatchreceipt", "dispatch_id", "dispatch"),
    follows_what_counts("complaintoutcome", "complaint_id", "complaint"),
)


def returns(stands: str, quoted: str) -> str:
    """The two functions that ask whether a letter of the prefect counts; in one of them it stands within quotes."""
    head, tail = letters.RETURNS.split("CREATE OR REPLACE FUNCTION socialplan_returned_once()")
    return head.replace("/*stands*/", stands) + (
        "CREATE OR REPLACE FUNCTION socialplan_returned_once()" + tail.replace("/*stands*/", quoted)
    )


FORWARDS = "\n".join(
    [
        *columns.triggers(columns.DROP),
        NO_COLUMNS,
        FUNCTIONS,
        GUARDS[0],
        returns(STANDS.replace("''", "'"), STANDS),
    ]
)
BACKWARDS = "\n".join(
    [
        GUARDS[1],
        NO_FUNCTIONS,
        columns.GUARDS,
        COLUMNS,
        *columns.triggers(columns.CREATE),
        letters.returns(letters.STANDS),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0037_withdrawals_take_kind_and_number")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
