"""What the database itself refuses in content, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# A row hangs on a row of the same version, checked once a statement.
ALL_OF_SAME_VERSION = """CREATE FUNCTION socialplan_all_of_same_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_wrong boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM new_rows r LEFT JOIN %I p ON p.id = r.%I'
        ' WHERE p.version_id IS DISTINCT FROM r.version_id)', TG_ARGV[1], TG_ARGV[0]) INTO is_wrong;
    IF is_wrong THEN
        RAISE EXCEPTION 'socialplan_parent_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;"""
ALL_OF_SAME_VERSION_AT_INSERT = (
    "CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_all_of_same_version({arguments});"
)
ALL_OF_SAME_VERSION_AT_INSERT_TABLES = (
    ("fundingline_cost_id_of_version_insert", "content_fundingline", "'cost_id', 'content_measurecost'"),
    ("indicator_objective_id_of_version_insert", "content_indicator", "'objective_id', 'content_specificobjective'"),
    (
        "indicatortarget_indicator_id_of_version_insert",
        "content_indicatortarget",
        "'indicator_id', 'content_indicator'",
    ),
    ("measure_objective_id_of_version_insert", "content_measure", "'objective_id', 'content_specificobjective'"),
    ("measurecost_measure_id_of_version_insert", "content_measurecost", "'measure_id', 'content_measure'"),
    ("measuregroup_measure_id_of_version_insert", "content_measuregroup", "'measure_id', 'content_measure'"),
    (
        "measureindicator_indicator_id_of_version_insert",
        "content_measureindicator",
        "'indicator_id', 'content_indicator'",
    ),
    ("measureindicator_measure_id_of_version_insert", "content_measureindicator", "'measure_id', 'content_measure'"),
    ("measureneed_measure_id_of_version_insert", "content_measureneed", "'measure_id', 'content_measure'"),
    ("measureunit_measure_id_of_version_insert", "content_measureunit", "'measure_id', 'content_measure'"),
    ("specificobjective_goal_id_of_version_insert", "content_specificobjective", "'goal_id', 'content_strategicgoal'"),
)
ALL_OF_SAME_VERSION_AT_UPDATE = (
    "CREATE TRIGGER {name} AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_all_of_same_version({arguments});"
)
ALL_OF_SAME_VERSION_AT_UPDATE_TABLES = (
    ("fundingline_cost_id_of_version_update", "content_fundingline", "'cost_id', 'content_measurecost'"),
    ("indicator_objective_id_of_version_update", "content_indicator", "'objective_id', 'content_specificobjective'"),
    (
        "indicatortarget_indicator_id_of_version_update",
        "content_indicatortarget",
        "'indicator_id', 'content_indicator'",
    ),
    ("measure_objective_id_of_version_update", "content_measure", "'objective_id', 'content_specificobjective'"),
    ("measurecost_measure_id_of_version_update", "content_measurecost", "'measure_id', 'content_measure'"),
    ("measuregroup_measure_id_of_version_update", "content_measuregroup", "'measure_id', 'content_measure'"),
    (
        "measureindicator_indicator_id_of_version_update",
        "content_measureindicator",
        "'indicator_id', 'content_indicator'",
    ),
    ("measureindicator_measure_id_of_version_update", "content_measureindicator", "'measure_id', 'content_measure'"),
    ("measureneed_measure_id_of_version_update", "content_measureneed", "'measure_id', 'content_measure'"),
    ("measureunit_measure_id_of_version_update", "content_measureunit", "'measure_id', 'content_measure'"),
    ("specificobjective_goal_id_of_version_update", "content_specificobjective", "'goal_id', 'content_strategicgoal'"),
)

# Years lie within those of the plan, checked once a statement.
ALL_YEARS_IN_PLAN = """CREATE FUNCTION socialplan_all_years_in_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows r
        LEFT JOIN content_planversion v ON v.id = r.version_id
        LEFT JOIN content_plan p ON p.id = v.plan_id AND r.year BETWEEN p.first_year AND p.last_year
        WHERE p.id IS NULL
    ) THEN
        RAISE EXCEPTION 'socialplan_year_outside_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;"""
