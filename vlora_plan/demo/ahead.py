"""What lies ahead of the demonstration and beside its rounds: calendar, a proposal to begin, a complaint."""

from __future__ import annotations

import uuid

from django.utils import timezone

from accounts.enums import Role
from assessments.models import TargetGroup
from consultations.calls.ahead import answer_proposal, propose_start, save_planned
from consultations.calls.services import decide_complaint, take_complaint
from consultations.enums import ComplaintResult, ProposalResult
from consultations.forms.ahead import PlannedConsultationForm
from consultations.models import PlannedConsultation, Round, RoundComplaint, StartProposal
from municipality.models import AdministrativeUnit
from vlora_plan.demo.assessment import Actors

NAMESPACE = uuid.UUID("5e0f8f0e-0d6b-4a57-9c3a-2f7d0a8f5b13")
#: Month, title and explanation in both languages, whether a protected group is asked: then no unit is named.
CALENDAR = (
    (
        3,
        "Nevojat e familjeve në njësitë fshatare",
        "Needs of families in the rural units",
        "Takime në çdo njësi para buxhetit të ardhshëm.",
        "Meetings in each unit before the next budget.",
        False,
    ),
    (
        6,
        "Shërbimet pas vitit të parë të planit",
        "Services after the first year of the plan",
        "Grupet thonë çfarë ka ndryshuar për to.",
        "The groups say what has changed for them.",
        True,
    ),
    (
        10,
        "Rishikimi i masave të planit social",
        "Revision of the measures of the social plan",
        "Masat që nuk u arritën diskutohen para se të ndryshohen.",
        "Measures that were not reached are discussed before they are changed.",
        False,
    ),
)


def look_ahead(opened: Round, actors: Actors) -> None:
    """By the deeds of the pages, so that each list of a fresh demonstration has something to show."""
    coordinator = actors[Role.COORDINATOR]
    _fill_calendar(actors)
    wanted = {
        "Të vendoset orari i transportit për shkollat e fshatrave.": ProposalResult.BEGUN,
        "Të rregullohet ndriçimi te qendra ditore.": "",
    }
    for text, result in wanted.items():
        made = propose_start(StartProposal(submission_key=uuid.uuid5(NAMESPACE, text), text=text))
        if result:
            made.result = result
            made.subject_sq, made.subject_en = "Transporti i nxënësve", "Transport of pupils"
            made.answer_sq = "Procedura fillon me një konsultim në vjeshtë."
            made.answer_en = "The procedure begins with a consultation in autumn."
            answer_proposal(made, actor=coordinator)
    complaint = RoundComplaint(
        round=opened,
        received_on=timezone.localdate(),
        protocol_no="118/DEMO",
        about="Njoftimi nuk është vënë në këndin e njoftimeve të njësisë.",
    )
    take_complaint(complaint, actor=coordinator)
    complaint.result = ComplaintResult.REJECTED
    complaint.reason = "Njoftimi u gjet në këndin e njësisë, me fotografi; fjalët pranohen edhe më tej."
    decide_complaint(complaint, actor=coordinator)


def _fill_calendar(actors: Actors) -> None:
    groups = list(TargetGroup.objects.filter(is_active=True).values_list("pk", flat=True))
    units = list(AdministrativeUnit.objects.values_list("pk", flat=True))
    for month, title_sq, title_en, why_sq, why_en, asks_protected in CALENDAR:
        said = {
            "year": str(timezone.localdate().year),
            "month": str(month),
            "title_sq": title_sq,
            "title_en": title_en,
            "proposer": "Drejtoria e Shërbimeve Sociale",
            "explanation_sq": why_sq,
            "explanation_en": why_en,
            "groups": groups if asks_protected else [],
            "units": [] if asks_protected else units,
            "is_published": "on",
        }
        form = PlannedConsultationForm(said, instance=PlannedConsultation())
        if not form.is_valid():
            raise ValueError(form.errors.as_text())
        save_planned(form, actor=actors[Role.COORDINATOR])
