from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipality", "0009_project_of_its_own"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="eu_emblem",
            field=models.BooleanField(default=False, verbose_name="show the emblem of the European Union"),
        ),
    ]
