from django.db import migrations, models

MEASURED = models.Q(("persons__isnull", False), ("standing", "measured"))
NOT_MEASURED = models.Q(("standing", "measured"), _negated=True)
SENTENCE = "A measured value has a figure, one not collected or not applicable has none."


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0022_sources_of_rows_in_english"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="measurereach",
            name="measure_reach_persons_where_measured",
        ),
        migrations.AddConstraint(
            model_name="measurereach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    MEASURED,
                    models.Q(NOT_MEASURED, ("persons", None)),
                    _connector="OR",
                ),
                name="measure_reach_persons_where_measured",
                violation_error_message=SENTENCE,
            ),
        ),
    ]
