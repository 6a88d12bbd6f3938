import django.db.models.deletion
from django.db import migrations, models

from operations.database.fixed import PART, Fixed, fix

CLOSED = (
    "EXISTS (SELECT 1 FROM monitoring_yearlyreport r WHERE r.period_id = kept.period_id AND r.figures IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM monitoring_yearlyreport n WHERE n.period_id = r.period_id"
    " AND n.revision > r.revision))"
    " OR EXISTS (SELECT 1 FROM monitoring_period p WHERE p.id = kept.period_id AND p.lock_reason <> '')"
)
TIMES = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
WATCH = "".join(
    f"CREATE TRIGGER note_stale_{time} AFTER {time.upper()} ON monitoring_measurereach"
    f" REFERENCING {which} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION monitoring_note_stale('period');\n"
    for time, which in TIMES.items()
)
LEAVE = "".join(f"DROP TRIGGER note_stale_{time} ON monitoring_measurereach;\n" for time in TIMES)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0006_found_by_search"),
        ("monitoring", "0019_roll_up_waits_for_writers"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureReach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("dimension", models.CharField(default="all", max_length=20, verbose_name="dimension")),
                ("part", models.CharField(default="all", max_length=61, verbose_name="part")),
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
                ("persons", models.PositiveIntegerField(blank=True, null=True, verbose_name="persons reached")),
                (
                    "is_unique",
                    models.BooleanField(
                        default=True,
                        help_text="Without it some may be counted more than once, as in visits.",
                        verbose_name="each person is counted once",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reach",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_reach",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "persons reached by a measure",
                "verbose_name_plural": "persons reached by measures",
                "ordering": ("measure__code", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "measure", "dimension", "part"), name="measure_reach_once_per_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dimension", ""), _negated=True),
                            models.Q(("part", ""), _negated=True),
                            ("standing__in", ["measured", "not_collected", "not_applicable"]),
                        ),
                        name="measure_reach_choices_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("persons__isnull", False), ("standing", "measured")),
                            models.Q(
                                models.Q(("standing", "measured"), _negated=True),
                                ("dimension", "all"),
                                ("persons", None),
                            ),
                            _connector="OR",
                        ),
                        name="measure_reach_persons_where_measured",
                        violation_error_message="A measured value has a figure, one not collected or not applicable has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("persons", None), ("persons__lte", 1000000), _connector="OR"),
                        name="measure_reach_plausible",
                        violation_error_message="No measure reaches more than a million persons.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "not_collected"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_reach_not_collected_explained",
                        violation_error_message="Say in the note why the value was not collected.",
                    ),
                ],
            },
        ),
        fix(
            Fixed(
                "monitoring_measurereach",
                "reach_reported",
                CLOSED,
                ("updated_at",),
                "INSERT OR UPDATE OR DELETE",
                PART,
            )
        ),
        migrations.RunSQL(WATCH, LEAVE),
    ]
