from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operations", "0006_grid_edits")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "bucket",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="hash of what is counted"
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="number of failures")),
                ("since", models.DateTimeField(verbose_name="counted since")),
            ],
            options={"verbose_name": "failed attempts", "verbose_name_plural": "failed attempts"},
        ),
    ]
