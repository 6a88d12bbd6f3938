"""An installation that has its rules gets the row on the notice of a public meeting."""

from django.db import migrations

from municipality import reference

CODE = "public_meeting"


def deliver(apps, schema_editor):
    rules = apps.get_model("municipality", "DeadlineRule")
    if not rules.objects.exists():
        return
    for fields in reference.read("deadlines"):
        if fields["code"] == CODE:
            rules.objects.get_or_create(code=CODE, defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0015_notice_of_a_public_meeting")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
