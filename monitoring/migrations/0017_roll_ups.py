import django.db.models.deletion
from django.db import migrations, models

# Whatever a roll-up was worked out from marks it as stale in the same transaction, whoever changed it.
NOTE = """
CREATE FUNCTION monitoring_note_stale() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_ARGV[0] = 'all' THEN
        UPDATE monitoring_periodrollup SET is_stale = true WHERE NOT is_stale;
    ELSIF TG_ARGV[0] = 'plan' THEN
        UPDATE monitoring_periodrollup r SET is_stale = true
          FROM monitoring_period p
         WHERE p.id = r.period_id AND NOT r.is_stale AND p.plan_id IN (SELECT plan_id FROM changed);
    ELSE
        UPDATE monitoring_periodrollup r SET is_stale = true
          FROM monitoring_period p
         WHERE p.id = r.period_id AND NOT r.is_stale
           AND p.plan_id IN (SELECT q.plan_id FROM monitoring_period q
                              WHERE q.id IN (SELECT period_id FROM changed));
    END IF;
    RETURN NULL;
END
$$;
"""
OF_PERIODS = (
    "monitoring_indicatorvalue",
    "monitoring_partvalue",
    "monitoring_measureprogress",
    "monitoring_unreportedmeasure",
    "monitoring_budgetexecution",
    "monitoring_beneficiarycount",
    "monitoring_officehandin",
    "monitoring_yearlyreport",
)
OF_PLANS = ("monitoring_changedtarget", "monitoring_indicatorpassport", "monitoring_period")
OF_ALL = (
    "municipality_threshold",
    "municipality_office",
    "municipality_administrativeunit",
    "assessments_targetgroup",
    "monitoring_reportingfrequency",
    "monitoring_valuedimension",
)
TIMES = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def noting(table: str, scope: str) -> str:
    return "".join(
        f"CREATE TRIGGER note_stale_{time} AFTER {time.upper()} ON {table}"
        + (f" REFERENCING {which} TABLE AS changed" if scope != "all" else "")
        + f" FOR EACH STATEMENT EXECUTE FUNCTION monitoring_note_stale('{scope}');\n"
        for time, which in TIMES.items()
    )


SCOPES = {
    **dict.fromkeys(OF_PERIODS, "period"),
    **dict.fromkeys(OF_PLANS, "plan"),
    **dict.fromkeys(OF_ALL, "all"),
}
WATCH = NOTE + "".join(noting(table, scope) for table, scope in SCOPES.items())
LEAVE = (
    "".join(f"DROP TRIGGER note_stale_{time} ON {table};\n" for table in SCOPES for time in TIMES)
    + "DROP FUNCTION monitoring_note_stale();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("municipality", "0001_initial"),
        ("monitoring", "0016_evidence_and_transfers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodRollUp",
            fields=[
                (
                    "period",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="roll_up",
                        serialize=False,
                        to="monitoring.period",
                    ),
                ),
                ("figures", models.JSONField(verbose_name="figures")),
                ("board", models.JSONField(verbose_name="what a dashboard counts")),
                ("is_stale", models.BooleanField(default=False, verbose_name="something was changed since")),
                ("made_at", models.DateTimeField(auto_now=True, verbose_name="made at")),
            ],
            options={
                "verbose_name": "roll-up of a period",
                "verbose_name_plural": "roll-ups of periods",
            },
        ),
        migrations.RunSQL(WATCH, LEAVE),
    ]
