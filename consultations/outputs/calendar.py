"""Rounds and events as a calendar file: each round's last day, each event as far as it may be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from consultations.models import ConsultationEvent, Round
from consultations.privacy import public_face
from consultations.reckoning import Counting, last_day_of
from municipality.letterhead import issuer

PRODUCT = "-//Plani Social Vendor//Konsultime//"


def rounds_ics(rounds: Iterable[Round], *, language: str) -> bytes:
    """In the language of the moment. The same entry keeps its identity, so that a calendar replaces what was moved."""
    made = Calendar()
    made.add("prodid", f"{PRODUCT}{language.upper()}")
    made.add("version", "2.0")
    owner = issuer()
    for name in ("name", "x-wr-calname"):  # the standard's, and what most calendars read
        made.add(name, _("Consultations: %(owner)s") % {"owner": owner.name})
    if owner.banner:
        made.add("description", owner.banner)
    chosen = list(rounds)
    by = Counting()
    for entry in (*_last_days(chosen, by), *_events(chosen)):
        made.add_component(entry)
    content: bytes = made.to_ical()
    return content


def _entry(identity: str, title: str, url: str, changed_at: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{identity}@{settings.SITE_URL.split('//')[-1].strip('/')}")
    entry.add("dtstamp", changed_at)
    entry.add("summary", title)
    entry.add("url", url)
    return entry


def _address(consultation_id: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("consultations:public_round_detail", args=[consultation_id])


def _last_days(rounds: list[Round], by: Counting) -> Iterator[Event]:
    for each in rounds:
        if day := last_day_of(each, by=by):
            title = _("Last day: %(round)s") % {"round": each.title}
            entry = _entry(f"round-{each.pk}", title, _address(each.pk), each.updated_at)
            entry.add("dtstart", day)
            entry.add("dtend", day + timedelta(days=1))
            yield entry


def _events(rounds: list[Round]) -> Iterator[Event]:
    """A protected event has its neutral title and its day; no hour, place or unit."""
    events = ConsultationEvent.objects.public().filter(round__in=rounds).select_related("unit")
    for event in events.prefetch_related("groups"):
        face = public_face(event)
        if face.held_on is None:
            continue
        changed = event.updated_at
        entry = _entry(f"event-{event.pk}", str(face.title), _address(event.round_id), changed)
        if face.starts_at is None:
            entry.add("dtstart", face.held_on)
        else:
            entry.add("dtstart", timezone.make_aware(datetime.combine(face.held_on, face.starts_at)))
        entry.add("description", face.kind)
        if place := ", ".join(str(part) for part in (face.place, face.unit) if part):
            entry.add("location", place)
        yield entry
