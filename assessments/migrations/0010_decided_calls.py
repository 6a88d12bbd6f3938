from django.db import migrations

from operations.database.fixed import PART, Fixed, fix

DECIDED = "EXISTS (SELECT 1 FROM assessments_fundcall c WHERE c.id = kept.call_id AND c.outcome <> '')"
COSTING_DECIDED = (
    "EXISTS (SELECT 1 FROM assessments_fundcosting f JOIN assessments_fundcall c ON c.id = f.call_id"
    " WHERE f.id = kept.costing_id AND c.outcome <> '')"
)
ALWAYS = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0009_sheet_imports"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed("assessments_fundcall", "call_decided", "kept.outcome <> ''", ("updated_at",)),
            Fixed("assessments_fundshare", "share_decided", DECIDED, ("updated_at",), ALWAYS, PART),
            Fixed("assessments_fundcriterion", "criterion_decided", DECIDED, ("updated_at",), ALWAYS, PART),
            Fixed("assessments_fundattachment", "attachment_decided", DECIDED, ("updated_at",), ALWAYS, PART),
            Fixed("assessments_fundcosting", "costing_decided", DECIDED, ("updated_at",), ALWAYS, PART),
            Fixed("assessments_fundpost", "post_decided", COSTING_DECIDED, ("updated_at",), ALWAYS, PART),
        ),
    ]
