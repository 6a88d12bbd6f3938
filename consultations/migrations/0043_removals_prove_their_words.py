"""A removal proves of which words it was made, leaves something in its order, and is of the moment it is written."""

from django.db import migrations, models

# As in 0041, but nothing where parts stand out of order, overlap, or nothing is left of the words.
LEFT = r"""CREATE OR REPLACE FUNCTION consultations_words_left(words text, remaining jsonb) RETURNS text LANGUAGE sql
IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN bool_and(first >= coalesce(ended, 0) AND last >= first AND last <= length(plain.words)) THEN
        nullif(
            btrim(string_agg(substr(plain.words, first + 1, last - first), ' […] ' ORDER BY place)),
            CASE WHEN max(plain.words) <> '' THEN '' END
        ) END
    FROM (
        SELECT replace(replace(replace(replace(
            btrim(regexp_replace($1, E'\r\n?', E'\n', 'g'), E' \t\n'),
            '[...]', '[…]'), '[....]', '[…]'), '[ … ]', '[…]'), '[ ... ]', '[…]') AS words
    ) AS plain, (
        SELECT (part ->> 0)::int AS first, (part ->> 1)::int AS last, place,
            lag((part ->> 1)::int) OVER (ORDER BY place) AS ended
        FROM jsonb_array_elements($2) WITH ORDINALITY AS parts (part, place)
    ) AS told
$$;"""
BEFORE = r"""CREATE OR REPLACE FUNCTION consultations_words_left(words text, remaining jsonb) RETURNS text LANGUAGE sql
IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT btrim(string_agg(
        substr(plain.words, (part ->> 0)::int + 1, (part ->> 1)::int - (part ->> 0)::int), ' […] ' ORDER BY place
    ))
    FROM (
        SELECT replace(replace(replace(replace(
            btrim(regexp_replace($1, E'\r\n?', E'\n', 'g'), E' \t\n'),
            '[...]', '[…]'), '[....]', '[…]'), '[ … ]', '[…]'), '[ ... ]', '[…]') AS words
    ) AS plain, jsonb_array_elements($2) WITH ORDINALITY AS parts (part, place)
$$;"""
TABLES = ("consultations_pointredaction", "consultations_wordsremoval")
# A row of another day would let words be changed again in every later transaction.
MOMENT = """CREATE FUNCTION consultations_removed_now() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.recorded_at := statement_timestamp();
    RETURN NEW;
END
$$;
""" + "\n".join(
    f"CREATE TRIGGER removed_now BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION consultations_removed_now();"
    for table in TABLES
)
ANY_MOMENT = (
    "\n".join(f"DROP TRIGGER removed_now ON {table};" for table in TABLES)
    + "\nDROP FUNCTION consultations_removed_now();"
)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0042_words_taken_out_for_good")]

    operations = [
        migrations.AddField(
            model_name="wordsremoval",
            name="proof",
            field=models.JSONField(default=dict, editable=False, verbose_name="proof of what stood there"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="wordsremoval",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof__has_keys", ["digest", "salt"])),
                name="words_removal_has_proof",
                violation_error_message="A removal proves of which words it was made.",
            ),
        ),
        migrations.RunSQL(LEFT, BEFORE),
        migrations.RunSQL(MOMENT, ANY_MOMENT),
    ]
