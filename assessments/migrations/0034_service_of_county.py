"""Whether a service is of the county, and what an edition found kept of it; which are is said by the next migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0033_files_of_open_data")]

    operations = [
        migrations.AddField(
            model_name="assessedservice",
            name="places_kept",
            field=models.PositiveIntegerField(null=True, verbose_name="of these kept for this municipality"),
        ),
        migrations.AddField(
            model_name="service",
            name="is_of_county",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="It serves other municipalities too; only the places kept for this one are counted here.",
                verbose_name="service of the county",
            ),
        ),
        migrations.AlterField(
            model_name="service",
            name="places_kept",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Of a service of the county, and only of one: how many of its places, 0 if none.",
                null=True,
                verbose_name="of these kept for this municipality",
            ),
        ),
    ]
