"""Parts are taken for good out of minutes and reasons, also once the answers of the round are out."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from operations.database.fixed import PART, Fixed

# Once the answers of the round are out, its texts change by a removal alone that is recorded in the same transaction.
# The arguments: by which column a removal knows the row, in which column its key stands here, and the texts.
KEEP_WORDS = """CREATE FUNCTION consultations_keep_written_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_answered boolean;
    key bigint := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    name text;
    places jsonb;
BEGIN
    SELECT r.state IN ('answered', 'reported') INTO is_answered FROM consultations_round r WHERE r.id = CASE TG_ARGV[0]
        WHEN 'event_id' THEN (SELECT e.round_id FROM consultations_consultationevent e WHERE e.id = key)
        WHEN 'point_id' THEN (SELECT e.round_id FROM consultations_consultationevent e
            JOIN consultations_minutespoint p ON p.event_id = e.id WHERE p.id = key)
        ELSE (SELECT c.round_id FROM consultations_contribution c WHERE c.id = key)
    END;
    IF NOT is_answered THEN
        RETURN NEW;
    END IF;
    FOREACH name IN ARRAY TG_ARGV[2:] LOOP
        CONTINUE WHEN to_jsonb(OLD) ->> name IS NOT DISTINCT FROM to_jsonb(NEW) ->> name;
        SELECT remaining INTO places FROM consultations_wordsremoval removal
            WHERE (to_jsonb(removal) ->> TG_ARGV[0])::bigint = key AND field = name
                AND recorded_at >= transaction_timestamp() ORDER BY id DESC LIMIT 1;
        IF to_jsonb(NEW) ->> name IS DISTINCT FROM consultations_words_left(to_jsonb(OLD) ->> name, places) THEN
            RAISE EXCEPTION 'written_words_stay: parts are taken out with a reason, nothing else is done to the words'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'written_words_stay';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;"""
EVENT_TEXTS = (
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
)
KEPT = {
    "consultations_consultationevent": ("event_id", "id", *EVENT_TEXTS),
    "consultations_minutespoint": ("point_id", "id", "reason"),
    "consultations_noproposal": ("contribution_id", "contribution_id", "reason"),
}
TRIGGERS = "\n".join(
    "CREATE TRIGGER keep_written_words BEFORE UPDATE ON {} FOR EACH ROW WHEN ({}) "
    "EXECUTE FUNCTION consultations_keep_written_words({});".format(
        table,
        " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in texts),
        ", ".join(f"'{each}'" for each in (link, key, *texts)),
    )
    for table, (link, key, *texts) in KEPT.items()
)
NO_TRIGGERS = "\n".join(f"DROP TRIGGER keep_written_words ON {table};" for table in KEPT)

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
CHANGES = "INSERT OR UPDATE OR DELETE"
# A free column is one whose change the trigger above judges.
FIXED = (
    ("consultations_consultationevent", "event_of_answered_round", ROUND_ANSWERED, ("updated_at",), EVENT_TEXTS),
    ("consultations_minutespoint", "minutes_point_answered", EVENT_ANSWERED, ("text",), ("reason",)),
    ("consultations_noproposal", "no_proposal_published", WORDS_ANSWERED, (), ("reason",)),
)
BEFORE = [Fixed(table, says, when, free, CHANGES, PART) for table, says, when, free, _judged in FIXED]
SINCE = [Fixed(table, says, when, free + judged, CHANGES, PART) for table, says, when, free, judged in FIXED]
DROPPED = "\n".join(f"DROP TRIGGER {each.name} ON {each.table};" for each in BEFORE)

REFUSE_CHANGE = (
    "CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON consultations_wordsremoval"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
)
CHANGE = "DROP TRIGGER refuse_change ON consultations_wordsremoval;"


def statements(rows: list[Fixed]) -> str:
    return "\n".join([DROPPED, *(row.statement for row in rows)])


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0041_parts_taken_out_of_points"),
        ("operations", "0008_fixed_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WordsRemoval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(editable=False, max_length=20, verbose_name="which text")),
                ("remaining", models.JSONField(editable=False, verbose_name="places of the parts that are left")),
                (
                    "reason",
                    models.CharField(
                        help_text="What kind of thing is taken out; no names.", max_length=500, verbose_name="reason"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="consultations.contribution",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="consultations.consultationevent",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="consultations.minutespoint",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "removal from what was written",
                "verbose_name_plural": "removals from what was written",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contribution", None),
                                ("event__isnull", False),
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
                                ("point", None),
                            ),
                            models.Q(
                                ("contribution", None), ("event", None), ("field", "reason"), ("point__isnull", False)
                            ),
                            models.Q(
                                ("contribution__isnull", False), ("event", None), ("field", "reason"), ("point", None)
                            ),
                            _connector="OR",
                        ),
                        name="words_removal_of_one_text",
                        violation_error_message="A removal is from one text of one row.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="words_removal_has_reason",
                        violation_error_message="Say why something is taken out.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP_WORDS, "DROP FUNCTION consultations_keep_written_words();"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(REFUSE_CHANGE, CHANGE),
        migrations.RunSQL(statements(SINCE), statements(BEFORE)),
    ]
