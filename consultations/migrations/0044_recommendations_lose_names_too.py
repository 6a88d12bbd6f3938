"""A name is taken out of a recommendation that is answered already, as out of minutes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from operations.database.fixed import Fixed

BEFORE = """CREATE OR REPLACE FUNCTION consultations_keep_written_words() RETURNS trigger LANGUAGE plpgsql
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
SINCE = """CREATE OR REPLACE FUNCTION consultations_keep_written_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_answered boolean;
    key bigint := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    name text;
    places jsonb;
BEGIN
    IF TG_ARGV[0] = 'recommendation_id' THEN
        is_answered := EXISTS (SELECT 1 FROM consultations_disposition d WHERE d.recommendation_id = key);
    ELSE
        SELECT r.state IN ('answered', 'reported') INTO is_answered FROM consultations_round r WHERE r.id = CASE TG_ARGV[0]
        WHEN 'event_id' THEN (SELECT e.round_id FROM consultations_consultationevent e WHERE e.id = key)
        WHEN 'point_id' THEN (SELECT e.round_id FROM consultations_consultationevent e
            JOIN consultations_minutespoint p ON p.event_id = e.id WHERE p.id = key)
        ELSE (SELECT c.round_id FROM consultations_contribution c WHERE c.id = key)
    END;
    END IF;
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
TEXTS = ("title_sq", "title_en", "text_sq", "text_en")
TRIGGER = (
    "CREATE TRIGGER keep_written_words BEFORE UPDATE ON consultations_recommendation FOR EACH ROW WHEN ({}) ".format(
        " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in TEXTS)
    )
    + "EXECUTE FUNCTION consultations_keep_written_words({});".format(
        ", ".join(f"'{each}'" for each in ("recommendation_id", "id", *TEXTS))
    )
)
NO_TRIGGER = "DROP TRIGGER keep_written_words ON consultations_recommendation;"
ANSWERED = "EXISTS (SELECT 1 FROM consultations_disposition d WHERE d.recommendation_id = kept.id)"
# A free column is one whose change the trigger above judges.
WHOLE = Fixed("consultations_recommendation", "recommendation_answered", ANSWERED, ("updated_at",))
JUDGED = Fixed("consultations_recommendation", "recommendation_answered", ANSWERED, ("updated_at", *TEXTS))
DROPPED = f"DROP TRIGGER {WHOLE.name} ON {WHOLE.table};"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0043_removals_prove_their_words"),
        ("operations", "0008_fixed_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="wordsremoval",
            name="words_removal_of_one_text",
        ),
        migrations.AddField(
            model_name="wordsremoval",
            name="recommendation",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="removals",
                to="consultations.recommendation",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordsremoval",
            constraint=models.CheckConstraint(
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
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("event", None),
                        ("field", "reason"),
                        ("point__isnull", False),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution__isnull", False),
                        ("event", None),
                        ("field", "reason"),
                        ("point", None),
                        ("recommendation", None),
                    ),
                    models.Q(
                        ("contribution", None),
                        ("event", None),
                        ("field__in", ["title_sq", "title_en", "text_sq", "text_en"]),
                        ("point", None),
                        ("recommendation__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="words_removal_of_one_text",
                violation_error_message="A removal is from one text of one row.",
            ),
        ),
        migrations.RunSQL(SINCE, BEFORE),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
        migrations.RunSQL(f"{DROPPED}\n{JUDGED.statement}", f"{DROPPED}\n{WHOLE.statement}"),
    ]
