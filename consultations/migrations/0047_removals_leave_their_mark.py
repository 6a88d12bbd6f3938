"""A removal leaves a mark wherever it takes something; answered proposals are fixed; old answers may lose a name."""

from importlib import import_module

from django.db import migrations

from operations.database.fixed import Fixed, fix

BEFORE = import_module("consultations.migrations.0043_removals_prove_their_words").LEFT
# The parts that stay begin with the words and end with them: what is left out before, behind or between is marked.
SINCE = BEFORE.replace(
    "last <= length(plain.words)) THEN",
    "last <= length(plain.words))\n"
    "        AND (array_agg(first ORDER BY place))[1] = 0\n"
    "        AND (array_agg(last ORDER BY place DESC))[1] = max(length(plain.words)) THEN",
)
ANSWER_TEXTS = ("subject_sq", "subject_en", "answer_sq", "answer_en")
CHECK = """
ALTER TABLE consultations_disposition ADD CONSTRAINT disposition_outside_names_the_body
    CHECK (answer <> 'outside_competence' OR competent_body_sq <> '') NOT VALID;
"""
# The check was asked of new answers alone, but a check is asked again whenever a row changes: an old one could lose no
# name. Answers stay as they are, so that what is asked when they are given holds.
ASKED = """
ALTER TABLE consultations_disposition DROP CONSTRAINT disposition_outside_names_the_body;
CREATE FUNCTION consultations_outside_names_the_body() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'disposition_outside_names_the_body: outside competence names the body whose competence it is'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disposition_outside_names_the_body';
END
$$;
CREATE TRIGGER outside_names_the_body BEFORE INSERT ON consultations_disposition FOR EACH ROW
WHEN (NEW.answer = 'outside_competence' AND NEW.competent_body_sq = '')
EXECUTE FUNCTION consultations_outside_names_the_body();
"""
NOT_ASKED = """
DROP TRIGGER outside_names_the_body ON consultations_disposition;
DROP FUNCTION consultations_outside_names_the_body();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0046_all_public_answers_lose_names")]

    operations = [
        migrations.RunSQL(SINCE, BEFORE),
        fix(Fixed("consultations_startproposal", "start_proposal_answered", "kept.result <> ''", free=ANSWER_TEXTS)),
        migrations.RunSQL(ASKED, NOT_ASKED + CHECK),
    ]
