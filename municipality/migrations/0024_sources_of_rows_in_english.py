"""The source of a row in English; delivered rows that still say what they were delivered with get it."""

from django.db import migrations, models

ROWS = ("Asked", "CalendarDay", "DeadlineRule", "MajorityRule", "Threshold")
SOURCES = {
    "Kalendari i festave, i njohur përgjithësisht; shpallja e vitit për t'u verifikuar": "Calendar of holidays, generally known; the year's proclamation is to be checked",
    "Kalendari zyrtar i festave të vitit 2024, i botuar në shtyp": "Official calendar of holidays of 2024, as published in the press",
    "Lajmi i shtypit për vendimin; teksti i vendimit nuk u lexua": "Press news of the decision; the text of the decision was not read",
    "Ligji nr. 107/2016, neni 16 (faqja e Prefektit Fier)": "Law no. 107/2016, article 16 (page of the Prefect of Fier)",
    "Ligji nr. 107/2016; praktika e prefektëve (kompetencat e verifikimit të ligjshmërisë)": "Law no. 107/2016; practice of the prefects (powers to verify legality)",
    "Ligji nr. 124/2024, në analogji me rregulloren e BE-së; për t'u verifikuar nga juristi": "Law no. 124/2024, by analogy with the EU regulation; to be checked by the lawyer",
    "Ligji nr. 124/2024; afati për t'u verifikuar nga juristi": "Law no. 124/2024; the term is to be checked by the lawyer",
    "Ligji nr. 124/2024; për t'u verifikuar nga juristi": "Law no. 124/2024; to be checked by the lawyer",
    "Ligji nr. 139/2015, mbledhja e mbyllur; rregulloret e këshillave": "Law no. 139/2015, closed meeting; rules of procedure of the councils",
    "Ligji nr. 139/2015, neni 53": "Law no. 139/2015, article 53",
    "Ligji nr. 139/2015, neni 55; nëse kërkohet për një plan me kosto, e verifikon juristi": "Law no. 139/2015, article 55; whether a plan that carries costs needs it is for the lawyer to check",
    "Ligji nr. 139/2015, neni 55; për t'u verifikuar nga juristi": "Law no. 139/2015, article 55; to be checked by the lawyer",
    "Ligji nr. 139/2015, neni 64; për t'u verifikuar nga juristi": "Law no. 139/2015, article 64; to be checked by the lawyer",
    "Ligji nr. 139/2015; për t'u verifikuar nga juristi": "Law no. 139/2015; to be checked by the lawyer",
    "Ligji nr. 146/2014, me gjasë neni 17; afati për t'u verifikuar nga juristi": "Law no. 146/2014, most likely article 17; the term is to be checked by the lawyer",
    "Ligji nr. 146/2014, neni 15": "Law no. 146/2014, article 15",
    "Ligji nr. 146/2014, neni 15; deri në 40 me vendim të organit publik": "Law no. 146/2014, article 15; up to 40 by decision of the public body",
    "Ligji nr. 146/2014. Zhvendosja e fundit të afatit: Ligji nr. 44/2015, për t'u verifikuar": "Law no. 146/2014. Moving of the end of the term: Law no. 44/2015, to be checked",
    "Ligji nr. 146/2014; faqet e bashkive Mirditë dhe Dimal": "Law no. 146/2014; pages of the municipalities of Mirdita and Dimal",
    "Ligji nr. 146/2014; vetëm kur mbahet takim publik (faqet e bashkive Mirditë dhe Dimal)": "Law no. 146/2014; only where a public meeting is held (pages of the municipalities of Mirdita and Dimal)",
    "Ligji nr. 68/2017 dhe praktika e bashkive; për t'u verifikuar nga juristi": "Law no. 68/2017 and practice of the municipalities; to be checked by the lawyer",
    "Lista e festave zyrtare, e botuar në shtyp": "List of official holidays, as published in the press",
    "Metodika e botimit të numrave të vegjël": "Method of publishing small numbers",
    "Metodika e botimit të numrave të vegjël, grupe të mbrojtura": "Method of publishing small numbers, protected groups",
    "Metodika e matjes së pjesëmarrjes": "Method of measuring participation",
    "Metodika e monitorimit e planit": "Monitoring method of the plan",
    "Praktika e bashkive; për t'u verifikuar nga juristi": "Practice of the municipalities; to be checked by the lawyer",
    "Zgjedhje e bashkisë": "Choice of the municipality",
    "Zgjedhje e bashkisë: mbi këtë numër fjalët merren dhe lexohen nga një person para se të vazhdojnë": "Choice of the municipality: above this number words are received, and read by a person before they go on",
    "Zgjedhje e bashkisë; ligji nr. 124/2024 kërkon një afat": "Choice of the municipality; Law no. 124/2024 asks for a term",
}
BASES = {
    "Ligji nr. 7651/1992 për festat zyrtare dhe ditët përkujtimore, i ndryshuar": "Law no. 7651/1992 on official holidays and commemorative days, as amended",
    "Ligji nr. 7651/1992 për festat zyrtare dhe ditët përkujtimore, i ndryshuar; data shpallet çdo vit": "Law no. 7651/1992 on official holidays and commemorative days, as amended; the date is proclaimed each year",
    "Festa në ditë pushimi zhvendoset të hënën; Ligji nr. 7651/1992 për festat zyrtare dhe ditët përkujtimore, i ndryshuar": "A holiday on a day of rest moves to Monday; Law no. 7651/1992 on official holidays and commemorative days, as amended",
    "Festa në ditë pushimi zhvendoset të hënën; Ligji nr. 7651/1992 për festat zyrtare dhe ditët përkujtimore, i ndryshuar; data shpallet çdo vit": "A holiday on a day of rest moves to Monday; Law no. 7651/1992 on official holidays and commemorative days, as amended; the date is proclaimed each year",
    "Ligji për festat zyrtare, i ndryshuar (Dita e Alfabetit, nga viti 2024)": "Law on official holidays, as amended (Alphabet Day, since 2024)",
    "Festa në ditë pushimi zhvendoset të hënën; Ligji për festat zyrtare, i ndryshuar (Dita e Alfabetit, nga viti 2024)": "A holiday on a day of rest moves to Monday; Law on official holidays, as amended (Alphabet Day, since 2024)",
    "Vendim i Këshillit të Ministrave, dhjetor 2024 (numri për t'u verifikuar)": "Decision of the Council of Ministers, December 2024 (number to be checked)",
    "Vendim i Këshillit të Ministrave, dhjetor 2025 (numri për t'u verifikuar)": "Decision of the Council of Ministers, December 2025 (number to be checked)",
    "Vendim i Këshillit të Ministrave, maj 2025 (numri për t'u verifikuar)": "Decision of the Council of Ministers, May 2025 (number to be checked)",
    "Vendim i Këshillit të Ministrave, nëntor 2023 (numri për t'u verifikuar)": "Decision of the Council of Ministers, November 2023 (number to be checked)",
}


def translate(apps, schema_editor):
    for name in ROWS:
        rows = apps.get_model("municipality", name).objects
        for albanian, english in SOURCES.items():
            rows.filter(source=albanian, source_en="").update(source_en=english)
    day = apps.get_model("municipality", "CalendarDay")
    for albanian, english in BASES.items():
        day.objects.filter(legal_basis=albanian, legal_basis_en="").update(legal_basis_en=english)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0023_identifier_for_donors")]

    operations = [
        migrations.AddField(
            model_name="asked",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="legal_basis_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="legal basis (English)"
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="deadlinerule",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="majorityrule",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.AddField(
            model_name="threshold",
            name="source_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="source (English)"
            ),
        ),
        migrations.RunPython(translate, migrations.RunPython.noop, elidable=True),
    ]
