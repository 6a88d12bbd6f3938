"""Parts are taken out of points of minutes: what is left is what was said, and what is sealed is what stood there."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from operations.database.fixed import PART, Fixed

# As consultations/words/redacting.py does it: one kind of line end and of mark, and the parts with a mark between.
WORDS_LEFT = r"""CREATE FUNCTION consultations_words_left(words text, remaining jsonb) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT btrim(string_agg(
        substr(plain.words, (part ->> 0)::int + 1, (part ->> 1)::int - (part ->> 0)::int), ' […] ' ORDER BY place
    ))
    FROM (
        SELECT replace(replace(replace(replace(
            btrim(regexp_replace($1, E'\r\n?', E'\n', 'g'), E' \t\n'),
            '[...]', '[…]'), '[....]', '[…]'), '[ … ]', '[…]'), '[ ... ]', '[…]') AS words
    ) AS plain, jsonb_array_elements($2) WITH ORDINALITY AS parts (part, place)
$$;"""
NO_WORDS_LEFT = "DROP FUNCTION consultations_words_left(text, jsonb);"

# The words change by a removal alone, and by one that is recorded with its reason in the same transaction.
KEEP_POINT_WORDS = """CREATE FUNCTION consultations_keep_point_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    places jsonb;
BEGIN
    SELECT remaining INTO places FROM consultations_pointredaction
        WHERE point_id = OLD.id AND recorded_at >= transaction_timestamp() ORDER BY id DESC LIMIT 1;
    IF NEW.text IS DISTINCT FROM consultations_words_left(OLD.text, places) THEN
        RAISE EXCEPTION 'minutes_point_words: parts are taken out with a reason, nothing else is done to the words'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'minutes_point_words';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_point_words BEFORE UPDATE ON consultations_minutespoint
    FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text) EXECUTE FUNCTION consultations_keep_point_words();"""
POINT_WORDS_FREE = """DROP TRIGGER keep_point_words ON consultations_minutespoint;
DROP FUNCTION consultations_keep_point_words();"""

# What is sealed is what stood there; it stays, until something of the point is taken out for good.
KEEP_SEALED_POINT = """CREATE FUNCTION consultations_keep_sealed_point() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    may_go boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.text IS NOT DISTINCT FROM (SELECT text FROM consultations_minutespoint WHERE id = NEW.point_id) THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT for_good INTO may_go FROM consultations_pointredaction
            WHERE point_id = OLD.point_id ORDER BY id DESC LIMIT 1;
        IF may_go THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'sealed_point_stays: what a point said is sealed as it stood, until it goes for good'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sealed_point_stays';
END
$$;
CREATE TRIGGER keep_sealed_point BEFORE INSERT OR UPDATE OR DELETE ON consultations_sealedpoint
    FOR EACH ROW EXECUTE FUNCTION consultations_keep_sealed_point();"""
SEALED_POINT_FREE = """DROP TRIGGER keep_sealed_point ON consultations_sealedpoint;
DROP FUNCTION consultations_keep_sealed_point();"""

REFUSE_CHANGE = (
    "CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON consultations_pointredaction"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
)
CHANGE = "DROP TRIGGER refuse_change ON consultations_pointredaction;"

EVENT_ANSWERED = (
    "EXISTS (SELECT 1 FROM consultations_consultationevent e JOIN consultations_round r ON r.id = e.round_id"
    " WHERE e.id = kept.event_id AND r.state IN ('answered', 'reported'))"
)
POINT = ("consultations_minutespoint", "minutes_point_answered", EVENT_ANSWERED)
CHANGES = "INSERT OR UPDATE OR DELETE"
BEFORE, SINCE = Fixed(*POINT, (), CHANGES, PART), Fixed(*POINT, ("text",), CHANGES, PART)
DROPPED = f"DROP TRIGGER {BEFORE.name} ON {BEFORE.table};"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0040_covered_before_places"),
        ("operations", "0008_fixed_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PointRedaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remaining", models.JSONField(verbose_name="places of the parts that are left")),
                (
                    "reason",
                    models.CharField(
                        help_text="What kind of thing is taken out; no names.", max_length=500, verbose_name="reason"
                    ),
                ),
                (
                    "for_good",
                    models.BooleanField(
                        default=False,
                        help_text="Nothing of what is taken out is kept, nor what was taken out of this point before.",
                        verbose_name="for good, at the request of a person",
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
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
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
                "verbose_name": "redaction of a point",
                "verbose_name_plural": "redactions of points",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="point_redaction_has_reason",
                        violation_error_message="Say why something is taken out.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="what was said")),
                (
                    "sealed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="sealed at"
                    ),
                ),
                (
                    "point",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="consultations.minutespoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed point of the minutes",
                "verbose_name_plural": "sealed points of the minutes",
                "ordering": ("pk",),
            },
        ),
        migrations.AlterField(
            model_name="dataopening",
            name="contribution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="openings",
                to="consultations.contribution",
            ),
        ),
        migrations.AddField(
            model_name="dataopening",
            name="point",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="openings",
                to="consultations.minutespoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contribution__isnull", False), ("point", None)),
                    models.Q(("contribution", None), ("opened", "original"), ("point__isnull", False)),
                    _connector="OR",
                ),
                name="data_opening_of_one",
                violation_error_message="An opening is of a contribution, or of the words of a point.",
            ),
        ),
        migrations.RunSQL(WORDS_LEFT, NO_WORDS_LEFT),
        migrations.RunSQL(KEEP_POINT_WORDS, POINT_WORDS_FREE),
        migrations.RunSQL(KEEP_SEALED_POINT, SEALED_POINT_FREE),
        migrations.RunSQL(REFUSE_CHANGE, CHANGE),
        migrations.RunSQL(f"{DROPPED}\n{SINCE.statement}", f"{DROPPED}\n{BEFORE.statement}"),
    ]
