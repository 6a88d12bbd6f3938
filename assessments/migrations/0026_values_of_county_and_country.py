"""What the county and the country count stands beside the figures of the municipality."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0025_places_by_edition"),
    ]

    operations = [
        migrations.AddField(
            model_name="figuredefinition",
            name="country_value",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value of the country"
            ),
        ),
        migrations.AddField(
            model_name="figuredefinition",
            name="county_value",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value of the county"
            ),
        ),
        migrations.AddField(
            model_name="figuredefinition",
            name="wider_on",
            field=models.DateField(blank=True, null=True, verbose_name="reference day of these values"),
        ),
        migrations.AddField(
            model_name="figuredefinition",
            name="wider_source",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="source of these values"
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("country_value", None), ("county_value", None)),
                    models.Q(("wider_on__isnull", False), models.Q(("wider_source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="figure_definition_wider_values_have_source",
                violation_error_message="A value of the county or the country has its day and its source.",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("county_value", None), ("county_value__gte", 0), _connector="OR"),
                    models.Q(("country_value", None), ("country_value__gte", 0), _connector="OR"),
                ),
                name="figure_definition_wider_values_not_negative",
                violation_error_message="A figure is not negative.",
            ),
        ),
    ]
