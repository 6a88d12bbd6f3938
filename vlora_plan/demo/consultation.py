"""The demonstration's consultation: three rounds, ten events, thirty-four contributions and their answers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.demo import ORGANISATION
from accounts.enums import Role
from accounts.models import Organisation, User
from assessments.models import Assessment, Need, TargetGroup
from consultations.enums import (
    ContributionChannel,
    DraftFileKind,
    EngagedKind,
    EventStatus,
    FeedbackChannel,
    RoundKind,
    RoundStep,
    Sex,
    Visibility,
)
from consultations.models import (
    AttendanceCount,
    ConsultationEvent,
    ConsultedDraft,
    Contribution,
    Disposition,
    FeedbackEntry,
    Recommendation,
    Redaction,
    Round,
    RoundFile,
    UniquePerson,
)
from consultations.services.contributions import enter_contribution
from consultations.services.drafts import attach_file, freeze_draft
from consultations.services.events import publish_attendance, record_attendance, save_event
from consultations.services.notices import record_feedback
from consultations.services.persons import register_person
from consultations.services.recommendations import answer_recommendation, save_recommendation
from consultations.services.redactions import redact
from consultations.services.rounds import move_round, save_round
from municipality.models import AdministrativeUnit
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE, read

NAMESPACE = uuid.UUID("6f1c4a52-3f0e-4c7b-9d7a-2a5d0b6f2024")
Actors = dict[Role, User]
Rounds = dict[str, Round]

ANSWER_DAYS = 20  # what the demonstration promises

ROUND_TEXTS: dict[str, dict[str, Any]] = {
    RoundKind.LISTENING: {
        "answer_days": ANSWER_DAYS,
        "title_sq": "Dëgjimi i grupeve në nevojë",
        "title_en": "Listening to the groups in need",
        "about_sq": "Çfarë u duhet grupeve në nevojë, para se të hartohet plani.",
        "about_en": "What the groups in need require, before the plan is drafted.",
    },
    RoundKind.DRAFT_PLAN: {
        "answer_days": ANSWER_DAYS,
        "title_sq": "Konsultimi publik i projektplanit social 2024–2026",
        "title_en": "Public consultation of the draft social plan 2024–2026",
        "about_sq": "Projektplani, relacioni dhe vlerësimi i nevojave.",
        "about_en": "The draft plan, its explanatory report and the needs assessment.",
        "draft_sq": "Projektplani dhe relacioni gjenden në këtë faqe dhe në sportelin e bashkisë.",
        "draft_en": "The draft and the explanatory report are on this site and at the municipality's desk.",
        "reasons_sq": "Plani përcakton shërbimet shoqërore, koston dhe burimet e tyre për tre vjet.",
        "reasons_en": "The plan sets the social services, their cost and sources for three years.",
        "manner_sq": "Në këtë faqe, me postë te protokolli i bashkisë, ose me gojë në dëgjesat publike.",
        "manner_en": "On this site, by post to the municipality's registry, or orally at the public hearings.",
        "meetings_sq": "17.04.2024 Orikum; 24.04.2024 Vlorë.",
        "meetings_en": "17.04.2024 Orikum; 24.04.2024 Vlorë.",
        "easy_read_reason": "Përmbledhja u tha me fjalë të thjeshta në të dyja dëgjesat publike.",
        "coordinator_contact": "Zyra e koordinatorit për njoftimin dhe konsultimin publik, e hënë–e premte 8:00–16:00",
    },
    "open": {
        "answer_days": ANSWER_DAYS,
        "title_sq": "Çfarë duhet të ndryshojë në planin e ardhshëm social?",
        "title_en": "What should change in the next social plan?",
        "about_sq": "Thoni çfarë ju mungon, çfarë funksionon dhe çfarë jo. Ky raund mbetet i hapur që formularin ta "
        "provojë kushdo; fjalët e tij hyjnë në planin pas atij të viteve 2024–2026.",
        "about_en": "Say what you lack, what works and what does not. This round stays open so that anybody can try "
        "the form; its words go into the plan after that of 2024–2026.",
    },
    RoundKind.FEEDBACK: {
        "answer_days": ANSWER_DAYS,
        "title_sq": "Kthimi i përgjigjeve te grupet",
        "title_en": "Returning the answers to the groups",
        "about_sq": "Rezultatet e studimit dhe përgjigjet e bashkisë.",
        "about_en": "The results of the study and the municipality's answers.",
    },
}


OPEN_TO_ALL = (
    "Takim i hapur për të gjithë: askush nuk paraqitet si pjesëtar i një grupi dhe askujt nuk i kërkohet ta thotë."
)


def on(day: str) -> Entry:
    return Entry(date.fromisoformat(day), is_back_entry=True, source_document=SOURCE)


def hold_listening(assessment: Assessment, actors: Actors) -> Rounds:
    """The rounds, planned and published; events and contributions of each; recommendations not yet answered."""
    coordinator = actors[Role.COORDINATOR]
    groups = list(TargetGroup.objects.in_use())
    rounds: Rounds = {}
    for kind, notice in ((RoundKind.LISTENING, "2024-02-05"), (RoundKind.DRAFT_PLAN, "2024-04-08")):
        consultation = Round(kind=kind, assessment=assessment, **ROUND_TEXTS[kind])
        save_round(consultation, actor=coordinator, groups=groups, entry=on(notice))
        if kind == RoundKind.DRAFT_PLAN:
            _attach_draft(consultation, coordinator)
        rounds[kind] = move_round(consultation, RoundStep.PUBLISH, actor=coordinator, entry=on(notice))
    events = {row["on"]: _hold(row, rounds, actors) for row in read("events")["events"] if row["round"] in rounds}
    for row in read("consultation")["contributions"]:
        _contribute(row, rounds, events, actors)
    _register_persons(actors)
    return rounds


def _attach_draft(consultation: Round, coordinator: User) -> None:
    """The list of measures as it hung at the desk with the notice; the whole draft follows as a frozen copy."""
    measures = [(row["code"], row["name_sq"]) for row in read("plan")["measures"]]
    lines = "\r\n".join(f"{code};{title}" for code, title in [("Kodi", "Masa"), *measures])
    upload = ContentFile(f"\ufeff{lines}\r\n".encode(), "projektplani-masat.csv")
    kept = RoundFile(round=consultation, kind=DraftFileKind.DRAFT, language="sq")
    attach_file(kept, upload, actor=coordinator, entry=on("2024-04-08"))


def freeze_consulted_plan(rounds: Rounds, actors: Actors) -> None:
    """The draft place by place, as the site shows it since the day after the notice."""
    copy = ConsultedDraft(
        round=rounds[RoundKind.DRAFT_PLAN],
        changes_sq="Të njëjtat masa si në listën e njoftimit, tani me gjithë kapitujt e projektit.",
        changes_en="The same measures as in the list of the notice, now with all chapters of the draft.",
    )
    freeze_draft(copy, actor=actors[Role.COORDINATOR], entry=on("2024-04-09"), with_files=False)


def _hold(row: dict[str, Any], rounds: Rounds, actors: Actors) -> ConsultationEvent:
    coordinator = actors[Role.COORDINATOR]
    event = ConsultationEvent(
        round=rounds[row["round"]],
        kind_id=row["kind"],
        title_sq=row["title_sq"],
        title_en=row["title_en"],
        status=EventStatus.HELD,
        held_on=date.fromisoformat(row["on"]),
        unit=AdministrativeUnit.objects.get(name_sq=row["unit"]),
        confidentiality=row["confidentiality"],
        privacy_reason=OPEN_TO_ALL if row["groups"] == ["ALL"] else "",
        accessibility="Hyrje me rampë" if row["confidentiality"] == "public" else "",
        short_notice_reason=row.get("short_notice_reason", ""),
    )
    codes = row["groups"]
    groups = TargetGroup.objects.in_use() if codes == ["ALL"] else TargetGroup.objects.filter(code__in=codes)
    save_event(event, actor=coordinator, groups=list(groups), entry=on(row["on"]))
    counts = [AttendanceCount(event=event, sex=sex, count=row[sex]) for sex in (Sex.WOMEN, Sex.MEN)]
    kinds = ("cso", "authority", "community")
    counts += [AttendanceCount(event=event, participant_type=kind, count=row[kind]) for kind in kinds]
    return record_attendance(event, counts, actor=coordinator, entry=on(row["on"]))


def _contribute(
    row: dict[str, Any], rounds: Rounds, events: dict[str, ConsultationEvent], actors: Actors
) -> Recommendation:
    coordinator = actors[Role.COORDINATOR]
    event = events.get(row["event"] or "")
    consultation = event.round if event else rounds[RoundKind.DRAFT_PLAN]
    of_organisation = row.get("is_of_organisation", False)
    day = row["event"] or f"2024-04-{9 + row['number'] % 20:02}"
    contribution = Contribution(
        round=consultation,
        event=event,
        submission_key=uuid.uuid5(NAMESPACE, str(row["number"])),
        channel={
            "event": ContributionChannel.EVENT,
            "web": ContributionChannel.WEB,
            "post": ContributionChannel.PAPER,
        }[row["channel"]],
        text=row["words_sq"],
        spoken_by="organisation" if of_organisation else "resident",
        organisation=Organisation.objects.get(name=ORGANISATION) if of_organisation else None,
        consents_to_publish=row["group"] != "GBV" and not (event and event.is_counts_only),
    )
    receipt = enter_contribution(contribution, actor=coordinator, entry=on(day))
    if receipt.contribution.visibility == Visibility.PUBLIC:
        redact(Redaction(contribution=receipt.contribution, text=row["words_sq"]), actor=coordinator)
    recommendation = Recommendation(
        round=consultation,
        code=f"R{row['number']:02}",
        title_sq=row["recommendation_sq"].rstrip("."),
        title_en=row["recommendation_en"].rstrip("."),
        text_sq=row["recommendation_sq"],
        text_en=row["recommendation_en"],
    )
    needs = Need.objects.filter(code=row["need"], assessment=consultation.assessment)
    heard = [receipt.contribution]
    return save_recommendation(recommendation, actor=coordinator, contributions=heard, needs=needs, entry=on(day))


def _register_persons(actors: Actors) -> None:
    for kind, counts in read("events")["persons"].items():
        for sex, count in counts.items():
            for number in range(count):
                person = UniquePerson(kind=EngagedKind(kind), sex=sex, consented_on=date(2024, 2, 6))
                code = f"demo-{kind}-{sex}-{number}"
                register_person(person, code=code, actor=actors[Role.COORDINATOR], entry=on("2024-02-06"))


def answer_all(rounds: Rounds, actors: Actors) -> dict[int, Disposition]:
    """Close the rounds and hold an answer to each recommendation; by the contribution's number."""
    coordinator = actors[Role.COORDINATOR]
    for kind, day in ((RoundKind.LISTENING, "2024-03-29"), (RoundKind.DRAFT_PLAN, "2024-05-10")):
        publish_attendance(rounds[kind], actor=coordinator, entry=on(day))
        rounds[kind] = move_round(rounds[kind], RoundStep.CLOSE, actor=coordinator, entry=on(day))
    answers = {}
    for row in read("consultation")["contributions"]:
        recommendation = Recommendation.objects.get(round__in=rounds.values(), code=f"R{row['number']:02}")
        answer = Disposition(
            recommendation=recommendation,
            answer=row["answer"],
            reason_sq=row["reason_sq"],
            reason_en=row["reason_en"],
            competent_body_sq=row.get("competent_body_sq", ""),
            competent_body_en=row.get("competent_body_en", ""),
        )
        answers[row["number"]] = answer_recommendation(answer, actor=coordinator, entry=on("2024-05-10"))
    return answers


