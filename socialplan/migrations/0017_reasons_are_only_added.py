"""Why a warning was kept stays written."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER findingacceptance_only_added BEFORE UPDATE OR DELETE ON socialplan_findingacceptance
    FOR EACH ROW EXECUTE FUNCTION socialplan_refuse_change();
CREATE TRIGGER findingacceptance_no_truncate BEFORE TRUNCATE ON socialplan_findingacceptance
    FOR EACH STATEMENT EXECUTE FUNCTION socialplan_refuse_truncate();
"""
BACK = """
DROP TRIGGER findingacceptance_only_added ON socialplan_findingacceptance;
DROP TRIGGER findingacceptance_no_truncate ON socialplan_findingacceptance;
"""


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0016_what_is_missing")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
