"""The order of the Albanian alphabet in the database, for the lists of the service map and of figures."""

from django.db import migrations

from core.text.sorting import CREATE_ALBANIAN_KEY, DROP_ALBANIAN_KEY


class Migration(migrations.Migration):
    dependencies = [("assessments", "0018_evidence_of_a_need")]

    operations = [migrations.RunSQL(CREATE_ALBANIAN_KEY, DROP_ALBANIAN_KEY)]
