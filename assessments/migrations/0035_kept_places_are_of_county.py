"""Until now kept places alone said that a service is of the county; so do the cells that an import can put back."""

from django.db import migrations

OF_COUNTY = """
UPDATE assessments_service SET is_of_county = true WHERE places_kept IS NOT NULL;
UPDATE assessments_importedrow r SET before = r.before || '{"is_of_county": "tpo"}'
  FROM assessments_sheetimport i
 WHERE i.id = r.sheet_import_id AND i.kind = 'services' AND r.before ? 'places_kept';
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0034_service_of_county")]

    operations = [migrations.RunSQL(OF_COUNTY, migrations.RunSQL.noop)]
