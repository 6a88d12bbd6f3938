import django.db.models.functions.datetime
from django.db import migrations, models

ONLY_ADDED = """
CREATE TRIGGER operations_seenhead_only_added BEFORE DELETE OR UPDATE ON operations_seenhead
FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER operations_seenhead_not_emptied BEFORE TRUNCATE ON operations_seenhead
FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0004_kept_rows")]

    operations = [
        migrations.CreateModel(
            name="SeenHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(verbose_name="sequence")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "seen_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="seen at"),
                ),
            ],
            options={
                "verbose_name": "head of the history",
                "verbose_name_plural": "heads of the history",
                "constraints": [models.UniqueConstraint(fields=["sequence", "hash"], name="seenhead_once")],
            },
        ),
        migrations.RunSQL(
            ONLY_ADDED,
            "DROP TRIGGER operations_seenhead_not_emptied ON operations_seenhead;"
            "DROP TRIGGER operations_seenhead_only_added ON operations_seenhead;",
        ),
    ]
