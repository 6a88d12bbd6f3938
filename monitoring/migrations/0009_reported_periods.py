from django.db import migrations

from operations.database.fixed import PART, Fixed, fix

REPORTED = (
    "EXISTS (SELECT 1 FROM monitoring_yearlyreport r WHERE r.period_id = kept.{key} AND r.figures IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM monitoring_yearlyreport n WHERE n.period_id = r.period_id"
    " AND n.revision > r.revision))"
)
CLOSED = (
    REPORTED.format(key="period_id")
    + " OR EXISTS (SELECT 1 FROM monitoring_period p WHERE p.id = kept.period_id AND p.lock_reason <> '')"
)
ALWAYS = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0008_guard_whole_value"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed("monitoring_measureprogress", "progress_reported", CLOSED, ("updated_at",), ALWAYS, PART),
            Fixed("monitoring_budgetexecution", "spending_reported", CLOSED, ("updated_at",), ALWAYS, PART),
            Fixed("monitoring_beneficiarycount", "beneficiaries_reported", CLOSED, ("updated_at",), ALWAYS, PART),
            Fixed("monitoring_indicatorvalue", "values_reported", CLOSED, (), "INSERT", PART),
            Fixed(
                "monitoring_period",
                "period_reported",
                REPORTED.format(key="id"),
                ("lock_reason", "updated_at"),
            ),
            Fixed("monitoring_reportfile", "report_file_asked", free=("updated_at",)),
        ),
    ]
