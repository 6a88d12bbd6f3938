"""The minutes of the demonstration's hearings: written by staff, approved by the coordinator, each point settled."""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import User
from consultations.models import ConsultationEvent, Contribution, MinutesPoint, PointRedaction, Round
from consultations.services.events import save_event
from consultations.services.meetings import add_point, approve_minutes, minutes_digest, settle_point
from consultations.services.points import redact_point
from vlora_plan.demo.consultation import on
from vlora_plan.demo.data import read

WRITTEN = ("minutes_public_sq", "minutes_public_en", "minutes_internal")


def write_minutes(consultation: Round, actors: dict[Role, User]) -> None:
    """What was said at each hearing: linked to its contribution, or set aside with the reason; names go."""
    writer, coordinator = actors[Role.STAFF], actors[Role.COORDINATOR]
    said = {row["number"]: row["words_sq"] for row in read("consultation")["contributions"]}
    for row in read("minutes")["minutes"]:
        event = ConsultationEvent.objects.get(round=consultation, held_on=row["on"])
        for name in WRITTEN:
            setattr(event, name, row[name])
        save_event(event, actor=writer, groups=list(event.groups.all()))
        for point in row["points"]:
            kept = add_point(MinutesPoint(event=event, text=point["text_sq"]), actor=writer)
            if number := point.get("contribution"):
                kept.contribution = Contribution.objects.get(round=consultation, text=said[number])
            kept.reason = point.get("reason_sq", "")
            settle_point(kept, actor=coordinator)
            if shown := point.get("shown_sq"):
                redact_point(PointRedaction(point=kept, reason="Emër i një personi"), shown, actor=coordinator)
        event.refresh_from_db()
        approve_minutes(event, actor=coordinator, seen=minutes_digest(event), entry=on(row["approved_on"]))
