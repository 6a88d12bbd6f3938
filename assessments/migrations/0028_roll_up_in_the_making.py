"""A roll-up in the making is one that whoever writes meanwhile takes the mark from (operations/roll_ups.py)."""

from django.db import migrations, models
from django.utils import timezone

NOTE = """
CREATE OR REPLACE FUNCTION assessments_note_stale() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('assessments.roll_up'));
    IF TG_ARGV[0] = 'all' THEN
        UPDATE assessments_editionrollup {set} WHERE {whose};
    ELSIF TG_ARGV[0] = 'edition' THEN
        UPDATE assessments_editionrollup {set}
         WHERE {whose} AND edition_id IN (SELECT id FROM changed);
    ELSIF TG_ARGV[0] = 'need' THEN
        UPDATE assessments_editionrollup {set}
         WHERE {whose}
           AND edition_id IN (SELECT assessment_id FROM assessments_need
                               WHERE id IN (SELECT need_id FROM changed));
    ELSE
        UPDATE assessments_editionrollup {set}
         WHERE {whose} AND edition_id IN (SELECT assessment_id FROM changed);
    END IF;
    RETURN NULL;
END
$$;
"""
NOW = {"set": "SET is_stale = true, making = NULL", "whose": "(NOT is_stale OR making IS NOT NULL)"}
BEFORE = {"set": "SET is_stale = true", "whose": "NOT is_stale"}


class Migration(migrations.Migration):
    dependencies = [("assessments", "0027_an_edition_is_opened_with_its_scale")]

    operations = [
        migrations.AddField(
            model_name="editionrollup",
            name="making",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="mark of the making"),
        ),
        migrations.AlterField(
            model_name="editionrollup",
            name="made_at",
            field=models.DateTimeField(default=timezone.now, verbose_name="made at"),
        ),
        migrations.RunSQL(NOTE.format(**NOW), NOTE.format(**BEFORE)),
    ]
