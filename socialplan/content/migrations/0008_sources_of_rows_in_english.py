"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("BudgetProgramme", "OutlineChapter")
SOURCES = {
    "Zgjedhje e bashkisë": "Choice of the municipality",
    "Përbërje nga planet sociale të Fierit 2019–2023 dhe të Rrogozhinës; zgjedhje e bashkisë": "Put together from the social plans of Fier 2019–2023 and of Rrogozhina; choice of the municipality",
    "Programi i buxhetit afatmesëm; për t'u verifikuar nga financa": "Medium-term budget programme; to be checked by the finance office",
    "Programet buxhetore të bashkive, të botuara": "Budget programmes of municipalities, as published",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("content", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("content", "0007_source_of_an_indicator_in_english")]

    operations = [
        migrations.AddField(
            model_name="budgetprogramme",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="outlinechapter",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
