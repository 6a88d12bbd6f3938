"""An installation that is set up already gets the definitions that a new one begins with."""

from django.db import migrations

from assessments.figures.catalogue import delivered_definitions


def deliver(apps, schema_editor):
    """Add what is missing where groups in need are there, hence the other rows of reference too."""
    definition = apps.get_model("assessments", "FigureDefinition")
    if apps.get_model("assessments", "TargetGroup").objects.exists():
        known = set(definition.objects.values_list("code", flat=True))
        definition.objects.bulk_create(
            definition(**fields) for fields in delivered_definitions() if fields["code"] not in known
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0014_figures_never_change")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=True)]
