"""An installation that has its rules gets the terms of requests and incidents."""

from django.db import migrations

from municipality import reference

CODES = ("request_days", "incident_hours")


def deliver(apps, schema_editor):
    threshold = apps.get_model("municipality", "Threshold")
    if not threshold.objects.exists():
        return
    for fields in reference.read("thresholds"):
        if fields["code"] in CODES:
            threshold.objects.get_or_create(code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0017_terms_of_the_privacy_desk")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
