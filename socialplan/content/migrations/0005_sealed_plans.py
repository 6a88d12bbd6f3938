from django.db import migrations

from operations.database.fixed import Fixed, fix

HAS_SEAL = (
    "EXISTS (SELECT 1 FROM content_seal s JOIN content_planversion v ON v.id = s.version_id WHERE v.plan_id = kept.id)"
)


class Migration(migrations.Migration):
    dependencies = [("content", "0004_editable_lists"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed("content_plan", "plan_sealed", HAS_SEAL, ("follows_id", "updated_at")),
            Fixed("content_planversion", "version_opened", free=("state", "updated_at"), at="UPDATE"),
        ),
    ]
