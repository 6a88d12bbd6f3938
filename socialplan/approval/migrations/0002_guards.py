"""What the database itself refuses in approval, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# A decision is made in a session on that very version, on its day.
DECISION_OF_ITS_SESSION = """CREATE FUNCTION socialplan_decision_of_its_session() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    session approval_councilsession%ROWTYPE;
BEGIN
    IF NEW.session_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO session FROM approval_councilsession WHERE id = NEW.session_id;
    IF session.version_id NOT IN (
        NEW.version_id,
        coalesce((SELECT derived_from_id FROM content_planversion WHERE id = NEW.version_id), NEW.version_id)
    ) THEN
        RAISE EXCEPTION 'socialplan_session_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.happened_on <> session.meeting_on THEN
        RAISE EXCEPTION 'socialplan_decision_on_the_day_of_its_session' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
DECISION_OF_ITS_SESSION_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_decision_of_its_session();"
)
DECISION_OF_ITS_SESSION_ON_TABLES = (("councildecision_session", "approval_councildecision"),)

# The paper of an act belongs to the same version.
DOCUMENT_OF_VERSION = """CREATE FUNCTION socialplan_document_of_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM approval_versionattachment WHERE id = NEW.document_id AND version_id IN (
            NEW.version_id, (SELECT derived_from_id FROM content_planversion WHERE id = NEW.version_id))
    ) THEN
        RAISE EXCEPTION 'socialplan_document_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
DOCUMENT_OF_VERSION_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_document_of_version();"
)
DOCUMENT_OF_VERSION_ON_TABLES = (
    ("committeeopinion_document", "approval_committeeopinion"),
    ("councildecision_document", "approval_councildecision"),
    ("councilsession_document", "approval_councilsession"),
    ("councilsubmission_document", "approval_councilsubmission"),
    ("mayororder_document", "approval_mayororder"),
    ("mayorreturn_document", "approval_mayorreturn"),
    ("opinion_document", "approval_opinion"),
    ("plandispatch_document", "approval_plandispatch"),
    ("prefectdeposit_document", "approval_prefectdeposit"),
    ("prefectopinion_document", "approval_prefectopinion"),
    ("priornotice_document", "approval_priornotice"),
    ("publication_document", "approval_publication"),
    ("workinggrouporder_document", "approval_workinggrouporder"),
)

# A decision is returned once: by the prefect or by the mayor.
RETURNED_ONCE = """CREATE FUNCTION socialplan_returned_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    again boolean;
BEGIN
    IF TG_TABLE_NAME = 'approval_prefectopinion' AND to_jsonb(NEW)->>'verdict' <> 'returned' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM content_plan WHERE id = (
        SELECT plan_id FROM content_planversion WHERE id = NEW.version_id) FOR UPDATE;
    EXECUTE format(
        'WITH RECURSIVE back AS ('
        '  SELECT id, derived_from_id, origin FROM content_planversion WHERE id = $1'
        '  UNION ALL SELECT v.id, v.derived_from_id, v.origin FROM content_planversion v'
        '  JOIN back b ON v.id = b.derived_from_id WHERE b.origin <> ''draft''),'
        ' chain AS ('
        '  SELECT id FROM back UNION SELECT v.id FROM content_planversion v'
        '  JOIN chain c ON v.derived_from_id = c.id WHERE v.origin <> ''draft'')'
        ' SELECT EXISTS (SELECT 1 FROM %I letter WHERE version_id IN (SELECT id FROM chain) AND %s)',
        TG_TABLE_NAME,
        CASE TG_TABLE_NAME
            WHEN 'approval_prefectopinion' THEN 'verdict = ''returned'' AND NOT EXISTS (SELECT 1 FROM content_actwithdrawal gone WHERE gone.kind = ''prefect_opinion'' AND gone.act_id = letter.id)'
            ELSE 'true'
        END
    ) INTO again USING NEW.version_id;
    IF again THEN
        RAISE EXCEPTION 'socialplan_returned_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
