"""Installations that were founded before committees and addressees were kept get the rows new ones begin with."""

from django.db import migrations

from socialplan.reference import ADDRESSEES, COMMITTEES


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    for name, rows in (("Committee", COMMITTEES), ("PlanAddressee", ADDRESSEES)):
        model = apps.get_model("socialplan", name)
        for fields in rows:
            model.objects.get_or_create(code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial"), ("socialplan", "0012_guards_of_approval")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
