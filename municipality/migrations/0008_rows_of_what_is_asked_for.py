"""An installation that has its rules gets the rows on what is asked for, and the terms of keeping."""

from django.db import migrations

from municipality import reference

TERMS = ("keep_contacts", "keep_messages", "keep_login_traces")


def deliver(apps, schema_editor):
    if not apps.get_model("municipality", "DeadlineRule").objects.exists():
        return
    asked, threshold = (apps.get_model("municipality", name) for name in ("Asked", "Threshold"))
    for fields in reference.read("asked"):
        asked.objects.get_or_create(code=fields["code"], defaults=fields)
    for fields in reference.read("thresholds"):
        if fields["code"] in TERMS:
            threshold.objects.get_or_create(code=fields["code"], defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0007_what_is_asked_for")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