ALL_YEARS_IN_PLAN_AT_INSERT = (
    "CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_all_years_in_plan();"
)
ALL_YEARS_IN_PLAN_AT_INSERT_TABLES = (
    ("indicatortarget_years_in_plan_insert", "content_indicatortarget"),
    ("measurecost_years_in_plan_insert", "content_measurecost"),
)
ALL_YEARS_IN_PLAN_AT_UPDATE = (
    "CREATE TRIGGER {name} AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_all_years_in_plan();"
)
ALL_YEARS_IN_PLAN_AT_UPDATE_TABLES = (
    ("indicatortarget_years_in_plan_update", "content_indicatortarget"),
    ("measurecost_years_in_plan_update", "content_measurecost"),
)

# Of acts that exist once, only one counts; another waits until the first is withdrawn.
COUNTS_ONCE = """CREATE FUNCTION socialplan_counts_once() RETURNS trigger LANGUAGE plpgsql
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
    PERFORM 1 FROM content_planversion WHERE id = version FOR UPDATE;
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I act WHERE act.%I = $1 AND (%L = '''' OR to_jsonb(act)->>%L = $2)'
        ' AND NOT EXISTS (SELECT 1 FROM content_actwithdrawal gone WHERE gone.kind = $3 AND gone.act_id = act.id))',
        TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[2], TG_ARGV[2]
    ) INTO again USING (sent->>TG_ARGV[1])::bigint, sent->>TG_ARGV[2], TG_ARGV[0];
    IF again THEN
        RAISE EXCEPTION 'socialplan_counts_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""

# An act follows only one that counts.
FOLLOWS_WHAT_COUNTS = """CREATE FUNCTION socialplan_follows_what_counts() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM content_actwithdrawal
               WHERE kind = TG_ARGV[1] AND act_id = (to_jsonb(NEW)->>TG_ARGV[0])::bigint) THEN
        RAISE EXCEPTION 'socialplan_follows_what_counts' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""

# Who pays never pays more than it costs, as the transaction ends.
FUNDING_WITHIN_COST = """CREATE FUNCTION socialplan_funding_within_cost() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_cost bigint;
BEGIN
    of_cost := CASE TG_TABLE_NAME WHEN 'content_measurecost' THEN (to_jsonb(NEW)->>'id')::bigint
               ELSE (to_jsonb(NEW)->>'cost_id')::bigint END;
    IF EXISTS (
        SELECT 1 FROM content_measurecost c
        WHERE c.id = of_cost
          AND c.amount < (SELECT coalesce(sum(l.amount), 0) FROM content_fundingline l WHERE l.cost_id = c.id)
    ) THEN
        RAISE EXCEPTION 'socialplan_funding_within_cost' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;"""
FUNDING_WITHIN_COST_ON = (
    "CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_funding_within_cost();"
)
FUNDING_WITHIN_COST_ON_TABLES = (
    ("fundingline_funding", "content_fundingline"),
    ("measurecost_funding", "content_measurecost"),
)

# Rows of acts and of the history are only added.
REFUSE_CHANGE = """CREATE FUNCTION socialplan_refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'socialplan_rows_are_only_added' USING ERRCODE = 'integrity_constraint_violation';
END
$$;"""
REFUSE_CHANGE_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();"
)
REFUSE_CHANGE_ON_TABLES = (
    ("actwithdrawal_only_added", "content_actwithdrawal"),
    ("commentsettlement_only_added", "content_commentsettlement"),
    ("contentsnapshot_only_added", "content_contentsnapshot"),
    ("dispositiontarget_only_added", "content_dispositiontarget"),
    ("findingacceptance_only_added", "content_findingacceptance"),
    ("nodecomment_only_added", "content_nodecomment"),
    ("planstatechange_only_added", "content_planstatechange"),
    ("seal_only_added", "content_seal"),
)

