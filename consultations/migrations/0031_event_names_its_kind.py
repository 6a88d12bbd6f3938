"""The kind of an event is a row; the column keeps its name and its codes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0030_kinds_of_events")]

    operations = [
        migrations.AlterField(
            model_name="consultationevent",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="consultations.eventkind",
                to_field="code",
                verbose_name="kind",
            ),
        ),
    ]
