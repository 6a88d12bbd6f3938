"""Every order of the list of figures by an index of its own, and the function of one of them at its true cost."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from core.text.sorting import CREATE_ALBANIAN_KEY


class Migration(migrations.Migration):
    dependencies = [("assessments", "0038_lines_told_apart")]

    operations = [
        migrations.RunSQL(CREATE_ALBANIAN_KEY, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="datapoint",
            index=models.Index(fields=["assessment", "definition", "ends_on", "id"], name="data_point_by_definition"),
        ),
        migrations.AddIndex(
            model_name="datapoint",
            index=models.Index(fields=["assessment", "-ends_on", "id"], name="data_point_newest_first"),
        ),
        migrations.AddIndex(
            model_name="datapoint",
            index=models.Index(fields=["assessment", "-value", "id"], name="data_point_largest_first"),
        ),
        migrations.AddIndex(
            model_name="datapoint",
            index=models.Index(
                models.F("assessment"),
                django.db.models.functions.comparison.Collate(
                    models.Func(models.F("source"), function="albanian_key", output_field=models.TextField()), "C"
                ),
                models.F("id"),
                name="data_point_by_source",
            ),
        ),
        # last: no page can read figures from here to the end of the migration
        migrations.AlterField(
            model_name="datapoint",
            name="assessment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_points",
                to="assessments.assessment",
                verbose_name="assessment",
            ),
        ),
    ]
