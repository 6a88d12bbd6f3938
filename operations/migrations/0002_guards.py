"""The database chains the trail and refuses to change what may only be added."""

from django.db import migrations

CANONICAL = """
CREATE FUNCTION operations_framed(field text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN field IS NULL THEN '-' ELSE length(field)::text || ':' || field END
$$;

CREATE FUNCTION operations_event_hash(e operations_event) RETURNS text LANGUAGE sql STABLE AS $$
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
$$;
"""

# One writer at a time until its transaction ends: otherwise two events would follow the same one.
CHAIN = """
CREATE FUNCTION operations_chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
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
$$;

CREATE TRIGGER operations_event_chained BEFORE INSERT ON operations_event
    FOR EACH ROW EXECUTE FUNCTION operations_chain_event();
"""

REFUSE = """
CREATE FUNCTION operations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are only added: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
"""

GUARDED = ("operations_event", "operations_suppressionpattern")


def guard(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""


def unguard(table: str) -> str:
    return f"""
DROP TRIGGER {table}_only_added ON {table};
DROP TRIGGER {table}_not_emptied ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            CANONICAL,
            "DROP FUNCTION operations_event_hash(operations_event); DROP FUNCTION operations_framed(text);",
        ),
        migrations.RunSQL(
            CHAIN,
            "DROP TRIGGER operations_event_chained ON operations_event; DROP FUNCTION operations_chain_event();",
        ),
        migrations.RunSQL(REFUSE, "DROP FUNCTION operations_refuse_change();"),
        *[migrations.RunSQL(guard(table), unguard(table)) for table in GUARDED],
    ]