def publish_and_return(rounds: Rounds, actors: Actors) -> None:
    """Publish the answers in one batch per round, return them at the workshop, and write the feedback ledger."""
    coordinator = actors[Role.COORDINATOR]
    for kind in (RoundKind.LISTENING, RoundKind.DRAFT_PLAN):
        rounds[kind] = move_round(rounds[kind], RoundStep.ANSWER, actor=coordinator, entry=on("2024-05-11"))
    feedback = Round(kind=RoundKind.FEEDBACK, **ROUND_TEXTS[RoundKind.FEEDBACK])
    save_round(feedback, actor=coordinator, groups=list(TargetGroup.objects.in_use()), entry=on("2024-05-11"))
    rounds[RoundKind.FEEDBACK] = move_round(feedback, RoundStep.PUBLISH, actor=coordinator, entry=on("2024-05-11"))
    for row in read("events")["events"]:
        if row["round"] == RoundKind.FEEDBACK:
            _hold(row, rounds, actors)
    publish_attendance(rounds[RoundKind.FEEDBACK], actor=coordinator, entry=on("2024-05-13"))
    for step in (RoundStep.CLOSE, RoundStep.ANSWER):
        rounds[RoundKind.FEEDBACK] = move_round(
            rounds[RoundKind.FEEDBACK], step, actor=coordinator, entry=on("2024-05-13")
        )
    for kind in RoundKind:
        for group in rounds[kind].groups.all():
            entry = FeedbackEntry(
                round=rounds[kind],
                group=group,
                channel=FeedbackChannel.MEETING,
                content="Përgjigjet e bashkisë dhe vendi i tyre në plan",
                informed_on=date(2024, 5, 13),
            )
            record_feedback(entry, actor=coordinator, entry=on("2024-05-13"))
        _tell_organisations(rounds[kind], coordinator)
        rounds[kind] = move_round(rounds[kind], RoundStep.REPORT, actor=coordinator, entry=on("2024-05-13"))


def _tell_organisations(consultation: Round, coordinator: User) -> None:
    """At the workshop too: each organisation that sent something."""
    for organisation in Organisation.objects.filter(contributions__round=consultation).distinct():
        told = FeedbackEntry(
            round=consultation,
            organisation=organisation,
            channel=FeedbackChannel.MEETING,
            content="Përgjigjet e bashkisë dhe vendi i tyre në plan",
            informed_on=date(2024, 5, 13),
        )
        record_feedback(told, actor=coordinator, entry=on("2024-05-13"))


def open_for_visitors(actors: Actors) -> Round:
    """The one round of the demonstration that is open today, without a last day, so that the form can be tried."""
    coordinator = actors[Role.COORDINATOR]
    consultation = Round(kind=RoundKind.LISTENING, **ROUND_TEXTS["open"])
    save_round(consultation, actor=coordinator, groups=list(TargetGroup.objects.in_use()))
    return move_round(consultation, RoundStep.PUBLISH, actor=coordinator)
