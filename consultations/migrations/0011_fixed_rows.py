from django.db import migrations

from operations.database.fixed import PART, Fixed, fix

ROUND_PUBLISHED = "EXISTS (SELECT 1 FROM consultations_round r WHERE r.id = kept.round_id AND r.state <> 'planned')"
# From the publication of its answers nothing of a round changes any more.
ANSWERED = "r.state IN ('answered', 'reported')"
ROUND_ANSWERED = f"EXISTS (SELECT 1 FROM consultations_round r WHERE r.id = kept.round_id AND {ANSWERED})"
EVENT_ANSWERED = (
    "EXISTS (SELECT 1 FROM consultations_consultationevent e JOIN consultations_round r ON r.id = e.round_id"
    f" WHERE e.id = kept.event_id AND {ANSWERED})"
)
WORDS_ANSWERED = (
    "EXISTS (SELECT 1 FROM consultations_contribution c JOIN consultations_round r ON r.id = c.round_id"
    f" WHERE c.id = kept.contribution_id AND {ANSWERED})"
)
HAS_ANSWER = "EXISTS (SELECT 1 FROM consultations_disposition d WHERE d.recommendation_id = kept.{key})"
ALWAYS = "INSERT OR UPDATE OR DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0010_no_notice_where_counts_only"),
        ("operations", "0008_fixed_rows"),
    ]

    operations = [
        fix(
            Fixed(
                "consultations_round",
                "round_published",
                "kept.state <> 'planned'",
                ("state", "closes_on", "updated_at"),
            ),
            Fixed("consultations_round_groups", "round_groups_published", ROUND_PUBLISHED, at=ALWAYS, kind=PART),
            Fixed(
                "consultations_consultationevent",
                "event_of_answered_round",
                ROUND_ANSWERED,
                ("updated_at",),
                ALWAYS,
                PART,
            ),
            Fixed("consultations_attendancecount", "attendance_published", EVENT_ANSWERED, (), ALWAYS, PART),
            Fixed("consultations_eventfile", "event_file_published", EVENT_ANSWERED, ("updated_at",), ALWAYS, PART),
            Fixed(
                "consultations_recommendation", "recommendation_answered", HAS_ANSWER.format(key="id"), ("updated_at",)
            ),
            Fixed(
                "consultations_recommendation_needs",
                "needs_of_answered_recommendation",
                HAS_ANSWER.format(key="recommendation_id"),
                (),
                ALWAYS,
                PART,
            ),
            Fixed("consultations_coding", "coding_answered", HAS_ANSWER.format(key="recommendation_id")),
            Fixed("consultations_noproposal", "no_proposal_published", WORDS_ANSWERED, (), ALWAYS, PART),
            Fixed("consultations_textreport", "text_report_settled", "kept.settled_at IS NOT NULL"),
        ),
        # A text that comes late may still be coded into an answered recommendation, not after the answers are out.
        migrations.RunSQL(
            Fixed("consultations_coding", "coding_published", WORDS_ANSWERED, (), "INSERT", PART).statement,
            "DROP TRIGGER coding_published_fixed ON consultations_coding;",
        ),
    ]
