from django.db import migrations, models


class Migration(migrations.Migration):
    """A requested file says of which kind it is, and of what state and content of the version it was made."""

    dependencies = [("socialplan", "0006_rows_take_their_places")]

    operations = [
        migrations.AlterModelOptions(
            name="planreport",
            options={
                "ordering": ("-pk",),
                "verbose_name": "requested file of a plan",
                "verbose_name_plural": "requested files of plans",
            },
        ),
        migrations.AddField(
            model_name="planreport",
            name="kind",
            field=models.CharField(default="plan_pdf", max_length=40, verbose_name="kind"),
        ),
        migrations.AddField(
            model_name="planreport",
            name="state",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="state of the version when it was asked for"
            ),
        ),
        migrations.AddField(
            model_name="planreport",
            name="content_sha256",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="content hash"),
        ),
        migrations.AddIndex(
            model_name="planreport",
            index=models.Index(fields=["version", "kind", "language", "-id"], name="planreport_newest"),
        ),
    ]
