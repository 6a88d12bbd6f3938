"""From the publication of its answers the points of a round's minutes change no more."""

from django.db import migrations

from operations.database.fixed import PART, Fixed, fix

EVENT_ANSWERED = (
    "EXISTS (SELECT 1 FROM consultations_consultationevent e JOIN consultations_round r ON r.id = e.round_id"
    " WHERE e.id = kept.event_id AND r.state IN ('answered', 'reported'))"
)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0025_minutes_with_points"), ("operations", "0008_fixed_rows")]

    operations = [
        fix(
            Fixed(
                "consultations_minutespoint",
                "minutes_point_answered",
                EVENT_ANSWERED,
                (),
                "INSERT OR UPDATE OR DELETE",
                PART,
            )
        )
    ]