# The content of a sealed version is never changed.
REFUSE_SEALED = """CREATE FUNCTION socialplan_refuse_sealed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM 1 FROM content_planversion WHERE id = OLD.version_id FOR SHARE;
        IF EXISTS (SELECT 1 FROM content_seal WHERE version_id = OLD.version_id) THEN
            RAISE EXCEPTION 'socialplan_version_is_sealed' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM 1 FROM content_planversion WHERE id = NEW.version_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM content_seal WHERE version_id = NEW.version_id) THEN
        RAISE EXCEPTION 'socialplan_version_is_sealed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
REFUSE_SEALED_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_sealed();"
)
REFUSE_SEALED_ON_TABLES = (
    ("chapter_sealed", "content_chapter"),
    ("datablock_sealed", "content_datablock"),
    ("fundingline_sealed", "content_fundingline"),
    ("indicator_sealed", "content_indicator"),
    ("indicatortarget_sealed", "content_indicatortarget"),
    ("measure_sealed", "content_measure"),
    ("measurecost_sealed", "content_measurecost"),
    ("measuregroup_sealed", "content_measuregroup"),
    ("measureindicator_sealed", "content_measureindicator"),
    ("measureneed_sealed", "content_measureneed"),
    ("measureunit_sealed", "content_measureunit"),
    ("risk_sealed", "content_risk"),
    ("specificobjective_sealed", "content_specificobjective"),
    ("strategicgoal_sealed", "content_strategicgoal"),
)

# Only the owner empties a table.
REFUSE_TRUNCATE = """CREATE FUNCTION socialplan_refuse_truncate() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'socialplan_no_truncate' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;"""
REFUSE_TRUNCATE_ON = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();"
)
REFUSE_TRUNCATE_ON_TABLES = (
    ("actwithdrawal_no_truncate", "content_actwithdrawal"),
    ("chapter_no_truncate", "content_chapter"),
    ("commentsettlement_no_truncate", "content_commentsettlement"),
    ("contentsnapshot_no_truncate", "content_contentsnapshot"),
    ("datablock_no_truncate", "content_datablock"),
    ("dispositiontarget_no_truncate", "content_dispositiontarget"),
    ("findingacceptance_no_truncate", "content_findingacceptance"),
    ("fundingline_no_truncate", "content_fundingline"),
    ("indicator_no_truncate", "content_indicator"),
    ("indicatortarget_no_truncate", "content_indicatortarget"),
    ("measure_no_truncate", "content_measure"),
    ("measurecost_no_truncate", "content_measurecost"),
    ("measuregroup_no_truncate", "content_measuregroup"),
    ("measureindicator_no_truncate", "content_measureindicator"),
    ("measureneed_no_truncate", "content_measureneed"),
    ("measureunit_no_truncate", "content_measureunit"),
    ("nodecomment_no_truncate", "content_nodecomment"),
    ("planstatechange_no_truncate", "content_planstatechange"),
    ("risk_no_truncate", "content_risk"),
    ("seal_no_truncate", "content_seal"),
    ("specificobjective_no_truncate", "content_specificobjective"),
    ("strategicgoal_no_truncate", "content_strategicgoal"),
)

# The database says in which transaction and when a step was written, one after the other.
STAMP_STATE_CHANGE = """CREATE FUNCTION socialplan_stamp_state_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stands varchar;
    reached varchar;
BEGIN
    SELECT state INTO stands FROM content_planversion WHERE id = NEW.version_id;
    SELECT to_state INTO reached FROM content_planstatechange
    WHERE version_id = NEW.version_id ORDER BY id DESC LIMIT 1;
    IF NEW.from_state <> stands OR NEW.from_state <> coalesce(reached, stands) THEN
        RAISE EXCEPTION 'socialplan_history_is_one_chain' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.transaction_number := txid_current();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END
$$;"""
STAMP_STATE_CHANGE_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION socialplan_stamp_state_change();"
)
STAMP_STATE_CHANGE_ON_TABLES = (("planstatechange_stamp", "content_planstatechange"),)

# A strategy follows a plan, and what is followed stays a plan.
STRATEGY_FOLLOWS_A_PLAN = """CREATE FUNCTION socialplan_strategy_follows_a_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.follows_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM content_plan WHERE id = NEW.follows_id AND kind = 'plan') THEN
        RAISE EXCEPTION 'socialplan_strategy_follows_a_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind <> 'plan' AND EXISTS (SELECT 1 FROM content_plan WHERE follows_id = NEW.id) THEN
        RAISE EXCEPTION 'socialplan_followed_plan_stays_a_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
STRATEGY_FOLLOWS_A_PLAN_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF follows_id, kind ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_strategy_follows_a_plan();"
)
STRATEGY_FOLLOWS_A_PLAN_ON_TABLES = (("plan_follows", "content_plan"),)

# A withdrawal names an act that exists and belongs to its version.
WITHDRAWAL_NAMES_ITS_ACT = """CREATE FUNCTION socialplan_withdrawal_names_its_act() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_there boolean;
BEGIN
    PERFORM 1 FROM content_planversion WHERE id = NEW.version_id FOR UPDATE;
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
END
$$;"""

