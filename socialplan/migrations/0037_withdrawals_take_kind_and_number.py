"""What the twelve columns said is said by kind and number; backwards each number goes to its column again."""

from django.db import migrations

KINDS = (
    "opinion",
    "committee_opinion",
    "prefect_opinion",
    "publication",
    "session",
    "deposit",
    "registration",
    "mayor_order",
    "dispatch",
    "receipt",
    "complaint",
    "outcome",
)
OPEN = "ALTER TABLE socialplan_actwithdrawal DISABLE TRIGGER actwithdrawal_only_added;"
CLOSED = "ALTER TABLE socialplan_actwithdrawal ENABLE TRIGGER actwithdrawal_only_added;"
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE;"


def _forwards() -> str:
    kind = " ".join(f"WHEN {each}_id IS NOT NULL THEN '{each}'" for each in KINDS)
    number = ", ".join(f"{each}_id" for each in KINDS)
    return f"UPDATE socialplan_actwithdrawal SET kind = CASE {kind} END, act_id = coalesce({number});"  # noqa: S608


def _backwards() -> str:
    columns = ", ".join(f"{each}_id = CASE kind WHEN '{each}' THEN act_id END" for each in KINDS)
    return f"UPDATE socialplan_actwithdrawal SET {columns};"  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0036_withdrawals_name_their_act")]

    operations = [
        migrations.RunSQL(
            "\n".join([OPEN, _forwards(), CHECKED, CLOSED]), "\n".join([OPEN, _backwards(), CHECKED, CLOSED])
        )
    ]
