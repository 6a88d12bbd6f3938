"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("Committee", "PlanAddressee")
SOURCES = {
    "Zgjedhje e bashkisë": "Choice of the municipality",
    "Rregullorja e Këshillit Bashkiak; për t'u verifikuar nga juristi": "Rules of procedure of the municipal council; to be checked by the lawyer",
    "Ligji nr. 121/2016; për t'u verifikuar nga juristi": "Law no. 121/2016; to be checked by the lawyer",
    "Ligji nr. 139/2015; për t'u verifikuar nga juristi": "Law no. 139/2015; to be checked by the lawyer",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("approval", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("approval", "0005_returns_by_the_row")]

    operations = [
        migrations.AddField(
            model_name="committee",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="planaddressee",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
