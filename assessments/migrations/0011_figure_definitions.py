"""What figures count has rows of its own; a correction is a row that names the one it corrects."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_decided_calls")]

    operations = [
        migrations.CreateModel(
            name="FigureDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("population", "population"),
                            ("economy", "economy and employment"),
                            ("education", "education"),
                            ("health", "health"),
                            ("groups", "groups in need"),
                            ("staff", "staff and ratios"),
                            ("budget", "budget history"),
                            ("cash", "cash benefits"),
                        ],
                        max_length=12,
                        verbose_name="part of the profile",
                    ),
                ),
                ("name_sq", models.CharField(max_length=300, verbose_name="what is counted (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="what is counted (English)")),
                ("unit_label_sq", models.CharField(max_length=60, verbose_name="counted in (Albanian)")),
                ("unit_label_en", models.CharField(blank=True, max_length=60, verbose_name="counted in (English)")),
                (
                    "counts",
                    models.CharField(
                        choices=[("persons", "persons"), ("households", "households"), ("other", "something else")],
                        default="persons",
                        max_length=10,
                        verbose_name="counts",
                    ),
                ),
                ("numerator_sq", models.CharField(blank=True, max_length=300, verbose_name="numerator (Albanian)")),
                ("numerator_en", models.CharField(blank=True, max_length=300, verbose_name="numerator (English)")),
                (
                    "denominator_sq",
                    models.CharField(blank=True, max_length=300, verbose_name="denominator (Albanian)"),
                ),
                ("denominator_en", models.CharField(blank=True, max_length=300, verbose_name="denominator (English)")),
                (
                    "population",
                    models.CharField(
                        choices=[
                            ("resident", "resident population (census)"),
                            ("registered", "registered population (civil registry)"),
                            ("none", "neither"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="population it rests on",
                    ),
                ),
                (
                    "usual_source",
                    models.CharField(blank=True, max_length=300, verbose_name="where it usually comes from"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "definition of a figure",
                "verbose_name_plural": "definitions of figures",
                "ordering": ["order", "code"],
            },
        ),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counts__in", ["persons", "households", "other"]),
                    ("population__in", ["resident", "registered", "none"]),
                    (
                        "theme__in",
                        ["population", "economy", "education", "health", "groups", "staff", "budget", "cash"],
                    ),
                ),
                name="figure_definition_known",
                violation_error_message="This part, count or population does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("denominator_sq", ""),
                    models.Q(("population", "none"), _negated=True),
                    ("counts", "other"),
                    _connector="OR",
                ),
                name="figure_definition_ratio_names_population",
                violation_error_message="A ratio of persons or households says which population it rests on.",
            ),
        ),
        migrations.AddField(
            model_name="datapoint",
            name="correction_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it is corrected"),
        ),
        migrations.AddField(
            model_name="datapoint",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="assessments.datapoint",
                verbose_name="figure that it corrects",
            ),
        ),
        migrations.AddField(
            model_name="datapoint",
            name="revision",
            field=models.PositiveSmallIntegerField(
                default=1,
                editable=False,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="revision",
            ),
        ),
        migrations.AddField(
            model_name="datapoint",
            name="definition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_points",
                to="assessments.figuredefinition",
                verbose_name="what is counted",
            ),
        ),
    ]
