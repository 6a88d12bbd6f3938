import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from operations.database.fixed import PART, Fixed, fix

# What was handed in stays as it was: a row is only added.
KEPT = """
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON monitoring_officehandin
    FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON monitoring_officehandin
    FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""
LET_GO = """
DROP TRIGGER refuse_change ON monitoring_officehandin;
DROP TRIGGER refuse_truncate ON monitoring_officehandin;
"""
CLOSED = (
    "EXISTS (SELECT 1 FROM monitoring_yearlyreport r WHERE r.period_id = kept.period_id AND r.figures IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM monitoring_yearlyreport n WHERE n.period_id = r.period_id"
    " AND n.revision > r.revision))"
    " OR EXISTS (SELECT 1 FROM monitoring_period p WHERE p.id = kept.period_id AND p.lock_reason <> '')"
)
ALWAYS = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0005_sealed_plans"),
        ("monitoring", "0009_reported_periods"),
        ("municipality", "0018_rows_of_the_privacy_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeHandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="was due on")),
                ("happened_on", models.DateField(verbose_name="handed in on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
            ],
            options={
                "verbose_name": "handing in of an office",
                "verbose_name_plural": "handings in of offices",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="UnreportedMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("reason", models.CharField(max_length=500, verbose_name="why there is no entry")),
            ],
            options={
                "verbose_name": "measure without entry",
                "verbose_name_plural": "measures without entry",
                "ordering": ("measure__code",),
            },
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="due_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="The day that was set when the value was returned last.",
                null=True,
                verbose_name="due again on",
            ),
        ),
        migrations.AddField(
            model_name="valuestatechange",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="due again on"),
        ),
        migrations.AddConstraint(
            model_name="valuestatechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on", None), ("step", "return"), _connector="OR"),
                name="value_step_due_where_returned",
                violation_error_message="Only a returned value is due again.",
            ),
        ),
        migrations.AddField(
            model_name="officehandin",
            name="handed_in_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="officehandin",
            name="office",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: what names no office.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="municipality.office",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="officehandin",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hand_ins", to="monitoring.period"
            ),
        ),
        migrations.AddField(
            model_name="unreportedmeasure",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.measure",
                verbose_name="measure",
            ),
        ),
        migrations.AddField(
            model_name="unreportedmeasure",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="unreported_measures", to="monitoring.period"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehandin",
            constraint=models.UniqueConstraint(
                fields=("period", "office"),
                name="hand_in_once_per_office",
                violation_error_message="This office has already handed in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="officehandin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("office", None)),
                fields=("period",),
                name="hand_in_once_without_office",
                violation_error_message="This office has already handed in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreportedmeasure",
            constraint=models.UniqueConstraint(
                fields=("period", "measure"), name="unreported_measure_once_per_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="unreportedmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="unreported_measure_explained",
                violation_error_message="Say why there is no entry.",
            ),
        ),
        migrations.RunSQL(KEPT, LET_GO),
        fix(Fixed("monitoring_unreportedmeasure", "unreported_reported", CLOSED, ("updated_at",), ALWAYS, PART)),
    ]
