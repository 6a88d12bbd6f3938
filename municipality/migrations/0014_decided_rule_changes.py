from django.db import migrations

from operations.database.fixed import Fixed, fix


class Migration(migrations.Migration):
    dependencies = [("municipality", "0013_promises_may_be_none"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed(
                "municipality_rulechange",
                "rule_change_decided",
                "kept.confirmed_at IS NOT NULL OR kept.stopped_at IS NOT NULL",
            ),
        ),
    ]
