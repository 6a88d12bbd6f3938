"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("CheckRule", "PeriodKind", "ReportingFrequency", "ValueDimension")
SOURCES = {
    "Zgjedhje e bashkisë": "Choice of the municipality",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("monitoring", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0021_roll_up_in_the_making")]

    operations = [
        migrations.AddField(
            model_name="checkrule",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="periodkind",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="reportingfrequency",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="valuedimension",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
