"""An edition gets the points of its scales when it is opened, from the rows of that day; the column knows none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0026_values_of_county_and_country")]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="scale_points",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="points of the steps of its scales"
            ),
        ),
    ]
