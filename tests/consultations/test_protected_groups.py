"""A protected group sets how its event is kept and what the public sees of it; less needs a recorded reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.models import TargetGroup
from assessments.reference import install_reference_rows
from consultations.enums import Confidentiality, ContributionChannel
from consultations.models import ConsultationEvent, Contribution
from consultations.privacy import NEUTRAL_TITLE
from consultations.services import enter_contribution
from operations.models import Event
from operations.trail.audit import proves
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

TITLE, TITLE_EN = "Fokus grup me të mbijetuara", "Focus group with survivors"
STREET, HOUR, UNIT = "Rruga e fshehtë 7", "16:45", "Njësia e fshehtë"
PUBLIC_MEETINGS = ("public_hearing", "committee")
ANSWERED = (TITLE, TITLE_EN, STREET, HOUR, UNIT)


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def survivors():
    return TargetGroupFactory(is_protected=True)


@pytest.fixture
def consultation():
    return RoundFactory(is_open=True)


def typed(*groups: TargetGroup, **more: object) -> dict[str, object]:
    """What a new user fills in: the visible fields, nothing about confidentiality."""
    unit = AdministrativeUnitFactory(name_sq=UNIT, name_en=UNIT)
    return {
        "kind": "focus_group",
        "title_sq": TITLE,
        "title_en": TITLE_EN,
        "status": "planned",
        "held_on": (timezone.localdate() + timedelta(days=7)).strftime("%d.%m.%Y"),
        "starts_at": HOUR,
        "place": STREET,
        "unit": unit.pk,
        "language": "sq",
        "groups": [group.pk for group in groups],
    } | more


def create(client, consultation, form):
    return client.post(reverse("consultations:event_create", args=[consultation.pk]), form)


@pytest.mark.parametrize("role", ["coordinator", "staff"])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_a_new_user_records_for_survivors_is_told_to_nobody(role, language, client, client_of, survivors):
    consultation = RoundFactory(is_open=True)
    create(client_of(UserFactory(role=role)), consultation, typed(survivors, TargetGroupFactory()))

    event = consultation.events.get()
    assert event.is_counts_only
    client.logout()
    address = reverse("consultations:public_round_detail", args=[consultation.pk])
    page = client.get(address.replace("/sq/", f"/{language}/")).content.decode()
    assert not [told for told in ANSWERED if told in page]
    assert event.held_on.strftime("%d.%m.%Y") in page


def test_without_a_protected_group_an_event_is_public_unless_said_otherwise(client, client_of, consultation):
    create(client_of(UserFactory(role="staff")), consultation, typed(TargetGroupFactory()))

    client.logout()
    page = client.get(reverse("consultations:public_round_detail", args=[consultation.pk])).content.decode()
    assert all(told in page for told in (TITLE, STREET, HOUR, UNIT))


@pytest.mark.parametrize("chosen", ["public", "restricted"])
def test_less_protection_is_refused_without_a_reason_and_nothing_typed_is_lost(
    chosen, client_of, consultation, survivors
):
    answer = create(client_of(UserFactory(role="coordinator")), consultation, typed(survivors, confidentiality=chosen))

    assert answer.context["form"].errors["privacy_reason"]
    assert STREET in answer.content.decode()
    assert not ConsultationEvent.objects.exists()


def test_a_reason_is_kept_with_its_author_and_moment_and_the_history_has_its_proof(client_of, consultation, survivors):
    coordinator = UserFactory(role="coordinator")
    reason = "Takim i hapur i shoqatave, pa pjesëtarë të grupit."
    form = typed(survivors, confidentiality="restricted", privacy_reason=reason)

    create(client_of(coordinator), consultation, form)

    event = consultation.events.get()
    assert (event.confidentiality, event.privacy_reason_by) == ("restricted", coordinator)
    assert event.privacy_reason_at is not None
    told = Event.objects.get(action="consultations.lower_protection")
    assert told.actor_id == coordinator.pk
    assert proves(reason, told.after["reason"])
    page = client_of(coordinator).get(event.get_absolute_url()).content.decode()
    assert reason in page


def test_a_reason_cannot_be_taken_away_nor_a_protected_group_added_without_one(client_of, consultation, survivors):
    client = client_of(UserFactory(role="coordinator"))
    plain = ConsultationEventFactory(round=consultation, groups=[TargetGroupFactory()])
    address = reverse("consultations:event_update", args=[plain.pk])

    added = client.post(address, typed(survivors, confidentiality="public"))
    assert added.context["form"].errors["privacy_reason"]
    client.post(address, typed(survivors, confidentiality="public", privacy_reason="Shoqata"))
    assert survivors in plain.groups.all()
    taken = client.post(address, typed(survivors, confidentiality="public", privacy_reason=""))
    assert taken.context["form"].errors["privacy_reason"]
    client.post(address, typed(TargetGroupFactory(), confidentiality="public", privacy_reason=""))

    plain.refresh_from_db()
    assert (plain.privacy_reason, plain.privacy_reason_by) == ("", None)
    assert survivors not in plain.groups.all()


@pytest.mark.parametrize("kind", PUBLIC_MEETINGS)
def test_a_public_meeting_never_keeps_counts_only_and_needs_the_reason(kind, client_of, consultation, survivors):
    client = client_of(UserFactory(role="coordinator"))

    silent = create(client, consultation, typed(survivors, kind=kind))
    closed = create(client, consultation, typed(kind=kind, confidentiality="counts_only"))

    assert silent.context["form"].errors["privacy_reason"]
    assert closed.context["form"].errors["confidentiality"]
    assert not ConsultationEvent.objects.exists()
    with pytest.raises(IntegrityError, match="event_public_meeting_is_open"), transaction.atomic():
        ConsultationEventFactory(kind=kind, confidentiality=Confidentiality.COUNTS_ONLY)


def test_the_database_refuses_it_beside_the_service(survivors):
    bare = ConsultationEventFactory()
    with pytest.raises(IntegrityError, match="event_protected_group_sets_privacy"), transaction.atomic():
        bare.groups.add(survivors)

    signed = {"privacy_reason": "Shoqata", "privacy_reason_by": UserFactory(), "privacy_reason_at": timezone.now()}
    lowered = ConsultationEventFactory(**signed, groups=[survivors])
    with pytest.raises(IntegrityError, match="event_protected_group_sets_privacy"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=lowered.pk).update(
            privacy_reason="", privacy_reason_by=None, privacy_reason_at=None
        )
    with pytest.raises(IntegrityError, match="event_privacy_reason_signed"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=lowered.pk).update(privacy_reason_by=None)
    with pytest.raises(IntegrityError, match="event_confidentiality_known"), transaction.atomic():
        ConsultationEventFactory(confidentiality="")


def test_a_group_that_becomes_protected_takes_its_events_and_words_out_of_public_sight(client, consultation):
    group = TargetGroupFactory()
    event = ConsultationEventFactory(
        round=consultation,
        groups=[group],
        title_sq=TITLE,
        title_en=TITLE_EN,
        place=STREET,
        unit=AdministrativeUnitFactory(name_sq=UNIT),
    )
    TargetGroup.objects.filter(pk=group.pk).update(is_protected=True)

    page = client.get(reverse("consultations:public_round_detail", args=[consultation.pk])).content.decode()
    said = Contribution(
        round=consultation, event=event, channel=ContributionChannel.EVENT, text="Fjalë", consents_to_publish=True
    )
    enter_contribution(said, actor=UserFactory(role="coordinator"))

    assert not [told for told in ANSWERED if told in page]
    assert str(NEUTRAL_TITLE) in page
    assert said.visibility == "restricted"
    with pytest.raises(IntegrityError, match="event_protected_group_sets_privacy"), transaction.atomic():
        ContributionFactory(round=consultation, event=event, consents_to_publish=True, visibility="public")


@pytest.mark.parametrize("kind", ["focus_group", "public_hearing"])
@pytest.mark.parametrize("protects", [True, False])
@pytest.mark.parametrize("chosen", ["", *Confidentiality.values])
@pytest.mark.parametrize("reason", ["", "Shoqata"])
def test_the_preview_shows_what_the_public_then_sees(kind, protects, chosen, reason, client, client_of, consultation):
    staff = client_of(UserFactory(role="coordinator"))
    group = TargetGroupFactory(is_protected=protects)
    form = typed(group, kind=kind, confidentiality=chosen, privacy_reason=reason)

    preview = create(staff, consultation, form | {"preview": "1"})
    assert not ConsultationEvent.objects.exists()
    create(staff, consultation, form)
    event = consultation.events.first()

    if event is None:
        assert preview.context["form"].errors
        return
    client.logout()
    public = client.get(reverse("consultations:public_round_detail", args=[consultation.pk]))
    (row,) = public.context["attendance"].rows
    assert preview.context["face"] == row.face
    assert 'id="public-preview"' in preview.content.decode()
    tells_all = chosen == "public" or (not chosen and (not protects or kind in PUBLIC_MEETINGS))
    assert (STREET in public.content.decode()) == tells_all


def test_the_form_of_a_kept_event_begins_with_what_the_public_sees(client_of, survivors):
    event = ConsultationEventFactory(
        confidentiality=Confidentiality.COUNTS_ONLY, title_sq=TITLE, title_en=TITLE_EN, groups=[survivors]
    )

    page = client_of(UserFactory(role="coordinator")).get(reverse("consultations:event_update", args=[event.pk]))

    assert str(page.context["face"].title) == str(NEUTRAL_TITLE)


def test_four_of_the_groups_of_the_reference_are_protected_from_the_beginning():
    install_reference_rows(actor=UserFactory(role="admin"))

    assert set(TargetGroup.objects.in_use().filter(is_protected=True).values_list("code", flat=True)) == {
        "RE",
        "GBV",
        "CHP",
        "PWD",
    }
