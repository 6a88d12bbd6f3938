"""A name is taken out of the reason of a longer period, and of what is answered to who proposed a procedure."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

ANSWERS = import_module("consultations.migrations.0045_answers_lose_names_too")
BEFORE = ANSWERS.SINCE
# What is answered to a proposal is free until it is answered, and then read by everybody.
SINCE = BEFORE.replace(
    f"    IF TG_ARGV[0] IN {ANSWERS.ADDED_ONLY} THEN",
    f"    IF TG_ARGV[0] IN {ANSWERS.ADDED_ONLY[:-1]}, 'extension_id') THEN",
).replace(
    "    ELSIF TG_ARGV[0] = 'recommendation_id' THEN",
    "    ELSIF TG_ARGV[0] = 'start_proposal_id' THEN\n"
    "        is_answered := to_jsonb(OLD) ->> 'result' <> '';\n"
    "    ELSIF TG_ARGV[0] = 'recommendation_id' THEN",
)
EXTENSION = ("consultations_roundextension", "extension_id", "extension", ("reason",))
ANSWER_TEXTS = ("subject_sq", "subject_en", "answer_sq", "answer_en")
TRIGGER = (
    "CREATE TRIGGER keep_written_words BEFORE UPDATE ON consultations_startproposal FOR EACH ROW WHEN ({}) ".format(
        " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ANSWER_TEXTS)
    )
    + "EXECUTE FUNCTION consultations_keep_written_words({});".format(
        ", ".join(f"'{each}'" for each in ("start_proposal_id", "id", *ANSWER_TEXTS))
    )
)
NO_TRIGGER = "DROP TRIGGER keep_written_words ON consultations_startproposal;"


class Migration(migrations.Migration):
    dependencies = [("consultations", "0045_answers_lose_names_too")]

    operations = [
        migrations.RemoveConstraint(model_name="wordsremoval", name="words_removal_of_one_text"),
        migrations.AddField(
            model_name="wordsremoval",
            name="extension",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.roundextension",
            ),
        ),
        migrations.AddField(
            model_name="wordsremoval",
            name="start_proposal",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.startproposal",
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
                        ("extension", None),
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
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field", "reason"),
                        ("late_reply", None),
                        ("point__isnull", False),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution__isnull", False),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field", "reason"),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field__in", ["title_sq", "title_en", "text_sq", "text_en"]),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation__isnull", False),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition__isnull", False),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field__in", ["reason_sq", "reason_en", "competent_body_sq", "competent_body_en"]),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field", "reply"),
                        ("late_reply__isnull", False),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback__isnull", False),
                        ("field", "content"),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension__isnull", False),
                        ("feedback", None),
                        ("field", "reason"),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("disposition", None),
                        ("event", None),
                        ("extension", None),
                        ("feedback", None),
                        ("field__in", ["subject_sq", "subject_en", "answer_sq", "answer_en"]),
                        ("late_reply", None),
                        ("point", None),
                        ("recommendation", None),
                        ("start_proposal__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="words_removal_of_one_text",
                violation_error_message="A removal is from one text of one row.",
            ),
        ),
        migrations.RunSQL(SINCE, BEFORE),
        migrations.RunSQL(ANSWERS.judged(*EXTENSION), ANSWERS.refused(EXTENSION[0], EXTENSION[2])),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]
