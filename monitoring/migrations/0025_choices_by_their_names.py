from typing import Any

from django.db import migrations


def make_anew(apps: Any, editor: Any) -> None:
    """What a dashboard offers to choose from is stored by its words, which had codes before them."""
    apps.get_model("monitoring", "PeriodRollUp").objects.filter(is_stale=False).update(is_stale=True)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0024_parts_that_every_measure_owes")]

    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
