"""“Already covered” points at its place from now on; answers of before, which nobody can replace, are spared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0039_body_outside_competence")]

    operations = [
        migrations.AddField(
            model_name="disposition",
            name="is_before_places",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AlterField(
            model_name="disposition",
            name="is_before_places",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
