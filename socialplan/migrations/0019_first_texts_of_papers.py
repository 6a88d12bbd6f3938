"""Installations that were founded before official papers were made here get the texts new ones begin with."""

from django.db import migrations

from socialplan.reference import LEGAL_BASES, first_texts


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    bases, texts = apps.get_model("socialplan", "LegalBasis"), apps.get_model("socialplan", "DocumentTemplate")
    for fields in LEGAL_BASES:
        bases.objects.get_or_create(code=fields["code"], defaults=fields)
    for fields in first_texts():
        texts.objects.get_or_create(kind=fields["kind"], language=fields["language"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial"), ("socialplan", "0018_texts_of_official_papers")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
