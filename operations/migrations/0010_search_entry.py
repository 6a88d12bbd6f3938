import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Letters without their accents, as `folded` in core/search.py has them.
FOLDED = r"""CREATE FUNCTION operations_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;"""
# The columns of a row that are named in a list with commas, one after another; without their tags where they have any.
# More than a hundred thousand characters of a text are not entered: a list of words has a limit of its own.
TOLD = r"""CREATE FUNCTION operations_told(row_ jsonb, names text, markup text) RETURNS text LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said text;
BEGIN
    SELECT coalesce(string_agg(nullif(row_ ->> name, ''), ' ' ORDER BY place), '') INTO said
        FROM unnest(string_to_array(names, ',')) WITH ORDINALITY AS told(name, place);
    IF markup = 'html' THEN
        said := regexp_replace(said, '<[^>]*>', ' ', 'g');
        said := replace(replace(replace(replace(said, '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&amp;', '&');
    END IF;
    RETURN left(said, 100000);
END
$$;"""
ENTER = """CREATE FUNCTION operations_enter(row_ jsonb, names text[]) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head_sq text := operations_told(row_, names[5], names[9]);
    head_en text := operations_told(row_, names[6], names[9]);
    text_sq text := operations_told(row_, names[7], names[9]);
    text_en text := operations_told(row_, names[8], names[9]);
BEGIN
    INSERT INTO operations_searchentry
        (kind, object_id, parent_id, key, title_sq, title_en, body_sq, body_en, folded_title, words)
    VALUES (
        names[1], (row_ ->> names[2])::bigint, nullif(row_ ->> names[3], '')::bigint,
        nullif(row_ ->> names[4], '')::uuid, head_sq, head_en, text_sq, text_en,
        operations_folded(concat_ws(' ', head_sq, head_en)),
        setweight(to_tsvector('simple', operations_folded(concat_ws(' ', head_sq, head_en))), 'A')
            || setweight(to_tsvector('simple', operations_folded(concat_ws(' ', text_sq, text_en))), 'C')
            || setweight(to_tsvector('english', operations_folded(head_en)), 'B')
            || setweight(to_tsvector('english', operations_folded(text_en)), 'D'))
    ON CONFLICT (kind, object_id) DO UPDATE SET
        parent_id = coalesce(EXCLUDED.parent_id, operations_searchentry.parent_id), key = EXCLUDED.key, title_sq = EXCLUDED.title_sq,
        title_en = EXCLUDED.title_en, body_sq = EXCLUDED.body_sq, body_en = EXCLUDED.body_en,
        folded_title = EXCLUDED.folded_title, words = EXCLUDED.words;
END
$$;"""
KEEP = """CREATE FUNCTION operations_keep_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM operations_searchentry
            WHERE kind = TG_ARGV[0] AND object_id = (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    ELSE
        PERFORM operations_enter(to_jsonb(NEW), TG_ARGV[0:8]);
    END IF;
    RETURN NULL;
END
$$;"""
NAMES = ("operations_keep_entry()", "operations_enter(jsonb, text[])", "operations_told(jsonb, text, text)")


class Migration(migrations.Migration):
    dependencies = [("operations", "0009_actor_of_the_session")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("object_id", models.BigIntegerField(verbose_name="number of the row")),
                (
                    "parent_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="number of what it belongs to"),
                ),
                ("key", models.UUIDField(blank=True, null=True, verbose_name="lasting key")),
                ("title_sq", models.TextField(blank=True, verbose_name="title (Albanian)")),
                ("title_en", models.TextField(blank=True, verbose_name="title (English)")),
                ("body_sq", models.TextField(blank=True, verbose_name="text (Albanian)")),
                ("body_en", models.TextField(blank=True, verbose_name="text (English)")),
                ("folded_title", models.TextField(blank=True, verbose_name="both titles without accents")),
                ("words", django.contrib.postgres.search.SearchVectorField(verbose_name="words")),
            ],
            options={
                "verbose_name": "entry of the search",
                "verbose_name_plural": "entries of the search",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="searchentry_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded_title"], name="searchentry_title", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["kind", "parent_id"], name="searchentry_parent"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="searchentry_once_a_row"),
                ],
            },
        ),
        migrations.RunSQL(
            "\n".join((FOLDED, TOLD, ENTER, KEEP)),
            "\n".join(f"DROP FUNCTION {name};" for name in (*NAMES, "operations_folded(text)")),
        ),
    ]
