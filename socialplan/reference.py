"""The committees and addressees a municipality begins with; rows to be checked by its lawyer (domain.md §5)."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from municipality.enums import SourceMark
from operations import audit
from socialplan.models import Committee, PlanAddressee

UNVERIFIED = "për t'u verifikuar nga juristi"
COMMITTEES: tuple[dict[str, Any], ...] = (
    {
        "code": "social",
        "name_sq": "Komisioni i përhershëm për çështjet sociale",
        "name_en": "Standing committee on social affairs",
        "source": f"Rregullorja e Këshillit Bashkiak; {UNVERIFIED}",
    },
    {
        "code": "finance",
        "name_sq": "Komisioni i përhershëm për buxhetin dhe financat",
        "name_en": "Standing committee on budget and finance",
        "source": f"Rregullorja e Këshillit Bashkiak; {UNVERIFIED}",
    },
)
ADDRESSEES: tuple[dict[str, Any], ...] = (
    {
        "code": "drshssh",
        "name_sq": "Drejtoria Rajonale e Shërbimit Social Shtetëror",
        "name_en": "Regional Directorate of the State Social Service",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
    },
    {
        "code": "mshms",
        "name_sq": "Ministria e Shëndetësisë dhe Mbrojtjes Sociale",
        "name_en": "Ministry of Health and Social Protection",
        "seat": "Tiranë",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
    },
    {
        "code": "county",
        "name_sq": "Këshilli i Qarkut",
        "name_en": "County Council",
        "source": f"Ligji nr. 121/2016; {UNVERIFIED}",
    },
    {
        "code": "donors",
        "name_sq": "Donatorët dhe partnerët e projektit",
        "name_en": "Donors and partners of the project",
        "source": "Zgjedhje e bashkisë",
        "source_mark": SourceMark.DESIGN,
    },
)


@transaction.atomic
def install_approval_rows(*, actor: Any) -> int:
    """Add the committees and addressees that are not there yet; returns how many. Existing rows are left alone."""
    added = [*_missing(Committee, COMMITTEES), *_missing(PlanAddressee, ADDRESSEES)]
    for row in added:
        row.save()
        audit.record(actor=actor, action="socialplan.install_row", subject=row, after={"code": row.code})
    return len(added)


def _missing(model: type[models.Model], rows: tuple[dict[str, Any], ...]) -> list[Any]:
    known = set(model._default_manager.values_list("code", flat=True))
    return [model(**fields) for fields in rows if fields["code"] not in known]
