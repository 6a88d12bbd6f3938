"""Installations that were founded before there was an outline get the one new ones begin with."""

from django.db import migrations

from socialplan.reference import first_outline


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    outline = apps.get_model("socialplan", "OutlineChapter")
    for fields in first_outline():
        outline.objects.get_or_create(kind=fields["kind"], code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial"), ("socialplan", "0022_outline")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
