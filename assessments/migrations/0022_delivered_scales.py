"""The steps that needs were weighed by until now, as rows of every installation."""

from django.db import migrations

from assessments.enums import DELIVERED_STEPS

SOURCE = {"source": "Metodika e vlerësimit të nevojave", "source_mark": "design"}


def deliver(apps, schema_editor):
    step = apps.get_model("assessments", "ScaleStep")
    fields = ("scale", "step", "name_sq", "name_en", "points")
    step.objects.bulk_create(step(**dict(zip(fields, row, strict=True)), **SOURCE) for row in DELIVERED_STEPS)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_scales_as_rows")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
