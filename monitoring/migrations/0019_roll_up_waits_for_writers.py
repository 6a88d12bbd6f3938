from django.db import migrations

# A roll-up is worked out while nobody writes: else what is not committed yet is neither read nor marked as stale.
SHARED = """
CREATE OR REPLACE FUNCTION monitoring_note_stale() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    {lock}IF TG_ARGV[0] = 'all' THEN
        UPDATE monitoring_periodrollup SET is_stale = true WHERE NOT is_stale;
    ELSIF TG_ARGV[0] = 'plan' THEN
        UPDATE monitoring_periodrollup r SET is_stale = true
          FROM monitoring_period p
         WHERE p.id = r.period_id AND NOT r.is_stale AND p.plan_id IN (SELECT plan_id FROM changed);
    ELSE
        UPDATE monitoring_periodrollup r SET is_stale = true
          FROM monitoring_period p
         WHERE p.id = r.period_id AND NOT r.is_stale
           AND p.plan_id IN (SELECT q.plan_id FROM monitoring_period q
                              WHERE q.id IN (SELECT period_id FROM changed));
    END IF;
    RETURN NULL;
END
$$;
"""
LOCK = "PERFORM pg_advisory_xact_lock_shared(hashtext('monitoring.roll_up'));\n    "


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0018_extract_and_iati"),
    ]

    operations = [
        migrations.RunSQL(SHARED.format(lock=LOCK), SHARED.format(lock="")),
    ]
