"""A service of the county says how many of its places are kept here; no other service says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0035_kept_places_are_of_county")]

    operations = [
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_of_county", False), ("places_kept__isnull", False), _connector="OR"),
                name="service_of_county_says_what_is_kept",
                violation_error_message=(
                    "A service of the county says how many of its places are kept for this municipality, 0 if none."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_of_county", True), ("places_kept", None), _connector="OR"),
                name="service_kept_places_are_of_county",
                violation_error_message=(
                    "Places are kept for this municipality only in a service of the county. Tick that it is one, or "
                    "leave them empty."
                ),
            ),
        ),
    ]
