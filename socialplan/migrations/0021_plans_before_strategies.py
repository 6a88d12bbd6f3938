from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0020_edits_to_take_back")]

    operations = [
        migrations.AlterModelOptions(
            name="plan",
            options={
                "ordering": ("-first_year", "-kind", "pk"),
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
            },
        ),
    ]
