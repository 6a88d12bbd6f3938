"""What the database itself refuses in operations, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# One field of an event, with its length, so that two fields cannot be read as one.
FRAMED = """CREATE FUNCTION operations_framed(field text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN field IS NULL THEN '-' ELSE length(field)::text || ':' || field END
$$;"""

# The hash of an event over all of its fields and the hash before it.
EVENT_HASH = """CREATE FUNCTION operations_event_hash(e operations_event) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(
        operations_framed(e.prev_hash)
        || operations_framed(e.sequence::text)
        || operations_framed(to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
        || operations_framed(e.actor_id::text)
        || operations_framed(e.role)
        || operations_framed(e.action)
        || operations_framed(e.subject_type)
        || operations_framed(e.subject_id)
        || operations_framed(e.subject_label)
        || operations_framed(e.before::text)
        || operations_framed(e.after::text)
        || operations_framed(to_char(e.happened_on, 'YYYY-MM-DD'))
        || operations_framed(CASE WHEN e.is_back_entry THEN 'true' ELSE 'false' END)
        || operations_framed(e.source_document),
        'UTF8')), 'hex')
$$;"""

# One writer at a time until its transaction ends: otherwise two events would follow the same one.
CHAIN_EVENT = """CREATE FUNCTION operations_chain_event() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last_sequence bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('operations_event'));
    SELECT sequence, hash INTO last_sequence, last_hash
        FROM operations_event ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(last_sequence, 0) + 1;
    NEW.prev_hash := coalesce(last_hash, repeat('0', 64));
    NEW.recorded_at := clock_timestamp();
    NEW.hash := operations_event_hash(NEW);
    RETURN NEW;
END
$$;"""
CHAIN_EVENT_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION operations_chain_event();"
)
CHAIN_EVENT_ON_TABLES = (("operations_event_chained", "operations_event"),)

# Rows of a history are only added.
REFUSE_CHANGE = """CREATE FUNCTION operations_refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are only added: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;"""
REFUSE_CHANGE_AT_DELETE_OR_UPDATE = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();"
)
REFUSE_CHANGE_AT_DELETE_OR_UPDATE_TABLES = (
    ("operations_event_only_added", "operations_event"),
    ("operations_suppressionpattern_only_added", "operations_suppressionpattern"),
)
REFUSE_CHANGE_AT_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();"
)
REFUSE_CHANGE_AT_TRUNCATE_TABLES = (
    ("operations_event_not_emptied", "operations_event"),
    ("operations_suppressionpattern_not_emptied", "operations_suppressionpattern"),
)


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [
        migrations.RunSQL(FRAMED, "DROP FUNCTION operations_framed(text);"),
        migrations.RunSQL(EVENT_HASH, "DROP FUNCTION operations_event_hash(operations_event);"),
        migrations.RunSQL(CHAIN_EVENT, "DROP FUNCTION operations_chain_event();"),
        _guard(CHAIN_EVENT_ON, CHAIN_EVENT_ON_TABLES),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION operations_refuse_change();"),
        _guard(REFUSE_CHANGE_AT_DELETE_OR_UPDATE, REFUSE_CHANGE_AT_DELETE_OR_UPDATE_TABLES),
        _guard(REFUSE_CHANGE_AT_TRUNCATE, REFUSE_CHANGE_AT_TRUNCATE_TABLES),
    ]
