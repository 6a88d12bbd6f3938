"""A frozen copy, its places and its files are only added."""

from django.db import migrations

REFUSE_CHANGE_ON = (
    "CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
)
TABLES = ("consultations_consulteddraft", "consultations_draftplace", "consultations_roundfile")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_draft_in_the_open")]

    operations = [
        migrations.RunSQL(
            "\n".join(REFUSE_CHANGE_ON.format(table=table) for table in TABLES),
            "\n".join(f"DROP TRIGGER refuse_change ON {table};" for table in TABLES),
        ),
    ]
