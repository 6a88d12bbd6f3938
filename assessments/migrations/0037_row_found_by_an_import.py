"""When an import found its row to have been written: whose writing stands again once it is undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0036_county_says_what_is_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="importedrow",
            name="found_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last written before at"),
        ),
    ]
