"""Installations founded before recoveries waited get the hours that new ones begin with."""

from django.db import migrations, models

from municipality.enums import ThresholdCode


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    fields = {"value": 24, "source": "Zgjedhje e bashkisë", "source_mark": "design"}
    apps.get_model("municipality", "Threshold").objects.get_or_create(code="recovery_wait", defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0002_reminder_days")]

    operations = [
        migrations.AlterField(
            "threshold",
            "code",
            models.CharField(choices=ThresholdCode.choices, max_length=40, unique=True, verbose_name="threshold"),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
