import django.db.models.deletion
from django.db import migrations, models

from operations.database.fixed import PART, Fixed, fix

CLOSED = (
    "EXISTS (SELECT 1 FROM monitoring_yearlyreport r WHERE r.period_id = kept.period_id AND r.figures IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM monitoring_yearlyreport n WHERE n.period_id = r.period_id"
    " AND n.revision > r.revision))"
    " OR EXISTS (SELECT 1 FROM monitoring_period p WHERE p.id = kept.period_id AND p.lock_reason <> '')"
)
ALWAYS = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0006_found_by_search"),
        ("monitoring", "0013_cross_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "dimension",
                    models.CharField(
                        choices=[("sex", "by sex"), ("age", "by age"), ("unit", "by unit"), ("group", "by group")],
                        max_length=6,
                        verbose_name="dimension",
                    ),
                ),
                ("part", models.CharField(max_length=30, verbose_name="part")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("measured", "measured"),
                            ("not_collected", "not collected"),
                            ("not_applicable", "not applicable"),
                        ],
                        default="measured",
                        max_length=16,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="value"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="content.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="monitoring.period"
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a value",
                "verbose_name_plural": "parts of values",
                "ordering": ("indicator__code", "dimension", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "indicator", "dimension", "part"), name="part_value_once_per_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dimension__in", ["sex", "age", "unit", "group"]),
                            ("standing__in", ["measured", "not_collected", "not_applicable"]),
                        ),
                        name="part_value_choices_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 0), ("standing", "measured")),
                            models.Q(models.Q(("standing", "measured"), _negated=True), ("amount", None)),
                            _connector="OR",
                        ),
                        name="part_value_amount_where_measured",
                        violation_error_message="A measured value has a figure, one not collected or not applicable has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "not_collected"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="part_value_not_collected_explained",
                        violation_error_message="Say in the note why the value was not collected.",
                    ),
                ],
            },
        ),
        fix(Fixed("monitoring_partvalue", "parts_reported", CLOSED, ("updated_at",), ALWAYS, PART)),
    ]
