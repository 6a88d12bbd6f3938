from django.db import migrations

from operations.database.fixed import Fixed, fix

# The condition stands in the definition of the trigger, which only the owner writes; it names the row `kept`.
KEEP_FIXED = """CREATE FUNCTION operations_keep_fixed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    condition text := format('SELECT %s FROM (SELECT ($1).*) AS kept', TG_ARGV[1]);
    free text[] := string_to_array(TG_ARGV[2], ',');
    is_fixed boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        EXECUTE condition INTO is_fixed USING OLD;
    END IF;
    IF is_fixed IS NOT TRUE AND TG_OP <> 'DELETE' AND TG_ARGV[3] = 'part' THEN
        EXECUTE condition INTO is_fixed USING NEW;
    END IF;
    IF is_fixed THEN
        RAISE EXCEPTION '%: what was published or decided stays as it is', TG_ARGV[0]
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0007_attempt")]

    operations = [
        migrations.RunSQL(KEEP_FIXED, "DROP FUNCTION operations_keep_fixed();"),
        fix(
            Fixed("operations_job", "job_result", "kept.state = 'done'"),
            Fixed(
                "operations_storedfile",
                "stored_file",
                free=("name", "purpose", "is_public", "uploaded_by_id"),
                at="UPDATE",
            ),
        ),
    ]
