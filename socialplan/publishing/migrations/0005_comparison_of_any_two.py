"""A file compares two versions of a plan, whichever somebody chose."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0008_sources_of_rows_in_english"),
        ("operations", "0013_job_step"),
        ("publishing", "0004_sources_of_rows_in_english"),
    ]

    operations = [
        migrations.AddField(
            model_name="planreport",
            name="against",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="content.planversion",
                verbose_name="compared with",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("against", None),
                    models.Q(
                        ("kind__in", ("summary_pdf", "comparison_pdf")),
                        models.Q(("against", models.F("version")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="planreport_compares_two",
                violation_error_message="Only a comparison names a second version, and another than its own.",
            ),
        ),
    ]
