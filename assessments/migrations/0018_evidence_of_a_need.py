"""The kinds of evidence that a need rests on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0017_staged_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="by_comparison",
            field=models.BooleanField(default=False, verbose_name="comparison with other places shows it"),
        ),
        migrations.AddField(
            model_name="need",
            name="by_norm",
            field=models.BooleanField(default=False, verbose_name="a norm or standard says so"),
        ),
        migrations.AddField(
            model_name="need",
            name="by_records",
            field=models.BooleanField(default=False, verbose_name="records and requests show it"),
        ),
        migrations.AddField(
            model_name="need",
            name="by_voices",
            field=models.BooleanField(default=False, verbose_name="people said so"),
        ),
    ]
