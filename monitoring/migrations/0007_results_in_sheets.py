import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_assessment_follows"),
        ("content", "0004_editable_lists"),
        ("monitoring", "0006_report_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="budgetexecution",
            name="budget_execution_amounts_plausible",
        ),
        migrations.AddField(
            model_name="budgetexecution",
            name="initial",
            field=models.PositiveBigIntegerField(
                default=0,
                help_text="As the council first adopted the budget.",
                verbose_name="allocated in the first budget (ALL)",
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="denominator",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="denominator"
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="numerator",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="numerator"
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="standing",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="budgetexecution",
            name="measure",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: money for what the plan does not hold.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budget_executions",
                to="content.measure",
                verbose_name="measure",
            ),
        ),
        migrations.AlterField(
            model_name="indicatorvalue",
            name="amount",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="value"),
        ),
        migrations.AddConstraint(
            model_name="beneficiarycount",
            constraint=models.CheckConstraint(
                condition=models.Q(("men__lte", 1000000), ("undeclared__lte", 1000000), ("women__lte", 1000000)),
                name="beneficiary_count_plausible",
                violation_error_message="No municipality reaches more than a million persons of one group.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetexecution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("measure", None)),
                fields=("period", "source"),
                name="budget_execution_once_outside_the_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetexecution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allocated__lte", 1000000000000),
                    ("committed__lte", 1000000000000),
                    ("initial__lte", 1000000000000),
                    ("spent__lte", 1000000000000),
                ),
                name="budget_execution_amounts_plausible",
                violation_error_message="An amount above one thousand billion lek cannot be right.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["measured", "not_collected", "not_applicable"])),
                name="indicator_value_standing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("standing", "measured"),
                        models.Q(
                            ("amount__isnull", False),
                            ("numerator__isnull", False),
                            ("denominator__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("standing", "measured"), _negated=True),
                        ("amount", None),
                        ("denominator", None),
                        ("numerator", None),
                    ),
                    _connector="OR",
                ),
                name="indicator_value_amount_where_measured",
                violation_error_message="A measured value has a figure, one not collected or not applicable has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "not_collected"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="indicator_value_not_collected_explained",
                violation_error_message="Say in the note why the value was not collected.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator", None), ("numerator", None)),
                    models.Q(("denominator__gt", 0), ("numerator__gte", 0)),
                    models.Q(("denominator__gte", 0), ("numerator__isnull", True)),
                    models.Q(("denominator__isnull", True), ("numerator__gte", 0)),
                    _connector="OR",
                ),
                name="indicator_value_ratio_whole",
                violation_error_message="A share needs a denominator above 0.",
            ),
        ),
        migrations.AlterField(
            "indicatorvalue", "source", models.CharField(blank=True, max_length=300, verbose_name="source")
        ),
    ]
