from django.db import migrations, models

KINDS = [("plan", "social plan"), ("monitoring_strategy", "monitoring strategy")]


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0028_open_places")]

    operations = [
        migrations.AddField(
            model_name="documenttemplate",
            name="document",
            field=models.CharField(
                choices=KINDS, db_default="plan", default="plan", max_length=24, verbose_name="document"
            ),
        ),
        migrations.AlterModelOptions(
            name="documenttemplate",
            options={
                "ordering": ("-document", "kind", "-language"),
                "verbose_name": "text of an official paper",
                "verbose_name_plural": "texts of official papers",
            },
        ),
        migrations.RemoveConstraint(model_name="documenttemplate", name="documenttemplate_once_per_language"),
        migrations.AddConstraint(
            model_name="documenttemplate",
            constraint=models.UniqueConstraint(
                fields=("document", "kind", "language"), name="documenttemplate_once_per_document_and_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="documenttemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__in", ["plan", "monitoring_strategy"])),
                name="documenttemplate_document_known",
            ),
        ),
    ]
