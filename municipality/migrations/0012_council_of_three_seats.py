import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipality", "0011_contact_for_questions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="municipality",
            name="seats",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(3, "A council has at least three seats.")],
                verbose_name="seats in the council",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats", None), ("seats__gte", 3), _connector="OR"),
                name="municipality_seats_at_least_three",
                violation_error_message="A council has at least three seats.",
            ),
        ),
    ]
