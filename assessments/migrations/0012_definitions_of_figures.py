"""Figures that stand already get the definition that says what they said."""

from django.db import migrations

# Each wording becomes a definition that a person may then place in the profile. Figures of published editions move too:
# what they say does not change. Their rows are noted anew in the chain after the migrations, for their columns change.
MOVE = """
INSERT INTO assessments_figuredefinition (
    created_at, updated_at, code, theme, name_sq, name_en, unit_label_sq, unit_label_en, counts,
    numerator_sq, numerator_en, denominator_sq, denominator_en, population, usual_source, "order", is_active
) SELECT now(), now(), 'figure-' || row_number() OVER (ORDER BY definition_sq), 'groups', definition_sq,
         max(definition_en), max(unit_label_sq), max(unit_label_en),
         CASE WHEN bool_and(counts_persons) THEN 'persons' ELSE 'households' END,
         '', '', '', '', 'none', '', 1000, true
  FROM assessments_datapoint GROUP BY definition_sq;
ALTER TABLE assessments_datapoint DISABLE TRIGGER USER;
UPDATE assessments_datapoint d SET definition_id = f.id
  FROM assessments_figuredefinition f WHERE f.name_sq = d.definition_sq;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE assessments_datapoint ENABLE TRIGGER USER;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0011_figure_definitions")]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop, elidable=True),
    ]
