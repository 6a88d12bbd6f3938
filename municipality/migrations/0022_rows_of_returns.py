"""An installation that has its rules gets how often one decision may be returned."""

from django.db import migrations

from municipality import reference

CODES = ("returns_by_prefect", "returns_by_mayor")


def deliver(apps, schema_editor):
    threshold = apps.get_model("municipality", "Threshold")
    if not threshold.objects.exists():
        return
    for fields in reference.read("thresholds"):
        if fields["code"] in CODES:
            threshold.objects.get_or_create(code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0021_emblem_first_day_returns")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