RETURNED_ONCE_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_returned_once();"
)
RETURNED_ONCE_ON_TABLES = (
    ("mayorreturn_once", "approval_mayorreturn"),
    ("prefectopinion_once", "approval_prefectopinion"),
)

# A state moves only with a row of its history; what is adopted has its decision and its seal.
STATE_HAS_HISTORY = """CREATE FUNCTION socialplan_state_has_history() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.plan_id, NEW.number, NEW.origin, NEW.derived_from_id)
       IS DISTINCT FROM (OLD.plan_id, OLD.number, OLD.origin, OLD.derived_from_id) THEN
        RAISE EXCEPTION 'socialplan_version_keeps_its_number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES ('drafting', 'in_consultation'), ('drafting', 'in_review'), ('in_consultation', 'in_review'), ('in_review', 'drafting'), ('approved', 'drafting'), ('before_council', 'drafting'), ('in_review', 'approved'), ('approved', 'before_council'), ('before_council', 'adopted'), ('before_council', 'amended'), ('before_council', 'rejected'), ('amending', 'adopted'), ('adopted', 'announced'), ('announced', 'in_force'), ('adopted', 'superseded'), ('announced', 'superseded'), ('in_force', 'superseded'), ('in_force', 'expired'), ('adopted', 'repealed'), ('announced', 'repealed'), ('in_force', 'repealed')) THEN
        RAISE EXCEPTION 'socialplan_no_such_step' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM content_planstatechange
        WHERE version_id = NEW.id AND from_state = OLD.state AND to_state = NEW.state
          AND transaction_number = txid_current()
    ) THEN
        RAISE EXCEPTION 'socialplan_state_without_history' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'adopted' AND NOT EXISTS (SELECT 1 FROM content_seal WHERE version_id = NEW.id) THEN
        RAISE EXCEPTION 'socialplan_adopted_without_seal' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'adopted' AND NOT EXISTS (
        SELECT 1 FROM approval_councildecision
        WHERE version_id = NEW.id AND outcome IN ('adopted', 'amended', 'confirmed')
    ) THEN
        RAISE EXCEPTION 'socialplan_adopted_without_decision' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
STATE_HAS_HISTORY_ON = (
    "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_state_has_history();"
)
STATE_HAS_HISTORY_ON_TABLES = (("planversion_history", "content_planversion"),)

# A version begins where its origin says, and what the council opened has its cause.
VERSION_BEGINS = """CREATE FUNCTION socialplan_version_begins() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    source content_planversion%ROWTYPE;
BEGIN
    SELECT * INTO source FROM content_planversion WHERE id = NEW.derived_from_id;
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
        AND (EXISTS (SELECT 1 FROM approval_prefectopinion letter
                     WHERE version_id = source.id AND verdict = 'returned' AND NOT EXISTS (SELECT 1 FROM content_actwithdrawal gone WHERE gone.kind = 'prefect_opinion' AND gone.act_id = letter.id))
             OR EXISTS (SELECT 1 FROM approval_mayorreturn WHERE version_id = source.id))
    ) THEN
        RAISE EXCEPTION 'socialplan_reexamination_follows_a_return' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
VERSION_BEGINS_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_version_begins();"
)
VERSION_BEGINS_ON_TABLES = (("planversion_begins", "content_planversion"),)

