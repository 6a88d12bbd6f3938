from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipality", "0010_emblem_of_the_union"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="contact_address",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Street and town; anybody may read it.",
                max_length=200,
                verbose_name="address for letters",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="municipality",
            name="contact_email",
            field=models.EmailField(
                blank=True,
                default="",
                help_text="Of an office, not of a person; anybody may read it.",
                max_length=254,
                verbose_name="e-mail for questions",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="municipality",
            name="contact_phone",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of an office; anybody may read it.",
                max_length=40,
                verbose_name="telephone for questions",
            ),
            preserve_default=False,
        ),
    ]
