"""Nothing that tells a person is kept with a counts-only event, on whatever way it comes."""

import re
import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from consultations.enums import Confidentiality
from consultations.models import (
    AttendanceCount,
    AttendeeName,
    Coding,
    ConsentWithdrawal,
    ConsultationEvent,
    Contribution,
    ContributionContact,
    ContributionScan,
    DangerAlert,
    DangerCorrection,
    DangerSettlement,
    DataOpening,
    EventFile,
    FeedbackEntry,
    IntakeHold,
    LateReply,
    MinutesPoint,
    NoProposal,
    NoticeBounce,
    PersonRequest,
    PointRedaction,
    PublishedWords,
    Redaction,
    SealedPoint,
    SpeakerNotice,
    TextReport,
    WordsRemoval,
    WorkNote,
)
from operations.models import OutgoingMessage, StoredFile
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    ContributionScanFactory,
    MinutesPointFactory,
    PersonRequestFactory,
    PublishedWordsFactory,
    RecommendationFactory,
    RedactionFactory,
    RoundFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

REFUSED = "event_counts_only_refuses_names"
POINT = "Rampë te shkolla."
WORDS = "Na duhet një linjë autobusi."


@pytest.fixture(autouse=True)
def _municipality(db) -> None:
    MunicipalityFactory()


@pytest.fixture
def event():
    return ConsultationEventFactory(confidentiality=Confidentiality.COUNTS_ONLY)


def pointing_at(target: type[Model], found: set[type[Model]]) -> set[type[Model]]:
    """Every model with a way of keys to the target, however long."""
    for model in apps.get_models(include_auto_created=True):
        keys = [field for field in model._meta.concrete_fields if field.remote_field]
        if model not in found and model is not target and any(field.related_model is target for field in keys):
            found.add(model)
            pointing_at(model, found)
    return found


def file_of(event: ConsultationEvent) -> EventFile:
    photo = StoredFile.objects.create(sha256="0" * 64, name="f.jpg", content_type="image/jpeg", size=1, file="f.jpg")
    return EventFile.objects.create(event=event, file=photo, title="Foto")


def attendee(event: ConsultationEvent) -> AttendeeName:
    return AttendeeName.objects.create(event=event, name="Kodi 1", consents_to_list=True, erase_on=date(2027, 1, 1))


def contact(event: ConsultationEvent, **said: object) -> ContributionContact:
    spoken = ContributionFactory(event=event, round=event.round)
    return ContributionContact.objects.create(contribution=spoken, **said)


def feedback(event: ConsultationEvent, **whom: object) -> FeedbackEntry:
    spoken = ContributionFactory(event=event, round=event.round)
    return FeedbackEntry.objects.create(
        round=event.round,
        contribution=spoken,
        channel="meeting",
        content="Përgjigjet",
        informed_on=date(2024, 5, 13),
        recorded_by=UserFactory(),
        **whom,
    )


def of_an_organisation(event: ConsultationEvent) -> Contribution:
    return ContributionFactory(event=event, round=event.round, organisation=OrganisationFactory())


def spoken(**more: object) -> object:
    return lambda event: ContributionFactory(event=event, round=event.round, **more)


def coding(event: ConsultationEvent) -> Coding:
    recommendation = RecommendationFactory(round=event.round)
    return CodingFactory(
        recommendation=recommendation, contribution=ContributionFactory(event=event, round=event.round)
    )


def words_of(event: ConsultationEvent) -> PublishedWords:
    said = ContributionFactory(event=event, round=event.round, consents_to_publish=True, visibility="public")
    return PublishedWordsFactory(redaction=RedactionFactory(contribution=said))


def said_at(event: ConsultationEvent) -> Contribution:
    return ContributionFactory(event=event, round=event.round)


def alert(event: ConsultationEvent) -> DangerAlert:
    return DangerAlert.objects.create(contribution=ContributionFactory(event=event, round=event.round))


