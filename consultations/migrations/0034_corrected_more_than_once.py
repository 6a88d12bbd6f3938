import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0033_scan_of_a_paper")]

    operations = [
        migrations.AlterField(
            model_name="dangercorrection",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="consultations.dangersettlement",
            ),
        ),
    ]
