from django.db import migrations

from operations.database.indexed import Indexed, index


class Migration(migrations.Migration):
    dependencies = [("approval", "0003_editable_lists"), ("operations", "0010_search_entry")]

    operations = [index(Indexed("approval_versionattachment", "paper", ("title",), parent="version_id"))]
