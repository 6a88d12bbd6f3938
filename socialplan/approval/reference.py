"""The committees and addressees that a municipality begins with, to be checked."""

from __future__ import annotations

from typing import Any

from municipality.enums import SourceMark
from socialplan.approval.models import Committee, PlanAddressee

UNVERIFIED = "për t'u verifikuar nga juristi"
UNVERIFIED_EN = "to be checked by the lawyer"

COMMITTEES: tuple[dict[str, Any], ...] = (
    {
        "code": "social",
        "name_sq": "Komisioni i përhershëm për çështjet sociale",
        "name_en": "Standing committee on social affairs",
        "source": f"Rregullorja e Këshillit Bashkiak; {UNVERIFIED}",
        "source_en": f"Rules of procedure of the municipal council; {UNVERIFIED_EN}",
    },
    {
        "code": "finance",
        "name_sq": "Komisioni i përhershëm për buxhetin dhe financat",
        "name_en": "Standing committee on budget and finance",
        "source": f"Rregullorja e Këshillit Bashkiak; {UNVERIFIED}",
        "source_en": f"Rules of procedure of the municipal council; {UNVERIFIED_EN}",
    },
)


ADDRESSEES: tuple[dict[str, Any], ...] = (
    {
        "code": "drshssh",
        "name_sq": "Drejtoria Rajonale e Shërbimit Social Shtetëror",
        "name_en": "Regional Directorate of the State Social Service",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
        "source_en": f"Law no. 121/2016; {UNVERIFIED_EN}",
    },
    {
        "code": "mshms",
        "name_sq": "Ministria e Shëndetësisë dhe Mbrojtjes Sociale",
        "name_en": "Ministry of Health and Social Protection",
        "seat": "Tiranë",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
        "source_en": f"Law no. 121/2016; {UNVERIFIED_EN}",
    },
    {
        "code": "county",
        "name_sq": "Këshilli i Qarkut",
        "name_en": "County Council",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
        "source_en": f"Law no. 121/2016; {UNVERIFIED_EN}",
    },
    {
        "code": "council",
        "name_sq": "Këshilli Bashkiak",
        "name_en": "Municipal Council",
        "is_active": False,
        "source": f"Ligji nr. 139/2015; {UNVERIFIED}",
        "source_en": f"Law no. 139/2015; {UNVERIFIED_EN}",
    },
    {
        "code": "donors",
        "name_sq": "Donatorët dhe partnerët e projektit",
        "name_en": "Donors and partners of the project",
        "is_report_compulsory": False,
        "source": "Zgjedhje e bashkisë",
        "source_en": "Choice of the municipality",
        "source_mark": SourceMark.DESIGN,
    },
)


def missing_lists() -> list[Committee | PlanAddressee]:
    """The committees and addressees as delivered that are not there yet, unsaved."""
    committees = set(Committee.objects.values_list("code", flat=True))
    addressees = set(PlanAddressee.objects.values_list("code", flat=True))
    return [
        *(Committee(**fields) for fields in COMMITTEES if fields["code"] not in committees),
        *(PlanAddressee(**fields) for fields in ADDRESSEES if fields["code"] not in addressees),
    ]
