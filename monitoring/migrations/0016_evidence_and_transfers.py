import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from operations.database.fixed import PART, Fixed, fix

# Both are facts: rows are only added.
TABLES = ("monitoring_valueevidence", "monitoring_budgettransfer")
KEPT = "".join(
    f"""
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""
    for table in TABLES
)
LET_GO = "".join(
    f"DROP TRIGGER refuse_change ON {table}; DROP TRIGGER refuse_truncate ON {table};" for table in TABLES
)
CLOSED = (
    "EXISTS (SELECT 1 FROM monitoring_yearlyreport r WHERE r.period_id = kept.period_id AND r.figures IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM monitoring_yearlyreport n WHERE n.period_id = r.period_id"
    " AND n.revision > r.revision))"
    " OR EXISTS (SELECT 1 FROM monitoring_period p WHERE p.id = kept.period_id AND p.lock_reason <> '')"
)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("content", "0006_found_by_search"),
        ("monitoring", "0015_parts_asked_for_by_rows"),
        ("operations", "0011_news"),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount moved (ALL)")),
                ("happened_on", models.DateField(verbose_name="date of the decision")),
                (
                    "document",
                    models.CharField(
                        help_text="Number and date of the decision or order that moved it.",
                        max_length=200,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="why it was moved")),
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
                "verbose_name": "transfer of the budget",
                "verbose_name_plural": "transfers of the budget",
                "ordering": ("happened_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ValueEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of the file (SHA-256)")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
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
                "verbose_name": "evidence of a value",
                "verbose_name_plural": "evidence of values",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="budgettransfer",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="budgettransfer",
            name="from_measure",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: money for what the plan does not hold.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.measure",
                verbose_name="from the measure",
            ),
        ),
        migrations.AddField(
            model_name="budgettransfer",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="monitoring.period"
            ),
        ),
        migrations.AddField(
            model_name="budgettransfer",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.fundingsource",
                verbose_name="funding source",
            ),
        ),
        migrations.AddField(
            model_name="budgettransfer",
            name="to_measure",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: money for what the plan does not hold.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.measure",
                verbose_name="to the measure",
            ),
        ),
        migrations.AddField(
            model_name="valueevidence",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="valueevidence",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="operations.storedfile",
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            model_name="valueevidence",
            name="value",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="monitoring.indicatorvalue"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgettransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000)),
                name="budget_transfer_amount_plausible",
                violation_error_message="At least one lek is moved, and never above one thousand billion.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgettransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_measure__isnull", True), ("to_measure__isnull", False)),
                    models.Q(("from_measure__isnull", False), ("to_measure__isnull", True)),
                    models.Q(
                        ("from_measure__isnull", False),
                        ("to_measure__isnull", False),
                        models.Q(("from_measure", models.F("to_measure")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="budget_transfer_between_two",
                violation_error_message="Choose two different measures, or leave one of both empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgettransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("document", ""), _negated=True)),
                name="budget_transfer_explained",
                violation_error_message="Say why it was moved, and by which decision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="valueevidence",
            constraint=models.UniqueConstraint(
                fields=("value", "sha256"),
                name="value_evidence_once_per_file",
                violation_error_message="This file is already among the evidence of the value.",
            ),
        ),
        migrations.RunSQL(KEPT, LET_GO),
        fix(Fixed("monitoring_budgettransfer", "transfer_reported", CLOSED, (), "INSERT", PART)),
    ]
