"""An installation that has its rules gets the limits of intake."""

from django.db import migrations

from municipality import reference

CODES = ("intake_unproved", "intake_altogether", "intake_of_one_page")


def deliver(apps, schema_editor):
    threshold = apps.get_model("municipality", "Threshold")
    if not threshold.objects.exists():
        return
    for fields in reference.read("thresholds"):
        if fields["code"] in CODES:
            threshold.objects.get_or_create(code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0019_limits_of_intake")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
