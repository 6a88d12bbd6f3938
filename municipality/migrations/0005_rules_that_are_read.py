"""Rows that no code reads go; the majorities of the law that were missing come."""

from django.db import migrations

UNREAD_DEADLINES = ("consultation_complex", "mayor_report")
UNREAD_THRESHOLD = "small_number_minimum"
NEW = {
    "all_members": {
        "name_sq": "Shumica e të gjithë anëtarëve të këshillit",
        "name_en": "Majority of all members of the council",
        "use": "plan",
        "base": "seats",
        "comparison": "more",
        "numerator": 1,
        "denominator": 2,
        "source": "Ligji nr. 139/2015, neni 55; nëse kërkohet për një plan me kosto, e verifikon juristi",
        "source_mark": "unverified",
    },
    "closed_meeting": {
        "name_sq": "Jo më pak se tre të pestat e të gjithë anëtarëve",
        "name_en": "Not less than three fifths of all members",
        "use": "other",
        "base": "seats",
        "comparison": "at_least",
        "numerator": 3,
        "denominator": 5,
        "source": "Ligji nr. 139/2015, mbledhja e mbyllur; rregulloret e këshillave",
        "source_mark": "found",
    },
}


def mend(apps, schema_editor):
    apps.get_model("municipality", "DeadlineRule").objects.filter(code__in=UNREAD_DEADLINES).delete()
    apps.get_model("municipality", "Threshold").objects.filter(code=UNREAD_THRESHOLD).delete()
    majority = apps.get_model("municipality", "MajorityRule")
    if majority.objects.exists():
        for code, fields in NEW.items():
            majority.objects.get_or_create(code=code, defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0004_majorities_more_or_at_least")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