def notice(event: ConsultationEvent) -> SpeakerNotice:
    mail = OutgoingMessage.objects.create(kind="consultations.told", dedupe_key=f"notice-{event.pk}")
    spoken = ContributionFactory(event=event, round=event.round)
    return SpeakerNotice.objects.create(contribution=spoken, occasion="receipt", about="x", message=mail)


def scan(event: ConsultationEvent) -> ContributionScan:
    paper = ContributionFactory(event=event, round=event.round, channel="paper")
    return ContributionScanFactory(contribution=paper)


def bounce(event: ConsultationEvent) -> NoticeBounce:
    return NoticeBounce.objects.create(notice=notice(event), reason=".", recorded_by=UserFactory())


#: Per model: what it may hold at such an event, and each way in which it would tell a person.
KEPT = {
    AttendanceCount: lambda event: AttendanceCount.objects.create(event=event, sex="women", count=7),
    Contribution: spoken(spoken_by="resident"),
    FeedbackEntry: feedback,
    Coding: coding,
    Redaction: lambda event: Redaction.objects.create(
        contribution=ContributionFactory(event=event, round=event.round),
        text=".",
        removes=False,
        recorded_by=UserFactory(),
    ),
    DataOpening: lambda event: DataOpening.objects.create(
        contribution=ContributionFactory(event=event, round=event.round),
        opened="original",
        reason=".",
        opened_by=UserFactory(),
    ),
    ConsentWithdrawal: lambda event: ConsentWithdrawal.objects.create(
        contribution=ContributionFactory(event=event, round=event.round), purpose="publication"
    ),
    NoProposal: lambda event: NoProposal.objects.create(
        contribution=ContributionFactory(event=event, round=event.round), reason="Falënderim", coded_by=UserFactory()
    ),
    ConsultationEvent.groups.through: lambda event: event.groups.add(TargetGroupFactory(is_protected=True)),
    DangerAlert: alert,
    LateReply: lambda event: LateReply.objects.create(
        contribution=said_at(event), reply="Po", answered_on=date(2024, 5, 13), recorded_by=UserFactory()
    ),
    IntakeHold: lambda event: IntakeHold.objects.create(contribution=said_at(event), signs="trap"),
    WorkNote: lambda event: WorkNote.objects.create(contribution=said_at(event), note="Për të premten"),
    PersonRequest: lambda event: PersonRequestFactory(
        contribution=ContributionFactory(event=event, round=event.round)
    ),
    PointRedaction: lambda event: PointRedaction.objects.create(
        point=MinutesPointFactory(event=event), remaining=[[0, 5]], reason="Emër", recorded_by=UserFactory()
    ),
    WordsRemoval: lambda event: WordsRemoval.objects.create(
        event=event,
        field="title_sq",
        remaining=[[0, 5]],
        reason="Emër",
        recorded_by=UserFactory(),
        proof={"salt": "s", "digest": "d"},
    ),
    SealedPoint: lambda event: SealedPoint.objects.create(
        point=MinutesPointFactory(event=event, text=POINT), text=POINT
    ),
    MinutesPoint: lambda event: MinutesPoint.objects.create(
        event=event, number=1, text="Rampë", recorded_by=UserFactory()
    ),
    DangerCorrection: lambda event: DangerCorrection.objects.create(
        settlement=DangerSettlement.objects.create(
            alert=alert(event), result="referred", referred_to="NJMF", recorded_by=UserFactory()
        ),
        reason="Gabim",
        recorded_by=UserFactory(),
    ),
    DangerSettlement: lambda event: DangerSettlement.objects.create(
        alert=alert(event), result="referred", referred_to="NJMF", recorded_by=UserFactory()
    ),
}
TELLING = {
    AttendeeName: {"any": attendee},
    EventFile: {"any": file_of},
    Contribution: {
        "organisation": of_an_organisation,
        "consent": spoken(consents_to_publish=True),
        "publication": spoken(consents_to_publish=True, visibility="public"),
        "group": lambda event: ContributionFactory(event=event, round=event.round, group=TargetGroupFactory()),
        "unit": lambda event: ContributionFactory(event=event, round=event.round, unit=AdministrativeUnitFactory()),
        "sex": spoken(sex="women"),
        "age": spoken(age_band="16_24"),
        "guardian": spoken(guardian_consent="Me shkrim"),
    },
    ContributionContact: {
        "name": lambda event: contact(event, name="Emri"),
        "e-mail": lambda event: contact(event, email="a@example.org", consents_to_feedback=True),
        "nothing but a row": contact,
    },
    ContributionScan: {"any": scan},
    PublishedWords: {"any": words_of},
    SpeakerNotice: {"any": notice},
    NoticeBounce: {"any": bounce},
    TextReport: {"any": lambda event: TextReport.objects.create(words=words_of(event), complaint=".")},
    FeedbackEntry: {"organisation": lambda event: feedback(event, organisation=OrganisationFactory())},
}
HARMLESS = {
    PointRedaction: {"id", "point", "remaining", "reason", "for_good", "recorded_by", "recorded_at"},
    WordsRemoval: {"id", "event", "point", "contribution", "recommendation", "field", "remaining", "reason"}
    | {"disposition", "late_reply", "feedback", "extension", "start_proposal", "proof", "recorded_by", "recorded_at"},
    SealedPoint: {"id", "point", "text", "sealed_at"},
    MinutesPoint: {"id", "event", "number", "text", "contribution", "reason", "recorded_by", "recorded_at"},
    AttendanceCount: {"id", "event", "sex", "participant_type", "group", "unit", "age_band", "count"},
    DangerCorrection: {"id", "settlement", "referred_to", "reason", "recorded_by", "recorded_at"},
    Coding: {"id", "contribution", "recommendation", "coded_by", "recorded_at"},
    Redaction: {"id", "contribution", "text", "removes", "reason", "recorded_by", "recorded_at"},
    DataOpening: {"id", "contribution", "point", "opened", "reason", "opened_by", "recorded_at"},
    ConsentWithdrawal: {"id", "contribution", "purpose", "recorded_by", "recorded_at"},
    DangerAlert: {"id", "contribution", "raised_by", "recorded_at"},
    PersonRequest: {"id", "kind", "received_on", "protocol_no", "contribution", "about", "due_on", "outcome"}
    | {"answered_on", "answer", "recorded_by", "recorded_at"},
    DangerSettlement: {"id", "alert", "result", "referred_to", "reason", "recorded_by", "recorded_at"},
    NoProposal: {"id", "contribution", "reason", "coded_by", "recorded_at"},
    LateReply: {"id", "contribution", "reply", "answered_on", "recorded_by", "recorded_at"},
    IntakeHold: {"id", "contribution", "signs", "result", "reason", "reviewed_by", "recorded_at"},
    WorkNote: {"id", "contribution", "assigned_to", "note", "created_at", "updated_at"},
    ConsultationEvent.groups.through: {"id", "consultationevent", "targetgroup"},
    FeedbackEntry: {"id", "round", "contribution", "group", "channel", "content", "informed_on", "recorded_by"}
    | {"recorded_at", "is_back_entry"},
    Contribution: {"id", "submission_key", "round", "event", "channel", "language", "text", "spoken_by", "entered_by"}
    | {"reference_hash", "digest", "happened_on", "recorded_at", "is_back_entry", "source_document"}
    | {"draft", "place_kind", "place_key", "protocol_no", "is_late", "same_words"},
}
REFUSED_FIELDS = {
    Contribution: {"organisation", "consents_to_publish", "visibility"}
    | {"group", "unit", "sex", "age_band", "guardian_consent"},
    FeedbackEntry: {"organisation"},
}


