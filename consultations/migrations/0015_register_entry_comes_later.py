"""The number in the electronic register is given after the notice: the one thing of it that is written later."""

from django.db import migrations

from operations.database.fixed import Fixed

TABLE, SAYS, WHEN = "consultations_round", "round_published", "kept.state <> 'planned'"
BEFORE = Fixed(TABLE, SAYS, WHEN, ("state", "closes_on", "updated_at"))
NOW = Fixed(TABLE, SAYS, WHEN, ("state", "closes_on", "register_reference", "updated_at"))
GONE = f"DROP TRIGGER {NOW.name} ON {TABLE};"


class Migration(migrations.Migration):
    dependencies = [("consultations", "0014_news_by_mail")]

    operations = [migrations.RunSQL(f"{GONE}\n{NOW.statement}", f"{GONE}\n{BEFORE.statement}")]
