import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

# Every period so far becomes a yearly one; of two that overlap, the later gets a kind of its own, to be put right.
FILL = """
INSERT INTO monitoring_periodkind (
    code, name_sq, name_en, months, days_to_hand_in, is_active, source, source_mark, checked_by, created_at, updated_at
) SELECT code, name_sq, name_en, months, days, true, 'Zgjedhje e bashkisë', 'design', '', now(), now()
  FROM (VALUES ('yearly', 'vjetore', 'yearly', 12, 31), ('half-yearly', 'gjashtëmujore', 'half-yearly', 6, 20))
       AS delivered (code, name_sq, name_en, months, days)
 WHERE EXISTS (SELECT 1 FROM municipality_municipality) OR EXISTS (SELECT 1 FROM monitoring_period);
UPDATE monitoring_period p SET due_on = cut_off_on,
    plan_id = (SELECT plan_id FROM content_planversion v WHERE v.id = p.version_id),
    kind_id = (SELECT id FROM monitoring_periodkind WHERE code = 'yearly');
INSERT INTO monitoring_periodkind (
    code, name_sq, name_en, months, days_to_hand_in, is_active, source, source_mark, checked_by, created_at, updated_at
) SELECT 'more-' || p.id, 'tjetër ' || p.id, 'other ' || p.id, 12, 31, false, 'Periudhë e mbivendosur', 'design', '',
         now(), now()
  FROM monitoring_period p WHERE EXISTS (
    SELECT 1 FROM monitoring_period o WHERE o.id < p.id AND o.plan_id = p.plan_id
       AND daterange(o.starts_on, o.ends_on, '[]') && daterange(p.starts_on, p.ends_on, '[]'));
UPDATE monitoring_period p SET kind_id = k.id FROM monitoring_periodkind k WHERE k.code = 'more-' || p.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


def plan(**options):
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="periods",
        to="content.plan",
        verbose_name="plan",
        **options,
    )


def kind(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="periods",
        to="monitoring.periodkind",
        verbose_name="kind",
        **options,
    )


def due_on(**options):
    return models.DateField(
        blank=True,
        help_text="The offices hand in until the end of this day; empty: as its kind says, and not after the cut-off.",
        verbose_name="results due on",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_editable_lists"),
        ("monitoring", "0003_one_list_of_addressees"),
        ("municipality", "0010_emblem_of_the_union"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("found", "read in the source"),
                            ("unverified", "general knowledge, to be checked by a lawyer"),
                            ("design", "choice of the municipality"),
                        ],
                        default="unverified",
                        max_length=12,
                        verbose_name="how sure",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        blank=True,
                        help_text="The office that checked it, not a person.",
                        max_length=200,
                        verbose_name="checked by (office)",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=100, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=100, verbose_name="name (English)")),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        help_text="A shorter period is marked as partial.", verbose_name="months of a whole period"
                    ),
                ),
                (
                    "days_to_hand_in",
                    models.PositiveSmallIntegerField(
                        help_text="So many days after the last day of a period its results are due.",
                        verbose_name="days to hand in",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "kind of period",
                "verbose_name_plural": "kinds of periods",
                "ordering": ("-months", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="period",
            name="period_once_per_version",
        ),
        migrations.AddField("period", "due_on", due_on(null=True)),
        migrations.AddField(
            model_name="period",
            name="lock_reason",
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name="why it is locked"),
        ),
        migrations.AddField("period", "plan", plan(null=True)),
        migrations.AddConstraint(
            model_name="periodkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1), ("months__lte", 120)),
                name="period_kind_months_plausible",
                violation_error_message="A period lasts between one month and ten years.",
            ),
        ),
        migrations.AddConstraint(
            model_name="periodkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_to_hand_in__lte", 366)),
                name="period_kind_days_plausible",
                violation_error_message="Results are due within a year after the period.",
            ),
        ),
        migrations.AddField("period", "kind", kind(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("period", "due_on", due_on()),
        migrations.AlterField("period", "plan", plan()),
        migrations.AlterField("period", "kind", kind()),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cut_off_on__lte", datetime.date(2110, 12, 31)), ("starts_on__gte", datetime.date(2000, 1, 1))
                ),
                name="period_days_plausible",
                violation_error_message="The days of a period lie between the years 2000 and 2110.",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("ends_on")), ("due_on__lte", models.F("cut_off_on"))),
                name="period_due_from_its_end_to_cut_off",
                violation_error_message="Results are due between the last day of the period and the cut-off date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            "plan",
                            "plan",
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "kind",
                            "kind",
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "starts_on",
                            "ends_on",
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="period_apart_within_a_kind",
                violation_error_message="On some of these days the plan already has a period of this kind.",
            ),
        ),
    ]