def test_every_model_that_points_at_an_event_is_judged_field_by_field():
    """A new model or field must be sorted here, and then refused or kept below."""
    assert pointing_at(ConsultationEvent, set()) == set(KEPT) | set(TELLING)
    for model, harmless in HARMLESS.items():
        fields = {field.name for field in model._meta.concrete_fields}
        assert fields == harmless | REFUSED_FIELDS.get(model, set()), model


@pytest.mark.parametrize(("model", "way"), [(model, way) for model, ways in TELLING.items() for way in ways], ids=str)
def test_each_refuses_what_tells_a_person(model, way, event):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        TELLING[model][way](event)


@pytest.mark.parametrize("model", KEPT, ids=str)
def test_each_keeps_what_tells_nobody(model, event):
    KEPT[model](event)

    assert model._base_manager.exists()


@pytest.mark.parametrize(("model", "way"), [(model, way) for model, ways in TELLING.items() for way in ways], ids=str)
def test_an_event_that_holds_it_never_becomes_counts_only(model, way):
    named = ConsultationEventFactory(confidentiality=Confidentiality.RESTRICTED)
    TELLING[model][way](named)

    with pytest.raises(IntegrityError, match="event_with_names_is_not_counts_only"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=named.pk).update(confidentiality=Confidentiality.COUNTS_ONLY)