# Only an act of a kind whose guard is there is withdrawn.
WITHDRAWAL_OF_KNOWN_KIND = """CREATE FUNCTION socialplan_withdrawal_of_known_kind() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = TG_RELID AND tgname = 'withdrawal_of_' || NEW.kind) THEN
        RAISE EXCEPTION 'socialplan_withdrawal_of_known_kind' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
WITHDRAWAL_OF_KNOWN_KIND_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION socialplan_withdrawal_of_known_kind();"
)
WITHDRAWAL_OF_KNOWN_KIND_ON_TABLES = (("actwithdrawal_kind", "content_actwithdrawal"),)

# An act is withdrawn only while nothing that counts follows from it.
WITHDRAWN_ACT_IS_FREE = """CREATE FUNCTION socialplan_withdrawn_act_is_free() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_followed boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I later WHERE later.%I = $1 AND NOT EXISTS ('
        ' SELECT 1 FROM content_actwithdrawal gone WHERE gone.kind = $2 AND gone.act_id = later.id))',
        TG_ARGV[0], TG_ARGV[1]
    ) INTO is_followed USING NEW.act_id, TG_ARGV[2];
    IF is_followed THEN
        RAISE EXCEPTION 'socialplan_withdrawn_act_was_followed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]

    operations = [
        migrations.RunSQL(ALL_OF_SAME_VERSION, "DROP FUNCTION socialplan_all_of_same_version();"),
        _guard(ALL_OF_SAME_VERSION_AT_INSERT, ALL_OF_SAME_VERSION_AT_INSERT_TABLES),
        _guard(ALL_OF_SAME_VERSION_AT_UPDATE, ALL_OF_SAME_VERSION_AT_UPDATE_TABLES),
        migrations.RunSQL(ALL_YEARS_IN_PLAN, "DROP FUNCTION socialplan_all_years_in_plan();"),
        _guard(ALL_YEARS_IN_PLAN_AT_INSERT, ALL_YEARS_IN_PLAN_AT_INSERT_TABLES),
        _guard(ALL_YEARS_IN_PLAN_AT_UPDATE, ALL_YEARS_IN_PLAN_AT_UPDATE_TABLES),
        migrations.RunSQL(COUNTS_ONCE, "DROP FUNCTION socialplan_counts_once();"),
        migrations.RunSQL(FOLLOWS_WHAT_COUNTS, "DROP FUNCTION socialplan_follows_what_counts();"),
        migrations.RunSQL(FUNDING_WITHIN_COST, "DROP FUNCTION socialplan_funding_within_cost();"),
        _guard(FUNDING_WITHIN_COST_ON, FUNDING_WITHIN_COST_ON_TABLES),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION socialplan_refuse_change();"),
        _guard(REFUSE_CHANGE_ON, REFUSE_CHANGE_ON_TABLES),
        migrations.RunSQL(REFUSE_SEALED, "DROP FUNCTION socialplan_refuse_sealed();"),
        _guard(REFUSE_SEALED_ON, REFUSE_SEALED_ON_TABLES),
        migrations.RunSQL(REFUSE_TRUNCATE, "DROP FUNCTION socialplan_refuse_truncate();"),
        _guard(REFUSE_TRUNCATE_ON, REFUSE_TRUNCATE_ON_TABLES),
        migrations.RunSQL(STAMP_STATE_CHANGE, "DROP FUNCTION socialplan_stamp_state_change();"),
        _guard(STAMP_STATE_CHANGE_ON, STAMP_STATE_CHANGE_ON_TABLES),
        migrations.RunSQL(STRATEGY_FOLLOWS_A_PLAN, "DROP FUNCTION socialplan_strategy_follows_a_plan();"),
        _guard(STRATEGY_FOLLOWS_A_PLAN_ON, STRATEGY_FOLLOWS_A_PLAN_ON_TABLES),
        migrations.RunSQL(WITHDRAWAL_NAMES_ITS_ACT, "DROP FUNCTION socialplan_withdrawal_names_its_act();"),
        migrations.RunSQL(WITHDRAWAL_OF_KNOWN_KIND, "DROP FUNCTION socialplan_withdrawal_of_known_kind();"),
        _guard(WITHDRAWAL_OF_KNOWN_KIND_ON, WITHDRAWAL_OF_KNOWN_KIND_ON_TABLES),
        migrations.RunSQL(WITHDRAWN_ACT_IS_FREE, "DROP FUNCTION socialplan_withdrawn_act_is_free();"),
    ]
