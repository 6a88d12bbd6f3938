from typing import Any

from accounts.enums import Role
from consultations.models import ContributionContact
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    RecommendationFactory,
    RoundFactory,
)

COORDINATOR = {Role.COORDINATOR}
WORKERS = {Role.COORDINATOR, Role.STAFF}
LISTENERS = WORKERS | {Role.EXPERT}
MEMBERS = {Role.NGO}


def planned_round() -> list[Any]:
    return [RoundFactory().pk]


def open_round() -> list[Any]:
    return [RoundFactory(is_open=True).pk]


def event() -> list[Any]:
    return [ConsultationEventFactory().pk]


def contribution() -> list[Any]:
    return [ContributionFactory().pk]


def recommendation() -> list[Any]:
    return [RecommendationFactory().pk]


def with_contact() -> list[Any]:
    kept = ContributionFactory()
    ContributionContact.objects.create(contribution=kept, name="Kodi 1")
    return [kept.pk]


ACCESS = {
    "consultations:public_round_list": Page(allowed=EVERYBODY),
    "consultations:public_round_detail": Page(args=open_round, allowed=EVERYBODY),
    "consultations:contribute": Page(args=open_round, allowed=EVERYBODY),
    "consultations:round_list": Page(allowed=INSIDE),
    "consultations:round_create": Page(allowed=COORDINATOR),
    "consultations:round_detail": Page(args=open_round, allowed=INSIDE),
    "consultations:round_update": Page(args=planned_round, allowed=COORDINATOR),
    "consultations:round_step": Page(
        args=lambda: [*planned_round(), "publish"], method="post", allowed=COORDINATOR, status=302
    ),
    "consultations:round_extend": Page(args=open_round, allowed=COORDINATOR),
    "consultations:round_voice": Page(
        args=lambda: [RoundFactory(with_assessment=True).pk], method="post", allowed=COORDINATOR, status=302
    ),
    "consultations:feedback_create": Page(args=open_round, allowed=COORDINATOR),
    "consultations:attendance_publish": Page(args=open_round, allowed=COORDINATOR),
    "consultations:event_create": Page(args=open_round, allowed=WORKERS),
    "consultations:event_list": Page(allowed=INSIDE),
    "consultations:event_detail": Page(args=event, allowed=INSIDE),
    "consultations:event_update": Page(args=event, allowed=WORKERS),
    "consultations:attendance_update": Page(args=event, allowed=WORKERS),
    "consultations:event_contribution_create": Page(args=event, allowed=COORDINATOR),
    "consultations:unique_person_list": Page(allowed=INSIDE),
    "consultations:contribution_create": Page(args=open_round, allowed=COORDINATOR),
    "consultations:contribution_list": Page(allowed=LISTENERS),
    "consultations:contribution_detail": Page(args=contribution, allowed=LISTENERS),
    "consultations:contribution_code": Page(args=contribution, allowed=WORKERS),
    "consultations:contribution_no_proposal": Page(args=contribution, allowed=WORKERS),
    "consultations:contact_erase": Page(args=with_contact, method="post", allowed=COORDINATOR, status=302),
    "consultations:recommendation_create": Page(args=open_round, allowed=WORKERS),
    "consultations:recommendation_list": Page(allowed=INSIDE),
    "consultations:recommendation_detail": Page(args=recommendation, allowed=INSIDE),
    "consultations:recommendation_update": Page(args=recommendation, allowed=WORKERS),
    "consultations:disposition_create": Page(args=recommendation, allowed=COORDINATOR),
    "consultations:own_contribution_list": Page(allowed=MEMBERS),
    "consultations:own_contribution_create": Page(args=open_round, allowed=MEMBERS),
    "consultations:own_contribution_detail": Page(args=contribution, allowed=set()),
}
