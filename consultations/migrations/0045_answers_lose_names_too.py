"""A name is taken out of an answer, of the answer to a late letter and of a word of feedback, as out of minutes."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from operations.database.fixed import Fixed

BEFORE = import_module("consultations.migrations.0044_recommendations_lose_names_too").SINCE
# Rows that are only added: no state of a round lets their words be changed otherwise.
ADDED_ONLY = "('disposition_id', 'late_reply_id', 'feedback_id')"
SINCE = BEFORE.replace(
    "    IF TG_ARGV[0] = 'recommendation_id' THEN",
    f"    IF TG_ARGV[0] IN {ADDED_ONLY} THEN\n"
    "        is_answered := true;\n"
    "    ELSIF TG_ARGV[0] = 'recommendation_id' THEN",
)
TEXTS = {
    "consultations_disposition": (
        "disposition_id",
        "disposition",
        ("reason_sq", "reason_en", "competent_body_sq", "competent_body_en"),
    ),
    "consultations_latereply": ("late_reply_id", "late_reply", ("reply",)),
    "consultations_feedbackentry": ("feedback_id", "feedback", ("content",)),
}
REFUSE = "CREATE TRIGGER refuse_change BEFORE {} ON {} FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"


def judged(table, link, says, texts):
    """Nothing but the words changes, and these by a removal alone that is recorded in the same transaction."""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in texts)
    arguments = ", ".join(f"'{each}'" for each in (link, "id", *texts))
    return "\n".join(
        (
            f"DROP TRIGGER refuse_change ON {table};",
            REFUSE.format("DELETE", table),
            Fixed(table, says, free=texts, at="UPDATE").statement,
            f"CREATE TRIGGER keep_written_words BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed})",
            f"EXECUTE FUNCTION consultations_keep_written_words({arguments});",
        )
    )


def refused(table, says):
    """As before: nothing of the row changes."""
    return "\n".join(
        (
            f"DROP TRIGGER keep_written_words ON {table};",
            f"DROP TRIGGER {says}_fixed ON {table};",
            f"DROP TRIGGER refuse_change ON {table};",
            REFUSE.format("DELETE OR UPDATE", table),
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0044_recommendations_lose_names_too"),
        ("operations", "0008_fixed_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="wordsremoval", name="words_removal_of_one_text"),
        migrations.AddField(
            model_name="wordsremoval",
            name="disposition",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.disposition",
            ),
        ),
        migrations.AddField(
            model_name="wordsremoval",
            name="late_reply",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.latereply",
            ),
        ),
        migrations.AddField(
            model_name="wordsremoval",
            name="feedback",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.feedbackentry",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordsremoval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event__isnull", False),
                        ("feedback", None),
                        (
                            "field__in",
                            [
                                "title_sq",
                                "title_en",
                                "place",
                                "place_en",
                                "facilitator_role",
                                "accessibility",
                                "privacy_reason",
                                "short_notice_reason",
                                "minutes_public_sq",
                                "minutes_public_en",
                                "minutes_internal",
                            ],
                        ),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("feedback", None),
                        ("field", "reason"),
                        ("late_reply", None),
                        ("point__isnull", False),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution__isnull", False),
                        ("disposition", None),
                        ("event", None),
                        ("feedback", None),
                        ("field", "reason"),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("feedback", None),
                        ("field__in", ["title_sq", "title_en", "text_sq", "text_en"]),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation__isnull", False),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition__isnull", False),
                        ("event", None),
                        ("feedback", None),
                        ("field__in", ["reason_sq", "reason_en", "competent_body_sq", "competent_body_en"]),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("feedback", None),
                        ("field", "reply"),
                        ("late_reply__isnull", False),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("feedback__isnull", False),
                        ("field", "content"),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    _connector="OR",
                ),
                name="words_removal_of_one_text",
                violation_error_message="A removal is from one text of one row.",
            ),
        ),
        migrations.RunSQL(SINCE, BEFORE),
        *(migrations.RunSQL(judged(table, *more), refused(table, more[1])) for table, more in TEXTS.items()),
    ]
