import django.db.models.deletion
from django.db import migrations, models

from operations.database.fixed import PART, Fixed, fix

# An installation that has its kinds of periods already gets the checks as well.
FILL = """
INSERT INTO monitoring_checkrule (
    code, empty, "limit", "window", severity, is_active, source, source_mark, checked_by, created_at, updated_at
) SELECT code, 'skip', percent, 1, 'warning', true, 'Zgjedhje e bashkisë', 'design', '', now(), now()
  FROM (VALUES ('spent', 0), ('committed', 0), ('users', 0), ('part', 0), ('jump', 50)) AS delivered (code, percent)
 WHERE EXISTS (SELECT 1 FROM monitoring_periodkind);
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
        ("monitoring", "0012_treasury_sheets"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckRule",
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
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("spent", "spent ≤ committed"),
                            ("committed", "committed ≤ allocated"),
                            ("users", "users ≤ places"),
                            ("part", "part ≤ whole"),
                            ("jump", "jump against an earlier period"),
                        ],
                        editable=False,
                        max_length=30,
                        unique=True,
                        verbose_name="check",
                    ),
                ),
                (
                    "empty",
                    models.CharField(
                        choices=[("skip", "is left out"), ("zero", "counts as 0")],
                        default="skip",
                        max_length=8,
                        verbose_name="an empty operand",
                    ),
                ),
                (
                    "limit",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Up to so much beyond is not told of.", verbose_name="limit (percent)"
                    ),
                ),
                (
                    "window",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Only for the jump against earlier periods.",
                        verbose_name="looks back (periods)",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("warning", "warns"), ("stop", "stops the report until a reason stands there")],
                        default="warning",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "cross-check",
                "verbose_name_plural": "cross-checks",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__in", ["spent", "committed", "users", "part", "jump"]),
                            ("empty__in", ["skip", "zero"]),
                            ("severity__in", ["warning", "stop"]),
                        ),
                        name="check_rule_choices_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit__lte", 1000), ("window__gte", 1), ("window__lte", 12)),
                        name="check_rule_window_plausible",
                        violation_error_message="A check looks back 1 to 12 periods, and its limit is at most 1000 percent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("spent", "spent ≤ committed"),
                            ("committed", "committed ≤ allocated"),
                            ("users", "users ≤ places"),
                            ("part", "part ≤ whole"),
                            ("jump", "jump against an earlier period"),
                        ],
                        max_length=30,
                        verbose_name="check",
                    ),
                ),
                ("subject", models.CharField(max_length=80, verbose_name="key of the entry")),
                ("label", models.CharField(max_length=320, verbose_name="entry")),
                ("reason", models.CharField(max_length=1000, verbose_name="why it stays")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_warnings",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept warning",
                "verbose_name_plural": "kept warnings",
                "ordering": ("code", "label"),
                "constraints": [
                    models.UniqueConstraint(fields=("period", "code", "subject"), name="kept_warning_once_per_entry"),
                    models.CheckConstraint(
                        condition=models.Q(("code__in", ["spent", "committed", "users", "part", "jump"])),
                        name="kept_warning_code_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="kept_warning_explained",
                        violation_error_message="Say why the entry stays as it is.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        fix(Fixed("monitoring_keptwarning", "kept_warning_reported", CLOSED, ("updated_at",), ALWAYS, PART)),
    ]
