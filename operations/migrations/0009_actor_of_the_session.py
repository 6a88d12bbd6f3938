from django.db import migrations

# One writer at a time; the rows written so far go with the event, see 0004.
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
    NEW.rows := coalesce(current_setting('vlora.rows', true), '');
    PERFORM set_config('vlora.rows', '', true);
    NEW.hash := operations_event_hash(NEW);
    RETURN NEW;
END
$$;"""
# Whoever acts is named by the request on its connection (operations/trail/session_actor.py); a statement that names
# another person is refused. Nobody in particular may always be named: what is contributed stays without a name.
CHAIN_EVENT = CHAIN_EVENT_BEFORE.replace(
    "BEGIN\n    PERFORM pg_advisory",
    "BEGIN\n"
    "    IF coalesce(current_setting('vlora.actor', true), '') <> ''\n"
    "        AND NEW.actor_id::text IS DISTINCT FROM current_setting('vlora.actor', true)\n"
    "        AND NEW.actor_id IS NOT NULL THEN\n"
    "        RAISE EXCEPTION 'event_actor_of_session: the event names another person than the session'\n"
    "            USING ERRCODE = 'insufficient_privilege';\n"
    "    END IF;\n"
    "    PERFORM pg_advisory",
)


class Migration(migrations.Migration):
    dependencies = [("operations", "0008_fixed_rows")]

    operations = [migrations.RunSQL(CHAIN_EVENT, CHAIN_EVENT_BEFORE)]
