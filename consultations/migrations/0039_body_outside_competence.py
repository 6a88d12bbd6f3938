"""Who is competent where the municipality is not; asked of answers from now on, those of before stay as they are."""

from django.db import migrations, models

NEW_ROWS = """
ALTER TABLE consultations_disposition ADD CONSTRAINT disposition_outside_names_the_body
    CHECK (answer <> 'outside_competence' OR competent_body_sq <> '') NOT VALID
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0038_sources_of_rows_in_english")]

    operations = [
        migrations.AddField(
            model_name="disposition",
            name="competent_body_sq",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="body whose competence it is (Albanian)"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="disposition",
            name="competent_body_en",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="body whose competence it is (English)"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", "outside_competence"),
                    models.Q(("competent_body_en", ""), ("competent_body_sq", "")),
                    _connector="OR",
                ),
                name="disposition_body_only_where_outside",
                violation_error_message="A competent body is named only where the municipality is not competent.",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    model_name="disposition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "outside_competence"), _negated=True),
                            models.Q(("competent_body_sq", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disposition_outside_names_the_body",
                        violation_error_message="“Outside competence” names the body whose competence it is.",
                    ),
                )
            ],
            database_operations=[
                migrations.RunSQL(
                    NEW_ROWS,
                    "ALTER TABLE consultations_disposition DROP CONSTRAINT disposition_outside_names_the_body",
                )
            ],
        ),
    ]
