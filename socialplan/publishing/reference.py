"""The rows a municipality begins with, to be checked: legal bases, texts, and those of all rooms."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from operations.deeds import record
from socialplan.approval.reference import UNVERIFIED, UNVERIFIED_EN, missing_lists
from socialplan.content.enums import PlanKind
from socialplan.content.reference import missing_money, missing_outline
from socialplan.publishing.actions import PublishingAction
from socialplan.publishing.enums import TemplateKind
from socialplan.publishing.models import DocumentTemplate, LegalBasis

# The laws named in docs/law.md#social-plan and its neighbours; articles are the lawyer's to add.
LEGAL_BASES: tuple[dict[str, Any], ...] = (
    {
        "code": "local-government",
        "position": 1,
        "text_sq": "Ligjit nr. 139/2015 „Për vetëqeverisjen vendore“",
        "text_en": "Law no. 139/2015 “On local self-government”",
        "source": f"Ligji nr. 139/2015; nenet {UNVERIFIED}",
        "source_en": f"Law no. 139/2015; articles {UNVERIFIED_EN}",
    },
    {
        "code": "social-care",
        "position": 2,
        "text_sq": "Ligjit nr. 121/2016 „Për shërbimet e kujdesit shoqëror në Republikën e Shqipërisë“",
        "text_en": "Law no. 121/2016 “On social care services in the Republic of Albania”",
        "source": f"Ligji nr. 121/2016; nenet {UNVERIFIED}",
        "source_en": f"Law no. 121/2016; articles {UNVERIFIED_EN}",
    },
    {
        "code": "consultation",
        "position": 3,
        "text_sq": "Ligjit nr. 146/2014 „Për njoftimin dhe konsultimin publik“",
        "text_en": "Law no. 146/2014 “On notification and public consultation”",
        "source": f"Ligji nr. 146/2014; nenet {UNVERIFIED}",
        "source_en": f"Law no. 146/2014; articles {UNVERIFIED_EN}",
    },
    {
        "code": "local-finances",
        "position": 4,
        "text_sq": "Ligjit nr. 68/2017 „Për financat e vetëqeverisjes vendore“",
        "text_en": "Law no. 68/2017 “On the finances of local self-government”",
        "source": f"Ligji nr. 68/2017; nenet {UNVERIFIED}",
        "source_en": f"Law no. 68/2017; articles {UNVERIFIED_EN}",
    },
    {
        "code": "service-types",
        "position": 5,
        "text_sq": "Vendimit të Këshillit të Ministrave nr. 518, datë 4.9.2018",
        "text_en": "Decision of the Council of Ministers no. 518 of 4.9.2018",
        "source": f"VKM nr. 518, datë 4.9.2018; titulli dhe pikat {UNVERIFIED}",
        "source_en": f"Decision no. 518 of the Council of Ministers, 4.9.2018; title and points {UNVERIFIED_EN}",
    },
)
TEXTS = Path(__file__).parent / "official_texts"
TEXT_SOURCE = "Tekst fillestar i programit, sipas praktikës së akteve të këshillave; " + UNVERIFIED
TEXT_SOURCE_EN = "First text of the program, after the practice of councils' acts; " + UNVERIFIED_EN


def first_texts() -> list[dict[str, Any]]:
    """The texts of a plan's official papers as they are delivered, each kind in each language."""
    return _texts_in(TEXTS)


def first_strategy_texts() -> list[dict[str, Any]]:
    """Those of a monitoring strategy, which has neither measures nor money."""
    return [fields | {"document": str(PlanKind.MONITORING_STRATEGY)} for fields in _texts_in(TEXTS / "strategy")]


def _texts_in(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(kind),
            "language": language,
            "body": (folder / f"{kind}.{language}.html").read_text(encoding="utf-8").replace("\n", ""),
            "source": TEXT_SOURCE,
            "source_en": TEXT_SOURCE_EN,
        }
        for kind in TemplateKind
        for language, _name in settings.LANGUAGES
    ]


@transaction.atomic
def install_approval_rows(*, actor: Any) -> int:
    """Add the rows that are not there yet; returns how many. Existing rows are left alone."""
    added = [*missing_outline(), *missing_money(), *missing_lists(), *_missing_bases(), *_missing_texts()]
    for row in added:
        row.save()
        record(PublishingAction.INSTALL_ROW, row, actor=actor, after={"row": str(row)})
    return len(added)


@transaction.atomic
def check_legal_bases(*, actor: Any, checked_by: str, checked_on: date) -> None:
    """The lawyer's word on every basis that the papers cite; without it no paper is made."""
    for row in LegalBasis.objects.unverified():
        row.checked_by, row.checked_on = checked_by, checked_on
        row.save(update_fields=["checked_by", "checked_on", "updated_at"])
        after = {"checked_by": checked_by, "checked_on": checked_on.isoformat()}
        record(PublishingAction.SAVE_LEGALBASIS, row, actor=actor, after=after)


def _missing_bases() -> list[LegalBasis]:
    known = set(LegalBasis.objects.values_list("code", flat=True))
    return [LegalBasis(**fields) for fields in LEGAL_BASES if fields["code"] not in known]


def _missing_texts() -> list[DocumentTemplate]:
    known = set(DocumentTemplate.objects.values_list("document", "kind", "language"))
    rows = [DocumentTemplate(**fields) for fields in (*first_texts(), *first_strategy_texts())]
    return [row for row in rows if (row.document, row.kind, row.language) not in known]
