"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("FundCall", "ScaleStep")
SOURCES = {
    "Metodika e vlerësimit të nevojave": "Method of the needs assessment",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("assessments", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0029_source_of_a_staged_figure_in_english")]

    operations = [
        migrations.AddField(
            model_name="fundcall",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="scalestep",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
