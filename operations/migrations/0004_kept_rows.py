from django.db import migrations, models

# A row as one text that depends on the row alone: keys in the order of jsonb, times in UTC whatever the session says.
ROW_TEXT = """CREATE FUNCTION operations_row_text(kept anyelement) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
    SELECT to_jsonb(kept)::text
$$;"""

# What a statement wrote, noted for the event of the transaction: letter, table, key, salt, hash; one line a row.
# The salt defeats guessing a row by table, as the digests of personal fields do.
NOTE_ROWS = """CREATE FUNCTION operations_note_rows() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lines text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT string_agg(format(E'D %s %s\n', TG_TABLE_NAME, to_jsonb(c) ->> TG_ARGV[0]), '') INTO lines
            FROM changed c;
    ELSE
        SELECT string_agg(operations_row_line(TG_OP, TG_TABLE_NAME::text, to_jsonb(c) ->> TG_ARGV[0], operations_row_text(c)), '')
            INTO lines FROM changed c;
    END IF;
    IF lines IS NOT NULL THEN
        PERFORM set_config('vlora.rows', coalesce(current_setting('vlora.rows', true), '') || lines, true);
    END IF;
    RETURN NULL;
END
$$;"""
ROW_LINE = """CREATE FUNCTION operations_row_line(operation text, of_table text, key text, content text) RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT format(E'%s %s %s %s %s\n', left(operation, 1), of_table, key, salt,
                  encode(sha256(convert_to(salt || ':' || content, 'UTF8')), 'hex'))
    FROM (SELECT left(replace(gen_random_uuid()::text, '-', ''), 16) AS salt) AS drawn
$$;"""

# At the end of the transaction: what no deed's event has taken with it goes into an event of its own.
KEEP_REST = """CREATE FUNCTION operations_keep_rest() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce(current_setting('vlora.rows', true), '') <> '' THEN
        INSERT INTO operations_event (
            sequence, role, action, subject_type, subject_id, subject_label, before, after, is_back_entry,
            source_document, prev_hash, hash, rows
        ) VALUES (0, '', 'operations.keep_rows', TG_TABLE_NAME, '', '', '{}', '{}', false, '', '', '', '');
    END IF;
    RETURN NULL;
END
$$;"""

EVENT_HASH_BEFORE = """CREATE OR REPLACE FUNCTION operations_event_hash(e operations_event) RETURNS text LANGUAGE sql STABLE
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
# An event without rows has the hash it always had.
EVENT_HASH = EVENT_HASH_BEFORE.replace(
    "operations_framed(e.source_document),",
    "operations_framed(e.source_document)\n        || CASE WHEN e.rows = '' THEN '' ELSE operations_framed(e.rows) END,",
)
CHAIN_EVENT_BEFORE = """CREATE OR REPLACE FUNCTION operations_chain_event() RETURNS trigger LANGUAGE plpgsql
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
CHAIN_EVENT = CHAIN_EVENT_BEFORE.replace(
    "    NEW.hash :=",
    "    NEW.rows := coalesce(current_setting('vlora.rows', true), '');\n"
    "    PERFORM set_config('vlora.rows', '', true);\n"
    "    NEW.hash :=",
)


class Migration(migrations.Migration):
    dependencies = [("operations", "0003_sent_form")]

    operations = [
        migrations.AddField("event", "rows", models.TextField(blank=True, default="", verbose_name="rows kept")),
        migrations.RunSQL(ROW_TEXT, "DROP FUNCTION operations_row_text(anyelement);"),
        migrations.RunSQL(ROW_LINE, "DROP FUNCTION operations_row_line(text, text, text, text);"),
        migrations.RunSQL(NOTE_ROWS, "DROP FUNCTION operations_note_rows();"),
        migrations.RunSQL(KEEP_REST, "DROP FUNCTION operations_keep_rest();"),
        migrations.RunSQL(EVENT_HASH, EVENT_HASH_BEFORE),
        migrations.RunSQL(CHAIN_EVENT, CHAIN_EVENT_BEFORE),
    ]