# A return that was followed, and the registration a letter rests on, stay.
WITHDRAWAL_BESIDE_THE_PREFECT = """CREATE FUNCTION socialplan_withdrawal_beside_the_prefect() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'prefect_opinion'
       AND EXISTS (SELECT 1 FROM approval_prefectopinion WHERE id = NEW.act_id AND verdict = 'returned')
       AND EXISTS (SELECT 1 FROM content_planversion
                   WHERE derived_from_id = NEW.version_id AND origin = 'reexamination') THEN
        RAISE EXCEPTION 'socialplan_return_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind = 'registration' AND EXISTS (
        SELECT 1 FROM approval_prefectopinion later WHERE version_id = NEW.version_id AND verdict <> 'court'
            AND NOT EXISTS (SELECT 1 FROM content_actwithdrawal gone
                            WHERE gone.kind = 'prefect_opinion' AND gone.act_id = later.id)
    ) THEN
        RAISE EXCEPTION 'socialplan_withdrawn_act_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
WITHDRAWAL_BESIDE_THE_PREFECT_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_beside_the_prefect();"
)
WITHDRAWAL_BESIDE_THE_PREFECT_ON_TABLES = (("withdrawal_rests_prefect", "content_actwithdrawal"),)

# Of acts that exist once, only one counts; another waits until the first is withdrawn.
COUNTS_ONCE_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_counts_once({arguments});"
)
COUNTS_ONCE_ON_TABLES = (
    ("complaint_counts_once", "approval_complaint", "'complaint', 'version_id', 'number', ''"),
    (
        "complaintoutcome_counts_once",
        "approval_complaintoutcome",
        "'outcome', 'complaint_id', '', 'approval_complaint'",
    ),
    (
        "dispatchreceipt_counts_once",
        "approval_dispatchreceipt",
        "'receipt', 'dispatch_id', '', 'approval_plandispatch'",
    ),
    ("mayororder_counts_once", "approval_mayororder", "'mayor_order', 'version_id', '', ''"),
    ("plandispatch_counts_once", "approval_plandispatch", "'dispatch', 'version_id', 'addressee_id', ''"),
    ("prefectdeposit_counts_once", "approval_prefectdeposit", "'deposit', 'version_id', '', ''"),
    (
        "prefectregistration_counts_once",
        "approval_prefectregistration",
        "'registration', 'deposit_id', '', 'approval_prefectdeposit'",
    ),
    ("priornotice_counts_once", "approval_priornotice", "'prior_notice', 'version_id', '', ''"),
)

# An act follows only one that counts.
FOLLOWS_WHAT_COUNTS_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_follows_what_counts({arguments});"
)
FOLLOWS_WHAT_COUNTS_ON_TABLES = (
    ("complaintoutcome_follows", "approval_complaintoutcome", "'complaint_id', 'complaint'"),
    ("councildecision_follows", "approval_councildecision", "'session_id', 'session'"),
    ("dispatchreceipt_follows", "approval_dispatchreceipt", "'dispatch_id', 'dispatch'"),
    ("prefectregistration_follows", "approval_prefectregistration", "'deposit_id', 'deposit'"),
)

# Rows of acts and of the history are only added.
REFUSE_CHANGE_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();"
)
REFUSE_CHANGE_ON_TABLES = (
    ("announcement_only_added", "approval_announcement"),
    ("committeeopinion_only_added", "approval_committeeopinion"),
    ("complaint_only_added", "approval_complaint"),
    ("complaintoutcome_only_added", "approval_complaintoutcome"),
    ("councildecision_only_added", "approval_councildecision"),
    ("councilsession_only_added", "approval_councilsession"),
    ("councilsubmission_only_added", "approval_councilsubmission"),
    ("dispatchreceipt_only_added", "approval_dispatchreceipt"),
    ("mayororder_only_added", "approval_mayororder"),
    ("mayorreturn_only_added", "approval_mayorreturn"),
    ("opinion_only_added", "approval_opinion"),
    ("plandispatch_only_added", "approval_plandispatch"),
    ("prefectdeposit_only_added", "approval_prefectdeposit"),
    ("prefectopinion_only_added", "approval_prefectopinion"),
    ("prefectregistration_only_added", "approval_prefectregistration"),
    ("priornotice_only_added", "approval_priornotice"),
    ("publication_only_added", "approval_publication"),
    ("versionattachment_only_added", "approval_versionattachment"),
    ("workinggrouporder_only_added", "approval_workinggrouporder"),
)

# Only the owner empties a table.
REFUSE_TRUNCATE_ON = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();"
)
REFUSE_TRUNCATE_ON_TABLES = (
    ("announcement_no_truncate", "approval_announcement"),
    ("committeeopinion_no_truncate", "approval_committeeopinion"),
    ("complaint_no_truncate", "approval_complaint"),
    ("complaintoutcome_no_truncate", "approval_complaintoutcome"),
    ("councildecision_no_truncate", "approval_councildecision"),
    ("councilsession_no_truncate", "approval_councilsession"),
    ("councilsubmission_no_truncate", "approval_councilsubmission"),
    ("dispatchreceipt_no_truncate", "approval_dispatchreceipt"),
    ("mayororder_no_truncate", "approval_mayororder"),
    ("mayorreturn_no_truncate", "approval_mayorreturn"),
    ("opinion_no_truncate", "approval_opinion"),
    ("plandispatch_no_truncate", "approval_plandispatch"),
    ("prefectdeposit_no_truncate", "approval_prefectdeposit"),
    ("prefectopinion_no_truncate", "approval_prefectopinion"),
    ("prefectregistration_no_truncate", "approval_prefectregistration"),
    ("priornotice_no_truncate", "approval_priornotice"),
    ("publication_no_truncate", "approval_publication"),
    ("versionattachment_no_truncate", "approval_versionattachment"),
    ("workinggrouporder_no_truncate", "approval_workinggrouporder"),
)

# A withdrawal names an act that exists and belongs to its version.
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_1 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'committee_opinion'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_1_TABLES = (
    ("withdrawal_of_committee_opinion", "content_actwithdrawal", "'approval_committeeopinion', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_2 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'complaint'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_2_TABLES = (
    ("withdrawal_of_complaint", "content_actwithdrawal", "'approval_complaint', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_3 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'deposit'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_3_TABLES = (
    ("withdrawal_of_deposit", "content_actwithdrawal", "'approval_prefectdeposit', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_4 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'dispatch'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_4_TABLES = (
    ("withdrawal_of_dispatch", "content_actwithdrawal", "'approval_plandispatch', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_5 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'mayor_order'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_5_TABLES = (
    ("withdrawal_of_mayor_order", "content_actwithdrawal", "'approval_mayororder', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_6 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'opinion'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_6_TABLES = (
    ("withdrawal_of_opinion", "content_actwithdrawal", "'approval_opinion', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_7 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'outcome'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_7_TABLES = (
    (
        "withdrawal_of_outcome",
        "content_actwithdrawal",
        "'approval_complaintoutcome', 'complaint_id', 'approval_complaint'",
    ),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_8 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'prefect_opinion'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_8_TABLES = (
    ("withdrawal_of_prefect_opinion", "content_actwithdrawal", "'approval_prefectopinion', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_9 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'prior_notice'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_9_TABLES = (
    ("withdrawal_of_prior_notice", "content_actwithdrawal", "'approval_priornotice', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_10 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'publication'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_10_TABLES = (
    ("withdrawal_of_publication", "content_actwithdrawal", "'approval_publication', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_11 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'receipt'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_11_TABLES = (
    (
        "withdrawal_of_receipt",
        "content_actwithdrawal",
        "'approval_dispatchreceipt', 'dispatch_id', 'approval_plandispatch'",
    ),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_12 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'registration'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_12_TABLES = (
    (
        "withdrawal_of_registration",
        "content_actwithdrawal",
        "'approval_prefectregistration', 'deposit_id', 'approval_prefectdeposit'",
    ),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_13 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'session'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_13_TABLES = (
    ("withdrawal_of_session", "content_actwithdrawal", "'approval_councilsession', '', ''"),
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_14 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'working_group'::text)) EXECUTE FUNCTION socialplan_withdrawal_names_its_act({arguments});"
)
WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_14_TABLES = (
    ("withdrawal_of_working_group", "content_actwithdrawal", "'approval_workinggrouporder', '', ''"),
)

# An act is withdrawn only while nothing that counts follows from it.
WITHDRAWN_ACT_IS_FREE_AT_INSERT_1 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'complaint'::text)) EXECUTE FUNCTION socialplan_withdrawn_act_is_free({arguments});"
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_1_TABLES = (
    ("withdrawal_rests_complaint", "content_actwithdrawal", "'approval_complaintoutcome', 'complaint_id', 'outcome'"),
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_2 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'deposit'::text)) EXECUTE FUNCTION socialplan_withdrawn_act_is_free({arguments});"
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_2_TABLES = (
    (
        "withdrawal_rests_deposit",
        "content_actwithdrawal",
        "'approval_prefectregistration', 'deposit_id', 'registration'",
    ),
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_3 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'dispatch'::text)) EXECUTE FUNCTION socialplan_withdrawn_act_is_free({arguments});"
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_3_TABLES = (
    ("withdrawal_rests_dispatch", "content_actwithdrawal", "'approval_dispatchreceipt', 'dispatch_id', 'receipt'"),
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_4 = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW WHEN (((new.kind)::text = 'session'::text)) EXECUTE FUNCTION socialplan_withdrawn_act_is_free({arguments});"
)
WITHDRAWN_ACT_IS_FREE_AT_INSERT_4_TABLES = (
    ("withdrawal_rests_session", "content_actwithdrawal", "'approval_councildecision', 'session_id', ''"),
)


class Migration(migrations.Migration):
    dependencies = [("approval", "0001_initial"), ("content", "0002_guards")]

    operations = [
        migrations.RunSQL(DECISION_OF_ITS_SESSION, "DROP FUNCTION socialplan_decision_of_its_session();"),
        _guard(DECISION_OF_ITS_SESSION_ON, DECISION_OF_ITS_SESSION_ON_TABLES),
        migrations.RunSQL(DOCUMENT_OF_VERSION, "DROP FUNCTION socialplan_document_of_version();"),
        _guard(DOCUMENT_OF_VERSION_ON, DOCUMENT_OF_VERSION_ON_TABLES),
        migrations.RunSQL(RETURNED_ONCE, "DROP FUNCTION socialplan_returned_once();"),
        _guard(RETURNED_ONCE_ON, RETURNED_ONCE_ON_TABLES),
        migrations.RunSQL(STATE_HAS_HISTORY, "DROP FUNCTION socialplan_state_has_history();"),
        _guard(STATE_HAS_HISTORY_ON, STATE_HAS_HISTORY_ON_TABLES),
        migrations.RunSQL(VERSION_BEGINS, "DROP FUNCTION socialplan_version_begins();"),
        _guard(VERSION_BEGINS_ON, VERSION_BEGINS_ON_TABLES),
        migrations.RunSQL(WITHDRAWAL_BESIDE_THE_PREFECT, "DROP FUNCTION socialplan_withdrawal_beside_the_prefect();"),
        _guard(WITHDRAWAL_BESIDE_THE_PREFECT_ON, WITHDRAWAL_BESIDE_THE_PREFECT_ON_TABLES),
        _guard(COUNTS_ONCE_ON, COUNTS_ONCE_ON_TABLES),
        _guard(FOLLOWS_WHAT_COUNTS_ON, FOLLOWS_WHAT_COUNTS_ON_TABLES),
        _guard(REFUSE_CHANGE_ON, REFUSE_CHANGE_ON_TABLES),
        _guard(REFUSE_TRUNCATE_ON, REFUSE_TRUNCATE_ON_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_1, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_1_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_2, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_2_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_3, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_3_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_4, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_4_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_5, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_5_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_6, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_6_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_7, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_7_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_8, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_8_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_9, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_9_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_10, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_10_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_11, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_11_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_12, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_12_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_13, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_13_TABLES),
        _guard(WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_14, WITHDRAWAL_NAMES_ITS_ACT_AT_INSERT_14_TABLES),
        _guard(WITHDRAWN_ACT_IS_FREE_AT_INSERT_1, WITHDRAWN_ACT_IS_FREE_AT_INSERT_1_TABLES),
        _guard(WITHDRAWN_ACT_IS_FREE_AT_INSERT_2, WITHDRAWN_ACT_IS_FREE_AT_INSERT_2_TABLES),
        _guard(WITHDRAWN_ACT_IS_FREE_AT_INSERT_3, WITHDRAWN_ACT_IS_FREE_AT_INSERT_3_TABLES),
        _guard(WITHDRAWN_ACT_IS_FREE_AT_INSERT_4, WITHDRAWN_ACT_IS_FREE_AT_INSERT_4_TABLES),
    ]
