"""Versions as each body finds them, as rows that nobody's deed made: a test begins where its question begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from operations.models import Event
from socialplan.approval.models import CouncilSession, CouncilSubmission
from socialplan.approval.services.records import record_act
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256
from tests.factories.socialplan import BACK_ENTRY, PlanVersionFactory
from tests.socialplan.conftest import on

SUBMITTED, NOTICED, MEETING = date(2024, 5, 17), date(2024, 5, 24), date(2024, 5, 30)


def before_council(**fields: Any) -> PlanVersion:
    """Submitted by the mayor, and on the agenda of a session called six days before."""
    version: PlanVersion = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL, **fields)
    CouncilSubmission.objects.create(
        version=version,
        protocol_no="1/DEMO",
        content_sha256=content_sha256(version),
        happened_on=SUBMITTED,
        **BACK_ENTRY,
    )
    CouncilSession.objects.create(
        version=version, meeting_on=MEETING, agenda_item=1, place="Salla", happened_on=NOTICED, **BACK_ENTRY
    )
    return version


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.get(pk=version.pk)


def recorder(version: PlanVersion, kind: str, actor: Any, month: int = 6) -> Callable[..., Any]:
    """Records an act of the kind on a day of the month."""

    def record(act: Any, day: int, **given: Any) -> Any:
        return record_act(version, act, kind=kind, actor=actor, entry=on(2024, month, day), **given)

    return record


def refused_at(deed: Callable[[], Any]) -> dict[str, str]:
    """The sentence at each field; a refusal leaves no event behind."""
    before = Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        deed()
    assert Event.objects.count() == before
    if not hasattr(refusal.value, "error_dict"):
        return {"": " ".join(refusal.value.messages)}
    return {field: " ".join(sentences) for field, sentences in refusal.value.message_dict.items()}
