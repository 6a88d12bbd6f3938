"""Parents and years are checked once a statement over all its rows: a copied version of 1,000 measures has 14,000."""

from django.db import migrations

# Child table, its column, and the parent table whose version must be the same; as in 0002 and 0005.
PARENTS = (
    ("specificobjective", "goal_id", "strategicgoal"),
    ("measure", "objective_id", "specificobjective"),
    ("indicator", "objective_id", "specificobjective"),
    ("measurecost", "measure_id", "measure"),
    ("fundingline", "cost_id", "measurecost"),
    ("indicatortarget", "indicator_id", "indicator"),
    ("measureneed", "measure_id", "measure"),
    ("measuregroup", "measure_id", "measure"),
    ("measureunit", "measure_id", "measure"),
    ("measureindicator", "measure_id", "measure"),
    ("measureindicator", "indicator_id", "indicator"),
)
YEARLY = ("measurecost", "indicatortarget")

FUNCTIONS = """
CREATE FUNCTION socialplan_all_of_same_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;

CREATE FUNCTION socialplan_all_years_in_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows r
        LEFT JOIN socialplan_planversion v ON v.id = r.version_id
        LEFT JOIN socialplan_plan p ON p.id = v.plan_id AND r.year BETWEEN p.first_year AND p.last_year
        WHERE p.id IS NULL
    ) THEN
        RAISE EXCEPTION 'socialplan_year_outside_plan' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def _by_statement(name: str, table: str, call: str) -> str:
    return "\n".join(
        f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON socialplan_{table}"
        f" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION socialplan_{call};"
        for event in ("INSERT", "UPDATE")
    )


def _by_row(name: str, table: str, call: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON socialplan_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION socialplan_{call};"
    )


def _forward() -> str:
    parts = [FUNCTIONS]
    for child, column, parent in PARENTS:
        parts.append(_by_statement(f"{child}_{column}_of_version", child, _parent_call("all_of_", column, parent)))
        parts.append(f"DROP TRIGGER {child}_{column}_same_version ON socialplan_{child};")
    for name in YEARLY:
        parts.append(_by_statement(f"{name}_years_in_plan", name, "all_years_in_plan()"))
        parts.append(f"DROP TRIGGER {name}_year_in_plan ON socialplan_{name};")
    return "\n".join(parts)


def _parent_call(prefix: str, column: str, parent: str) -> str:
    return f"{prefix}same_version('{column}', 'socialplan_{parent}')"


def _backward() -> str:
    parts = [
        _by_row(f"{child}_{column}_same_version", child, _parent_call("", column, parent))
        for child, column, parent in PARENTS
    ]
    parts += [_by_row(f"{name}_year_in_plan", name, "year_in_plan()") for name in YEARLY]
    parts.append("DROP FUNCTION socialplan_all_of_same_version() CASCADE;")
    parts.append("DROP FUNCTION socialplan_all_years_in_plan() CASCADE;")
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0008_documents_to_import")]

    operations = [migrations.RunSQL(_forward(), _backward())]
