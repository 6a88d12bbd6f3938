"""Pictures and table of the gaps name the unit where a need has several lines; those made beforehand are made anew."""

from django.db import migrations

MAKE_ANEW = "UPDATE assessments_editionrollup SET is_stale = true, making = NULL;"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0037_row_found_by_an_import")]

    operations = [migrations.RunSQL(MAKE_ANEW, migrations.RunSQL.noop)]
