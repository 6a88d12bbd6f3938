"""Who was told, and which mail came back, is only added."""

from django.db import migrations

REFUSE_CHANGE_ON = (
    "CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();"
)
TABLES = ("consultations_speakernotice", "consultations_noticebounce")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_telling")]

    operations = [
        migrations.RunSQL(
            "\n".join(REFUSE_CHANGE_ON.format(table=table) for table in TABLES),
            "\n".join(f"DROP TRIGGER refuse_change ON {table};" for table in TABLES),
        ),
    ]
