"""A figure says by its definition what it counts; conflicting sources and corrections stand side by side."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0012_definitions_of_figures")]

    operations = [
        migrations.AlterModelOptions(
            name="datapoint",
            options={
                "ordering": ["definition__order", "definition__code", "ends_on", "pk"],
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
            },
        ),
        migrations.RemoveConstraint(
            model_name="datapoint",
            name="data_point_once",
        ),
        migrations.AlterField(
            model_name="datapoint",
            name="definition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_points",
                to="assessments.figuredefinition",
                verbose_name="what is counted",
            ),
        ),
        migrations.RemoveField(
            model_name="datapoint",
            name="counts_persons",
        ),
        migrations.RemoveField(
            model_name="datapoint",
            name="definition_en",
        ),
        migrations.RemoveField(
            model_name="datapoint",
            name="definition_sq",
        ),
        migrations.RemoveField(
            model_name="datapoint",
            name="unit_label_en",
        ),
        migrations.RemoveField(
            model_name="datapoint",
            name="unit_label_sq",
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.UniqueConstraint(
                fields=(
                    "assessment",
                    "definition",
                    "starts_on",
                    "ends_on",
                    "unit",
                    "sex",
                    "age_from",
                    "age_to",
                    "group",
                    "source",
                    "revision",
                ),
                name="data_point_once",
                nulls_distinct=False,
                violation_error_message="This figure is already entered for the same place, time, group and source. Correct that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction_reason", ""), ("corrects", None), ("revision", 1)),
                    models.Q(
                        ("corrects__isnull", False),
                        ("revision__gt", 1),
                        models.Q(("correction_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="data_point_correction_says_why",
                violation_error_message="A correction says which figure it corrects and why.",
            ),
        ),
    ]
