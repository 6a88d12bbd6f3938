"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("ComplaintBody", "EventKind", "HelpLine")
SOURCES = {
    "Zgjedhje e bashkisë": "Choice of the municipality",
    "Ligji nr. 146/2014, me gjasë neni 17": "Law no. 146/2014, most likely article 17",
    "Ligji nr. 139/2015, mbledhjet e hapura të këshillit dhe të komisioneve": "Law no. 139/2015, open meetings of the council and its committees",
    "Njohuri e përgjithshme; të telefonohet para se të shfaqet": "General knowledge; to be called before it is shown",
    "Ligji 146/2014; organi dhe afati ndryshojnë sipas bashkisë: ta kontrollojë juristi": "Law no. 146/2014; body and days differ by municipality: for the lawyer to check",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("consultations", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0037_similar_texts")]

    operations = [
        migrations.AddField(
            model_name="complaintbody",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="eventkind",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="helpline",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
