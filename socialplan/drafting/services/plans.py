"""Plans, their versions, the sources of money, and the consultation rounds held for a plan."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.forms import ModelForm

from accounts.models import User
from consultations.models import Round
from core.workflow import require
from operations.deeds import NOW, Entry, plain_fields, record
from socialplan.content.models import FundingSource, OutlineChapter, Plan, PlanRound, PlanVersion
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.services.chapters import take_outline


@transaction.atomic
def create_plan(*, actor: User, entry: Entry = NOW, with_outline: bool = False, **fields: Any) -> PlanVersion:
    """A plan with its first version, empty or with the chapters of its outline. `fields` are those of `Plan`."""
    require(actor, "drafting.add_plan")
    plan = Plan(**fields)
    plan.full_clean()
    plan.save()
    record(DraftingAction.CREATE_PLAN, plan, actor=actor, entry=entry)
    version = open_version(plan, actor=actor, entry=entry)
    if with_outline and OutlineChapter.objects.of(plan.kind).exists():
        take_outline(version, actor=actor, entry=entry)
    return version


def open_version(
    plan: Plan, *, actor: User, entry: Entry, derived_from: PlanVersion | None = None, **fields: Any
) -> PlanVersion:
    """The next version of a plan, empty; inside the transaction of the deed that fills it."""
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(plan=plan, number=last + 1, derived_from=derived_from, **fields)
    record(DraftingAction.OPEN_VERSION, version, actor=actor, entry=entry)
    return version


@transaction.atomic
def follow_plan(version: PlanVersion, followed: Plan | None, *, actor: User, entry: Entry = NOW) -> Plan:
    """Say which plan a strategy follows; versions whose figures are frozen already keep what they show.

    Raises PermissionDenied where no draft of the strategy can be written, ValidationError for what is no plan.
    """
    version = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    require(actor, "drafting.choose_followed_plan", version)
    before = plain_fields(plan)
    plan.follows = followed
    plan.full_clean()
    plan.save(update_fields=["follows", "updated_at"])
    record(DraftingAction.FOLLOW_PLAN, plan, actor=actor, entry=entry, before=before)
    return plan


@transaction.atomic
def register_source(*, actor: User, entry: Entry = NOW, **fields: Any) -> FundingSource:
    """A source of money, once by its code; what is registered already is returned as it is."""
    require(actor, "drafting.add_plan")
    if known := FundingSource.objects.filter(code=fields["code"]).first():
        return known
    source = FundingSource(**fields)
    source.full_clean()
    source.save()
    record(DraftingAction.REGISTER_SOURCE, source, actor=actor, entry=entry)
    return source


@transaction.atomic
def save_money_row(form: ModelForm[Any], *, actor: User) -> Any:
    """Save a checked form of a source of money or of a budget programme, with its event."""
    require(actor, "drafting.change_outline")
    row = form.instance
    before = {name: str(form.initial.get(name)) for name in form.changed_data} if row.pk else None
    row = form.save()
    record(DraftingAction.of("save", row), row, actor=actor, before=before)
    return row


@transaction.atomic
def link_round(
    plan: Plan, round_: Round, *, actor: User, version: PlanVersion | None = None, entry: Entry = NOW
) -> PlanRound:
    """The plan rests on this consultation round: its gate now asks whether the round is answered.

    `version`: for which it was held, where that is not the first.
    """
    require(actor, "drafting.link_round")
    link, is_new = PlanRound.objects.get_or_create(plan=plan, round=round_, defaults={"version": version})
    if is_new:
        record(DraftingAction.LINK_ROUND, link, actor=actor, entry=entry)
    return link
