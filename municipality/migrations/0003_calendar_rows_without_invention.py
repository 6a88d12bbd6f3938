"""The Saturday nobody named goes, two days off that were read come, and every row says what it rests on."""

from datetime import date

from django.db import migrations
from django.db.models import F

INVENTED = date(2025, 1, 11)
READ = {date(2023, 11, 27): "nëntor 2023", date(2025, 12, 26): "dhjetor 2025"}


def mend(apps, schema_editor):
    day = apps.get_model("municipality", "CalendarDay")
    day.objects.filter(source="").update(source=F("legal_basis"))
    day.objects.filter(day=INVENTED, kind="working_saturday", checked_by="").delete()
    if not day.objects.exists():
        return
    for off, decided in READ.items():
        day.objects.get_or_create(
            day=off,
            territory="",
            defaults={
                "kind": "extra_day_off",
                "name_sq": "Ditë pushimi shtesë",
                "name_en": "Extra day off",
                "legal_basis": f"Vendim i Këshillit të Ministrave, {decided} (numri për t'u verifikuar)",
                "is_proclaimed_yearly": True,
                "source": "Lajmi i shtypit për vendimin; teksti i vendimit nuk u lexua",
                "source_mark": "found",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("municipality", "0002_calendar_sources_and_one_holder_a_day")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
