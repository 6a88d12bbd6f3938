"""A roll-up in the making is one that whoever writes meanwhile takes the mark from (operations/roll_ups.py)."""

from django.db import migrations, models
from django.utils import timezone

NOTE = """
CREATE OR REPLACE FUNCTION monitoring_note_stale() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('monitoring.roll_up'));
    IF TG_ARGV[0] = 'all' THEN
        UPDATE monitoring_periodrollup r {set} WHERE {whose};
    ELSIF TG_ARGV[0] = 'plan' THEN
        UPDATE monitoring_periodrollup r {set}
          FROM monitoring_period p
         WHERE p.id = r.period_id AND {whose} AND p.plan_id IN (SELECT plan_id FROM changed);
    ELSE
        UPDATE monitoring_periodrollup r {set}
          FROM monitoring_period p
         WHERE p.id = r.period_id AND {whose}
           AND p.plan_id IN (SELECT q.plan_id FROM monitoring_period q
                              WHERE q.id IN (SELECT period_id FROM changed));
    END IF;
    RETURN NULL;
END
$$;
"""
NOW = {"set": "SET is_stale = true, making = NULL", "whose": "(NOT r.is_stale OR r.making IS NOT NULL)"}
BEFORE = {"set": "SET is_stale = true", "whose": "NOT r.is_stale"}


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0020_persons_reached_by_measures")]

    operations = [
        migrations.AddField(
            model_name="periodrollup",
            name="making",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="mark of the making"),
        ),
        migrations.AlterField(
            model_name="periodrollup",
            name="made_at",
            field=models.DateTimeField(default=timezone.now, verbose_name="made at"),
        ),
        migrations.RunSQL(NOTE.format(**NOW), NOTE.format(**BEFORE)),
    ]
