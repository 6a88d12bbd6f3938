"""Where there is exactly one plan, it is the one that the strategies follow; elsewhere people choose."""

from django.db import migrations


def follow(apps, schema_editor):
    plans = apps.get_model("socialplan", "Plan").objects
    only = list(plans.filter(kind="plan").values_list("pk", flat=True)[:2])
    if len(only) == 1:
        plans.filter(kind="monitoring_strategy", follows=None).update(follows=only[0])


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0031_followed_plan")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
