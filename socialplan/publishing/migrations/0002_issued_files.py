from django.db import migrations

from operations.database.fixed import Fixed, fix


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial"), ("operations", "0008_fixed_rows")]

    operations = [fix(Fixed("publishing_planreport", "plan_file_asked", free=("updated_at",)))]
