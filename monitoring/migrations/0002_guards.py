"""What the database itself refuses in monitoring, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# A report changes its state only with a row of its history, and is then as it was handed in.
GUARD_REPORT = """CREATE FUNCTION monitoring_guard_report() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.figures IS NOT NULL THEN
            RAISE EXCEPTION 'report_figures_frozen: a validated report is not deleted'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.figures IS NOT NULL AND NEW.figures IS DISTINCT FROM OLD.figures AND NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'report_figures_frozen: figures of a validated report never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (
        SELECT (from_state, to_state) IS DISTINCT FROM (OLD.state, NEW.state)
        FROM monitoring_reportstatechange WHERE report_id = OLD.id ORDER BY id DESC LIMIT 1
    ) IS NOT FALSE THEN
        RAISE EXCEPTION 'report_state_needs_history: a state changes only by a recorded step'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
GUARD_REPORT_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION monitoring_guard_report();"
)
GUARD_REPORT_ON_TABLES = (("guard_report", "monitoring_yearlyreport"),)

# A value changes its state only with a row of its history, and is then as it was verified.
GUARD_VALUE = """CREATE FUNCTION monitoring_guard_value() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'value_kept: a submitted value is corrected by a new row'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state IN ('submitted', 'approved') AND (NEW.amount, NEW.indicator_id, NEW.period_id)
        IS DISTINCT FROM (OLD.amount, OLD.indicator_id, OLD.period_id) THEN
        RAISE EXCEPTION 'value_kept: a submitted value is corrected by a new row'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND (
        SELECT (from_state, to_state) IS DISTINCT FROM (OLD.state, NEW.state)
        FROM monitoring_valuestatechange WHERE value_id = OLD.id ORDER BY id DESC LIMIT 1
    ) IS NOT FALSE THEN
        RAISE EXCEPTION 'value_state_needs_history: a state changes only by a recorded step'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""
GUARD_VALUE_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION monitoring_guard_value();"
)
GUARD_VALUE_ON_TABLES = (("guard_value", "monitoring_indicatorvalue"),)

# Rows of a history are only added.
OPERATIONS_REFUSE_CHANGE_AT_DELETE_OR_UPDATE = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();"
)
OPERATIONS_REFUSE_CHANGE_AT_DELETE_OR_UPDATE_TABLES = (
    ("refuse_change", "monitoring_reportstatechange"),
    ("refuse_change", "monitoring_reportsubmission"),
    ("refuse_change", "monitoring_submissionreceipt"),
    ("refuse_change", "monitoring_valuestatechange"),
)
OPERATIONS_REFUSE_CHANGE_AT_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();"
)
OPERATIONS_REFUSE_CHANGE_AT_TRUNCATE_TABLES = (
    ("refuse_truncate", "monitoring_reportstatechange"),
    ("refuse_truncate", "monitoring_reportsubmission"),
    ("refuse_truncate", "monitoring_submissionreceipt"),
    ("refuse_truncate", "monitoring_valuestatechange"),
)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("operations", "0002_guards")]

    operations = [
        migrations.RunSQL(GUARD_REPORT, "DROP FUNCTION monitoring_guard_report();"),
        _guard(GUARD_REPORT_ON, GUARD_REPORT_ON_TABLES),
        migrations.RunSQL(GUARD_VALUE, "DROP FUNCTION monitoring_guard_value();"),
        _guard(GUARD_VALUE_ON, GUARD_VALUE_ON_TABLES),
        _guard(OPERATIONS_REFUSE_CHANGE_AT_DELETE_OR_UPDATE, OPERATIONS_REFUSE_CHANGE_AT_DELETE_OR_UPDATE_TABLES),
        _guard(OPERATIONS_REFUSE_CHANGE_AT_TRUNCATE, OPERATIONS_REFUSE_CHANGE_AT_TRUNCATE_TABLES),
    ]
