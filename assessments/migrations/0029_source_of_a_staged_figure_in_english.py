"""A sheet of figures carries the English wording of a source, and it comes back by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0028_roll_up_in_the_making"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagedfigure",
            name="source_en",
            field=models.CharField(blank=True, max_length=300, null=True, verbose_name="source (English)"),
        ),
    ]