def test_a_contribution_is_not_moved_to_such_an_event(event):
    said = ContributionFactory(round=event.round, consents_to_publish=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.filter(pk=said.pk).update(event=event)


def entry(client, address: str, **more: object) -> dict[str, object]:
    page = client.get(address).content.decode()
    return {
        "submission": re.search(r'name="submission" value="([^"]+)"', page).group(1),
        "channel": "event",
        "spoken_by": "resident",
        "language": "sq",
        "text": WORDS,
        "happened_on": timezone.localdate().strftime("%d.%m.%Y"),
    } | more


TYPED = [
    {"name": "Emri"},
    {"email": "a@example.org", "consents_to_feedback": "on"},
    {"consents_to_publish": "on"},
    {"organisation": "own"},
]


@pytest.fixture
def coordinator(client_of):
    return client_of(UserFactory(role="coordinator"))


def with_organisation(typed: dict[str, str]) -> dict[str, object]:
    return typed | ({"organisation": OrganisationFactory().pk} if "organisation" in typed else {})


@pytest.mark.parametrize("typed", TYPED, ids=str)
def test_the_page_of_the_event_asks_nothing_that_tells_who_spoke_and_refuses_it_by_a_sentence(
    typed, coordinator, event
):
    address = reverse("consultations:event_contribution_create", args=[event.pk])
    page = coordinator.get(address).content.decode()
    assert not [name for name in typed if f'name="{name}"' in page]

    refused = coordinator.post(address, entry(coordinator, address, **with_organisation(typed)))

    assert refused.context["form"].non_field_errors()
    assert WORDS in refused.content.decode()
    assert not Contribution.objects.exists()
    assert coordinator.post(address, entry(coordinator, address)).status_code == 302
    kept = Contribution.objects.get()
    assert (kept.event, kept.channel, kept.visibility) == (event, "event", "restricted")
    assert not ContributionContact.objects.exists()


@pytest.mark.parametrize("typed", TYPED, ids=str)
def test_the_general_form_offers_no_such_event_and_a_forged_post_of_it_is_refused(typed, coordinator, event):
    address = reverse("consultations:contribution_create", args=[event.round_id])
    assert str(event) not in coordinator.get(address).content.decode()

    refused = coordinator.post(address, entry(coordinator, address, event=event.pk, **with_organisation(typed)))

    assert refused.context["form"].errors["event"]
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("typed", TYPED, ids=str)
def test_an_event_that_became_counts_only_meanwhile_refuses_the_open_page(typed, coordinator):
    turned = ConsultationEventFactory()
    address = reverse("consultations:event_contribution_create", args=[turned.pk])
    form = entry(coordinator, address, event=turned.pk, **with_organisation(typed))
    ConsultationEvent.objects.filter(pk=turned.pk).update(confidentiality=Confidentiality.COUNTS_ONLY)

    refused = coordinator.post(address, form)

    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert not Contribution.objects.exists()


def test_the_form_of_an_event_with_names_says_why_it_cannot_keep_counts_only(coordinator):
    named = ConsultationEventFactory(round=RoundFactory(is_open=True))
    ContributionFactory(event=named, round=named.round, consents_to_publish=True)
    group = TargetGroupFactory()
    address = reverse("consultations:event_update", args=[named.pk])
    form = {
        "kind": named.kind_id,
        "title_sq": named.title_sq,
        "status": named.status,
        "held_on": "21.02.2024",
        "language": "sq",
        "groups": [group.pk],
        "confidentiality": "counts_only",
    }

    answer = coordinator.post(address, form)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    named.refresh_from_db()
    assert named.confidentiality == "public"


@pytest.mark.django_db(transaction=True)
def test_a_name_and_the_change_to_counts_only_at_one_moment_leave_no_name_behind():
    turned = ConsultationEventFactory()
    said = ContributionFactory(event=turned, round=turned.round)
    start = threading.Barrier(2)

    def quietly(deed: object) -> None:
        try:
            start.wait()
            deed()
        except IntegrityError:
            pass
        finally:
            connection.close()

    deeds = (
        lambda: ContributionContact.objects.create(contribution=said, name="Emri"),
        lambda: ConsultationEvent.objects.filter(pk=turned.pk).update(confidentiality=Confidentiality.COUNTS_ONLY),
    )
    threads = [threading.Thread(target=quietly, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    turned.refresh_from_db()
    assert not (turned.is_counts_only and ContributionContact.objects.exists())


PLACE, HOUR, UNIT = "Rruga e fshehtë 7", "16:45", "Njësia e fshehtë"


@pytest.fixture
def hidden():
    writer = UserFactory(role="staff")
    return ConsultationEventFactory(
        confidentiality=Confidentiality.COUNTS_ONLY,
        place=PLACE,
        starts_at=HOUR,
        unit=AdministrativeUnitFactory(name_sq=UNIT),
        recorded_by=writer,
    )


def pages_of(event: ConsultationEvent) -> list[str]:
    AttendanceCount.objects.get_or_create(event=event, unit=event.unit, defaults={"count": 12})
    said = ContributionFactory(event=event, round=event.round)
    return [
        reverse("consultations:event_list"),
        reverse("consultations:round_list"),
        event.get_absolute_url(),
        event.round.get_absolute_url(),
        said.get_absolute_url(),
        reverse("consultations:contribution_list"),
        reverse("consultations:recommendation_list"),
        reverse("consultations:event_update", args=[event.pk]),
        reverse("consultations:attendance_update", args=[event.pk]),
        reverse("consultations:public_round_detail", args=[event.round_id]),
        reverse("operations:event_list"),
    ]


@pytest.mark.parametrize("role", ["staff", "expert", "ngo", "councillor", "mayor", "secretary", "admin", "dpo"])
def test_place_hour_and_unit_are_told_to_nobody_who_need_not_know_them(role, client_of, hidden):
    browser = client_of(UserFactory(role=role))

    for address in pages_of(hidden):
        page = browser.get(address).content.decode()
        assert not [told for told in (PLACE, HOUR, UNIT) if told in page], address


def test_the_coordinator_and_who_recorded_it_see_and_change_them(client_of, hidden):
    for user in (UserFactory(role="coordinator"), hidden.recorded_by):
        page = client_of(user).get(hidden.get_absolute_url()).content.decode()
        assert all(told in page for told in (PLACE, HOUR, UNIT))
        assert client_of(user).get(reverse("consultations:event_update", args=[hidden.pk])).status_code == 200
    other = client_of(UserFactory(role="staff"))
    assert other.get(reverse("consultations:event_update", args=[hidden.pk])).status_code == 403
    assert other.get(reverse("consultations:attendance_update", args=[hidden.pk])).status_code == 403
