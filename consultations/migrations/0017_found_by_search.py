from django.db import migrations

from operations.database.indexed import Indexed, index


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0016_letters_after_the_last_day"),
        ("operations", "0010_search_entry"),
    ]

    operations = [
        index(
            Indexed(
                "consultations_round",
                "round",
                ("title_sq",),
                ("title_en",),
                ("reasons_sq", "meetings_sq"),
                ("reasons_en", "meetings_en"),
            ),
            Indexed("consultations_contribution", "contribution", body_sq=("text",), parent="round_id"),
            # The words as they are shown take the place of those that were said.
            Indexed("consultations_redaction", "contribution", body_sq=("text",), row="contribution_id"),
            Indexed(
                "consultations_recommendation",
                "recommendation",
                ("code", "title_sq"),
                ("title_en",),
                ("text_sq",),
                ("text_en",),
                parent="round_id",
            ),
        )
    ]
