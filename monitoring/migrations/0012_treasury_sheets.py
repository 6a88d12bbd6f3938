import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# A sheet is kept as it came: the next one is a sheet of its own.
TABLES = ("monitoring_treasurysheet", "monitoring_treasuryline")
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


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0011_changed_targets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "label",
                    models.CharField(max_length=200, unique=True, verbose_name="programme, as the sheet writes it"),
                ),
                ("programme", models.CharField(blank=True, max_length=8, verbose_name="budget programme of the plan")),
                ("is_outside", models.BooleanField(default=False, verbose_name="outside the plan")),
            ],
            options={
                "verbose_name": "mapping of a programme",
                "verbose_name_plural": "mappings of programmes",
                "ordering": ("label",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_outside", True), ("programme", "")),
                            models.Q(("is_outside", False), models.Q(("programme", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="programme_mapping_is_one_of_both",
                        violation_error_message="Choose a programme of the plan, or “outside the plan”.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TreasurySheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what the sheet is called")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what was read (SHA-256)")),
                (
                    "stated_total",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="spent in all, as the sheet itself says (ALL)"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="treasury_sheets",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet of the finance office",
                "verbose_name_plural": "sheets of the finance office",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="TreasuryLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="row of the sheet")),
                ("label", models.CharField(max_length=200, verbose_name="programme, as the sheet writes it")),
                ("initial", models.PositiveBigIntegerField(default=0, verbose_name="first budget (ALL)")),
                ("allocated", models.PositiveBigIntegerField(default=0, verbose_name="allocated now (ALL)")),
                ("committed", models.PositiveBigIntegerField(default=0, verbose_name="committed (ALL)")),
                ("spent", models.PositiveBigIntegerField(default=0, verbose_name="spent (ALL)")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="monitoring.treasurysheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the finance office's sheet",
                "verbose_name_plural": "lines of the finance office's sheet",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="treasury_line_once_per_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allocated__lte", 1000000000000),
                            ("committed__lte", 1000000000000),
                            ("initial__lte", 1000000000000),
                            ("spent__lte", 1000000000000),
                        ),
                        name="treasury_line_amounts_plausible",
                        violation_error_message="An amount above one thousand billion lek cannot be right.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
