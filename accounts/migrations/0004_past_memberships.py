from django.db import migrations

from operations.database.fixed import Fixed, fix


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_guards"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(Fixed("accounts_membership", "membership_past", "kept.revoked_on IS NOT NULL", ("updated_at",))),
    ]
