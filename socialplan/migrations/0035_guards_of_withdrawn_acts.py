"""A withdrawal belongs to the act's version; what rests on an act keeps it; of acts that happen once, one counts."""

from django.db import migrations

GUARDS = """
CREATE OR REPLACE FUNCTION socialplan_withdrawal_of_its_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM socialplan_planversion WHERE id = NEW.version_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM socialplan_opinion WHERE id = NEW.opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_committeeopinion WHERE id = NEW.committee_opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_prefectopinion WHERE id = NEW.prefect_opinion_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_publication WHERE id = NEW.publication_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_councilsession WHERE id = NEW.session_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_prefectdeposit WHERE id = NEW.deposit_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_prefectregistration act JOIN socialplan_prefectdeposit before
            ON before.id = act.deposit_id WHERE act.id = NEW.registration_id AND before.version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_mayororder WHERE id = NEW.mayor_order_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_plandispatch WHERE id = NEW.dispatch_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_dispatchreceipt act JOIN socialplan_plandispatch before
            ON before.id = act.dispatch_id WHERE act.id = NEW.receipt_id AND before.version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_complaint WHERE id = NEW.complaint_id AND version_id = NEW.version_id
        UNION ALL
        SELECT 1 FROM socialplan_complaintoutcome act JOIN socialplan_complaint before
            ON before.id = act.complaint_id WHERE act.id = NEW.outcome_id AND before.version_id = NEW.version_id
    ) THEN
        RAISE EXCEPTION 'socialplan_withdrawal_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM socialplan_prefectopinion WHERE id = NEW.prefect_opinion_id AND verdict = 'returned')
       AND EXISTS (SELECT 1 FROM socialplan_planversion
                   WHERE derived_from_id = NEW.version_id AND origin = 'reexamination') THEN
        RAISE EXCEPTION 'socialplan_return_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM socialplan_councildecision WHERE session_id = NEW.session_id
        UNION ALL
        SELECT 1 FROM socialplan_prefectregistration later WHERE deposit_id = NEW.deposit_id
            AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.registration_id = later.id)
        UNION ALL
        SELECT 1 FROM socialplan_prefectopinion later WHERE NEW.registration_id IS NOT NULL
            AND version_id = NEW.version_id AND verdict <> 'court'
            AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.prefect_opinion_id = later.id)
        UNION ALL
        SELECT 1 FROM socialplan_dispatchreceipt later WHERE dispatch_id = NEW.dispatch_id
            AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.receipt_id = later.id)
        UNION ALL
        SELECT 1 FROM socialplan_complaintoutcome later WHERE complaint_id = NEW.complaint_id
            AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.outcome_id = later.id)
    ) THEN
        RAISE EXCEPTION 'socialplan_withdrawn_act_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_counts_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
        ' AND NOT EXISTS (SELECT 1 FROM socialplan_actwithdrawal gone WHERE gone.%I = act.id))',
        TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[2], TG_ARGV[2], TG_ARGV[0]
    ) INTO again USING (sent->>TG_ARGV[1])::bigint, sent->>TG_ARGV[2];
    IF again THEN
        RAISE EXCEPTION 'socialplan_counts_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_follows_what_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_gone boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM socialplan_actwithdrawal WHERE %I = $1)', TG_ARGV[1])
        INTO is_gone USING (to_jsonb(NEW)->>TG_ARGV[0])::bigint;
    IF is_gone THEN
        RAISE EXCEPTION 'socialplan_follows_what_counts' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NO_GUARDS = """
DROP FUNCTION socialplan_counts_once();
DROP FUNCTION socialplan_follows_what_counts();
"""
# As 0027_guards_of_withdrawals has it.
EARLIER = """
CREATE OR REPLACE FUNCTION socialplan_withdrawal_of_its_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


# Of such acts one counts: table, its column of a withdrawal, what makes two of them the same, and where a row that has
# no version of its own finds it.
ONCE = (
    ("prefectdeposit", "deposit_id", "version_id", "", ""),
    ("mayororder", "mayor_order_id", "version_id", "", ""),
    ("plandispatch", "dispatch_id", "version_id", "addressee_id", ""),
    ("complaint", "complaint_id", "version_id", "number", ""),
    ("prefectregistration", "registration_id", "deposit_id", "", "socialplan_prefectdeposit"),
    ("dispatchreceipt", "receipt_id", "dispatch_id", "", "socialplan_plandispatch"),
    ("complaintoutcome", "outcome_id", "complaint_id", "", "socialplan_complaint"),
)
# What follows from an act that counts: table, its column, and the act's column of a withdrawal.
FOLLOWERS = (
    ("councildecision", "session_id", "session_id"),
    ("prefectregistration", "deposit_id", "deposit_id"),
    ("dispatchreceipt", "dispatch_id", "dispatch_id"),
    ("complaintoutcome", "complaint_id", "complaint_id"),
)
CREATE = "CREATE TRIGGER {name} BEFORE INSERT ON socialplan_{table} FOR EACH ROW EXECUTE FUNCTION {function}({given});"
DROP = "DROP TRIGGER {name} ON socialplan_{table};"


def triggers(statement):
    for table, *given in ONCE:
        quoted = ", ".join(f"'{each}'" for each in given)
        named = {"name": f"{table}_counts_once", "function": "socialplan_counts_once"}
        yield statement.format(table=table, given=quoted, **named)
    for table, *given in FOLLOWERS:
        quoted = ", ".join(f"'{each}'" for each in given)
        named = {"name": f"{table}_follows", "function": "socialplan_follows_what_counts"}
        yield statement.format(table=table, given=quoted, **named)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0034_acts_withdrawn_alike")]

    operations = [
        migrations.RunSQL(
            "\n".join([GUARDS, *triggers(CREATE)]),
            "\n".join([*triggers(DROP), NO_GUARDS, EARLIER]),
        )
    ]
