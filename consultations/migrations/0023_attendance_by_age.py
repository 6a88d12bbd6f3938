from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0022_known_signs"),
        ("assessments", "0020_proposed_changes"),
        ("municipality", "0018_rows_of_the_privacy_desk"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attendancecount",
            name="attendance_cell_once",
        ),
        migrations.RemoveConstraint(
            model_name="attendancecount",
            name="attendance_cell_names_something",
        ),
        migrations.AddField(
            model_name="attendancecount",
            name="age_band",
            field=models.CharField(
                blank=True,
                choices=[
                    ("under_16", "under 16"),
                    ("16_24", "16 to 24"),
                    ("25_39", "25 to 39"),
                    ("40_64", "40 to 64"),
                    ("65_plus", "65 and older"),
                ],
                max_length=12,
                verbose_name="age",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancecount",
            constraint=models.UniqueConstraint(
                fields=("event", "sex", "participant_type", "group", "unit", "age_band"),
                name="attendance_cell_once",
                nulls_distinct=False,
                violation_error_message="This figure has already been entered for the event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancecount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("age_band", ""),
                    ("group", None),
                    ("participant_type", ""),
                    ("sex", ""),
                    ("unit", None),
                    _negated=True,
                ),
                name="attendance_cell_names_something",
                violation_error_message="A count says whom it counts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancecount",
            constraint=models.CheckConstraint(
                condition=models.Q(("age_band__in", ["", "under_16", "16_24", "25_39", "40_64", "65_plus"])),
                name="attendance_age_known",
                violation_error_message="This value does not exist.",
            ),
        ),
    ]
