"""The columns of single kinds go; kind and number are asked for, and name an act once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0038_guards_of_withdrawals_by_kind")]

    operations = [
        migrations.RemoveConstraint(model_name="actwithdrawal", name="actwithdrawal_of_one_act"),
        migrations.RemoveField(model_name="actwithdrawal", name="opinion"),
        migrations.RemoveField(model_name="actwithdrawal", name="committee_opinion"),
        migrations.RemoveField(model_name="actwithdrawal", name="prefect_opinion"),
        migrations.RemoveField(model_name="actwithdrawal", name="publication"),
        migrations.RemoveField(model_name="actwithdrawal", name="session"),
        migrations.RemoveField(model_name="actwithdrawal", name="deposit"),
        migrations.RemoveField(model_name="actwithdrawal", name="registration"),
        migrations.RemoveField(model_name="actwithdrawal", name="mayor_order"),
        migrations.RemoveField(model_name="actwithdrawal", name="dispatch"),
        migrations.RemoveField(model_name="actwithdrawal", name="receipt"),
        migrations.RemoveField(model_name="actwithdrawal", name="complaint"),
        migrations.RemoveField(model_name="actwithdrawal", name="outcome"),
        migrations.AlterField(
            model_name="actwithdrawal",
            name="kind",
            field=models.CharField(max_length=30, verbose_name="kind of act"),
        ),
        migrations.AlterField(
            model_name="actwithdrawal",
            name="act_id",
            field=models.BigIntegerField(verbose_name="number of the act"),
        ),
        migrations.AddConstraint(
            model_name="actwithdrawal",
            constraint=models.UniqueConstraint(fields=("kind", "act_id"), name="actwithdrawal_once_per_act"),
        ),
    ]
