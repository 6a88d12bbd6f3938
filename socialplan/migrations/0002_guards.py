"""What the application's role cannot do by any SQL: change sealed content, move a version without history, rewrite acts."""

from django.db import migrations

CONTENT = (
    "chapter",
    "risk",
    "strategicgoal",
    "specificobjective",
    "measure",
    "measurecost",
    "fundingline",
    "indicator",
    "indicatortarget",
    "measureneed",
    "measuregroup",
    "measureindicator",
)
ACTS = (
    "planstatechange",
    "opinion",
    "councilsubmission",
    "councildecision",
    "announcement",
    "mayororder",
    "seal",
    "dispositiontarget",
)
# Child table, its column, and the parent table whose version must be the same.
PARENTS = (
    ("specificobjective", "goal_id", "strategicgoal"),
    ("measure", "objective_id", "specificobjective"),
    ("indicator", "objective_id", "specificobjective"),
    ("measurecost", "measure_id", "measure"),
    ("fundingline", "cost_id", "measurecost"),
    ("indicatortarget", "indicator_id", "indicator"),
    ("measureneed", "measure_id", "measure"),
    ("measuregroup", "measure_id", "measure"),
    ("measureindicator", "measure_id", "measure"),
    ("measureindicator", "indicator_id", "indicator"),
)

FUNCTIONS = """
CREATE FUNCTION socialplan_refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM 1 FROM socialplan_planversion WHERE id = OLD.version_id FOR SHARE;
        IF EXISTS (SELECT 1 FROM socialplan_seal WHERE version_id = OLD.version_id) THEN
            RAISE EXCEPTION 'socialplan_version_is_sealed' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM 1 FROM socialplan_planversion WHERE id = NEW.version_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM socialplan_seal WHERE version_id = NEW.version_id) THEN
        RAISE EXCEPTION 'socialplan_version_is_sealed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'socialplan_no_truncate' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION socialplan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'socialplan_rows_are_only_added' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION socialplan_stamp_state_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction_number := txid_current();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_state_has_history() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION socialplan_year_in_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM socialplan_planversion v JOIN socialplan_plan p ON p.id = v.plan_id
        WHERE v.id = NEW.version_id AND NEW.year BETWEEN p.first_year AND p.last_year
    ) THEN
        RAISE EXCEPTION 'socialplan_year_outside_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_same_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent_version bigint;
BEGIN
    EXECUTE format('SELECT version_id FROM %I WHERE id = ($1).%I', TG_ARGV[1], TG_ARGV[0]) INTO parent_version USING NEW;
    IF parent_version IS DISTINCT FROM NEW.version_id THEN
        RAISE EXCEPTION 'socialplan_parent_of_another_version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION socialplan_funding_within_cost() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_cost bigint;
BEGIN
    of_cost := CASE TG_TABLE_NAME WHEN 'socialplan_measurecost' THEN (to_jsonb(NEW)->>'id')::bigint
               ELSE (to_jsonb(NEW)->>'cost_id')::bigint END;
    IF EXISTS (
        SELECT 1 FROM socialplan_measurecost c
        WHERE c.id = of_cost
          AND c.amount < (SELECT coalesce(sum(l.amount), 0) FROM socialplan_fundingline l WHERE l.cost_id = c.id)
    ) THEN
        RAISE EXCEPTION 'socialplan_funding_within_cost' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def _trigger(name: str, when: str, table: str, each: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} ON socialplan_{table} FOR EACH {each} EXECUTE FUNCTION socialplan_{function};"
    )


def _table_triggers() -> str:
    write, rewrite = "BEFORE INSERT OR UPDATE", "BEFORE UPDATE OR DELETE"
    parts = [
        *(_trigger(f"{name}_sealed", f"{write} OR DELETE", name, "ROW", "refuse_sealed()") for name in CONTENT),
        *(_trigger(f"{name}_only_added", rewrite, name, "ROW", "refuse_change()") for name in ACTS),
        *(
            _trigger(f"{name}_no_truncate", "BEFORE TRUNCATE", name, "STATEMENT", "refuse_truncate()")
            for name in CONTENT + ACTS
        ),
        *(
            _trigger(
                f"{child}_{column}_same_version",
                write,
                child,
                "ROW",
                f"same_version('{column}', 'socialplan_{parent}')",
            )
            for child, column, parent in PARENTS
        ),
        *(
            _trigger(f"{name}_year_in_plan", write, name, "ROW", "year_in_plan()")
            for name in ("measurecost", "indicatortarget")
        ),
        *(
            f"CREATE CONSTRAINT TRIGGER {name}_funding AFTER INSERT OR UPDATE ON socialplan_{name}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION socialplan_funding_within_cost();"
            for name in ("measurecost", "fundingline")
        ),
        _trigger("planstatechange_stamp", "BEFORE INSERT", "planstatechange", "ROW", "stamp_state_change()"),
        _trigger("planversion_history", write, "planversion", "ROW", "state_has_history()"),
    ]
    return "\n".join(parts)


def _drop() -> str:
    functions = (
        "refuse_sealed",
        "refuse_truncate",
        "refuse_change",
        "stamp_state_change",
        "state_has_history",
        "year_in_plan",
        "same_version",
        "funding_within_cost",
    )
    return "\n".join(f"DROP FUNCTION socialplan_{name}() CASCADE;" for name in functions)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + _table_triggers(), _drop())]
