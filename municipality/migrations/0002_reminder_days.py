"""Installations that were founded before duties were reminded of get the days new ones begin with."""

from django.db import migrations, models

from municipality.enums import ThresholdCode

ROWS = {"reminder_first": 7, "reminder_last": 1}


def add(apps, schema_editor):
    if not apps.get_model("municipality", "Municipality").objects.exists():
        return
    thresholds = apps.get_model("municipality", "Threshold").objects
    for code, days in ROWS.items():
        fields = {"value": days, "source": "Zgjedhje e bashkisë", "source_mark": "design"}
        thresholds.get_or_create(code=code, defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial")]

    operations = [
        migrations.AlterField(
            "threshold",
            "code",
            models.CharField(choices=ThresholdCode.choices, max_length=40, unique=True, verbose_name="threshold"),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
