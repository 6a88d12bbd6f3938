import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="hash of the form"
                    ),
                ),
                ("answer_url", models.CharField(blank=True, max_length=500, verbose_name="address of the answer")),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="sent at"),
                ),
            ],
            options={"verbose_name": "form sent", "verbose_name_plural": "forms sent"},
        ),
    ]
