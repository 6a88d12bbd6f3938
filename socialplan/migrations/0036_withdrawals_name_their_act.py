"""A withdrawal names its act by kind and number, so that a new kind of act needs no column of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0036_functions_trust_no_temporary_table")]

    operations = [
        migrations.AddField(
            model_name="actwithdrawal",
            name="kind",
            field=models.CharField(max_length=30, null=True, verbose_name="kind of act"),
        ),
        migrations.AddField(
            model_name="actwithdrawal",
            name="act_id",
            field=models.BigIntegerField(null=True, verbose_name="number of the act"),
        ),
    ]
