"""Rows of a sheet of figures while somebody decides, and the tables that are read from sheets besides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0016_found_by_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="what it counts and where")),
                ("cells", models.JSONField(blank=True, default=dict, verbose_name="cells of the row")),
                ("errors", models.JSONField(blank=True, default=list, verbose_name="what is wrong")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("same", "the same"),
                            ("failed", "with errors"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "met",
                    models.BigIntegerField(blank=True, null=True, verbose_name="key of the figure that stands there"),
                ),
                (
                    "definition_key",
                    models.BigIntegerField(blank=True, null=True, verbose_name="key of what is counted"),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to (or the reference day)")),
                (
                    "unit_key",
                    models.BigIntegerField(blank=True, null=True, verbose_name="key of the administrative unit"),
                ),
                ("sex", models.CharField(blank=True, max_length=5, null=True, verbose_name="sex")),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="age from")),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="age to")),
                ("group_key", models.BigIntegerField(blank=True, null=True, verbose_name="key of the group")),
                ("source", models.CharField(blank=True, max_length=300, null=True, verbose_name="source")),
                ("method", models.CharField(blank=True, max_length=12, null=True, verbose_name="method")),
                ("quality", models.CharField(blank=True, max_length=1, null=True, verbose_name="quality")),
            ],
            options={
                "verbose_name": "staged figure",
                "verbose_name_plural": "staged figures",
                "ordering": ["number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="sheetimport",
            name="sheet_import_known",
        ),
        migrations.AlterField(
            model_name="sheetimport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("needs", "needs"),
                    ("services", "services"),
                    ("figures", "figures"),
                    ("providers", "providers of services"),
                    ("units", "units and their census"),
                    ("staff", "staff by ratio"),
                ],
                max_length=10,
                verbose_name="table",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["needs", "services", "figures", "providers", "units", "staff"]),
                    ("state__in", ["read", "taken", "discarded", "undone"]),
                ),
                name="sheet_import_known",
                violation_error_message="This table or state of an import does not exist.",
            ),
        ),
        migrations.AddField(
            model_name="stagedfigure",
            name="sheet_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="staged",
                to="assessments.sheetimport",
                verbose_name="import of a sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedfigure",
            constraint=models.UniqueConstraint(
                fields=("sheet_import", "number"),
                name="staged_figure_once_per_row",
                violation_error_message="A row of a sheet is staged once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["new", "changed", "same", "failed"])),
                name="staged_figure_outcome_known",
                violation_error_message="This outcome of a row does not exist.",
            ),
        ),
    ]
