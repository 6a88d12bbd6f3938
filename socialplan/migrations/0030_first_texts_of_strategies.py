"""Installations that were founded before strategies had papers of their own get the texts new ones begin with."""

from django.db import migrations

from socialplan.reference import first_strategy_texts


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    texts = apps.get_model("socialplan", "DocumentTemplate")
    for fields in first_strategy_texts():
        key = {name: fields[name] for name in ("document", "kind", "language")}
        texts.objects.get_or_create(**key, defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial"), ("socialplan", "0029_papers_of_strategies")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
