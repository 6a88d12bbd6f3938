"""What the data-protection officer has answered, and a complaint that is decided, change no more."""

from django.db import migrations

from operations.database.fixed import Fixed, fix


class Migration(migrations.Migration):
    dependencies = [("consultations", "0035_all_writers_of_minutes"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed("consultations_personrequest", "person_request_answered", "kept.outcome <> ''"),
            Fixed(
                "consultations_privacyincident",
                "privacy_incident_settled",
                "kept.notified_at IS NOT NULL OR kept.no_notice_reason <> ''",
            ),
            Fixed("consultations_roundcomplaint", "round_complaint_decided", "kept.result <> ''"),
        )
    ]
