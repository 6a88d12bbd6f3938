from django.db import migrations

from operations.database.indexed import Indexed, index

NEED = ("code", "name_sq"), ("name_en",)
OFFER = ("name_sq",), ("name_en",), ("offer_sq",), ("offer_en",)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0015_delivered_definitions"), ("operations", "0010_search_entry")]

    operations = [
        index(
            Indexed(
                "assessments_need",
                "need",
                *NEED,
                body_sq=("problem_sq", "indicator_sq"),
                body_en=("problem_en", "indicator_en"),
                parent="assessment_id",
            ),
            # What anybody reads of a need in a published edition is its name.
            Indexed("assessments_need", "need_name", *NEED, parent="assessment_id"),
            Indexed(
                "assessments_service",
                "service",
                ("code", "name_sq"),
                ("name_en",),
                body_sq=("offer_sq", "provider", "address"),
                body_en=("offer_en",),
            ),
            Indexed("assessments_service", "service_offer", *OFFER),
        )
    ]
