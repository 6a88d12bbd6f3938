from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0015_little_of_the_search_unsorted"),
    ]

    operations = [
        migrations.AddField(
            model_name="sentform",
            name="shown",
            field=models.TextField(blank=True, db_default="", verbose_name="digests of the row that its page began"),
        ),
    ]
