import django.db.models.deletion
from django.db import migrations, models

# Places are made anew with their roll-up, so none is carried over.
EMPTY = """
DELETE FROM assessments_needplace;
UPDATE assessments_editionrollup SET is_stale = true;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0024_rolled_editions"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="needplace", name="need_place_in_order"),
        migrations.AddField(
            model_name="needplace",
            name="edition",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.assessment",
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="needplace",
            index=models.Index(fields=["edition", "is_public", "place"], name="need_place_in_order"),
        ),
    ]
