"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("DocumentTemplate", "LegalBasis")
SOURCES = {
    "Ligji nr. 139/2015; nenet për t'u verifikuar nga juristi": "Law no. 139/2015; articles to be checked by the lawyer",
    "Ligji nr. 121/2016; nenet për t'u verifikuar nga juristi": "Law no. 121/2016; articles to be checked by the lawyer",
    "Ligji nr. 146/2014; nenet për t'u verifikuar nga juristi": "Law no. 146/2014; articles to be checked by the lawyer",
    "Ligji nr. 68/2017; nenet për t'u verifikuar nga juristi": "Law no. 68/2017; articles to be checked by the lawyer",
    "VKM nr. 518, datë 4.9.2018; titulli dhe pikat për t'u verifikuar nga juristi": "Decision no. 518 of the Council of Ministers, 4.9.2018; title and points to be checked by the lawyer",
    "Tekst fillestar i programit, sipas praktikës së akteve të këshillave; për t'u verifikuar nga juristi": "First text of the program, after the practice of councils' acts; to be checked by the lawyer",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("publishing", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_word_template")]

    operations = [
        migrations.AddField(
            model_name="documenttemplate",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="legalbasis",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
