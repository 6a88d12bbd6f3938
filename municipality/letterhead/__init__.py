"""What every mail and file carries at its edges: whose it is, who paid, whether it is only the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from core.printing.issuer import Issuer
from core.tables import Words
from core.together.once import read_once
from core.together.side_by_side import Reader, read
from municipality.models import Municipality, Project
from operations.files import content_of
from operations.queue.html_mail import Letterhead
from operations.queue.messages import letterhead

BANNER = "TË DHËNA DEMONSTRUESE – NUK JANË FAKTE / DEMONSTRATION DATA – NOT FACTS"


@letterhead
def of_the_municipality() -> Letterhead | None:
    """In the language that is active; nothing before the municipality is there."""
    place, project = Municipality.objects.first(), Project.objects.first()
    if place is None:
        return None
    said = [project.acknowledgement, project.disclaimer] if project else []
    return Letterhead(
        name=str(place),
        banner=BANNER if place.is_demo else "",
        footer="\n".join(filter(None, [str(place), settings.SITE_URL, *said])),
    )


def publisher() -> dict[str, Any]:
    """The same for machines, in both languages at once."""
    return read(read_publisher())


def read_publisher() -> Reader[dict[str, Any]]:
    place, _project = yield from read_once(_read_owners)
    name = Words.made(lambda: place or "").to_plain()
    return {"publisher": name, "is_demonstration": place is not None and place.is_demo}


def issuer() -> Issuer:
    """The municipality as the files made for it name it, in the language of the moment."""
    return read(read_issuer())


def _read_owners() -> Reader[tuple[Municipality | None, Project | None]]:
    places = Municipality.objects.select_related("arms").order_by("pk")[:1]
    projects = Project.objects.select_related("emblem").order_by("pk")[:1]
    yield [places, projects]
    return next(iter(places), None), next(iter(projects), None)


def read_issuer() -> Reader[Issuer]:
    place, project = yield from read_once(_read_owners)
    if place is None:
        return Issuer()
    contacts = (place.contact_address, place.contact_email, place.contact_phone, place.website)
    said = [("sq", project.acknowledgement_sq), ("en", project.acknowledgement_en)] if project else []
    return Issuer(
        name=str(place),
        banner=BANNER if place.is_demo else "",
        arms=content_of(place.arms) if place.arms else b"",
        contacts=tuple(filter(None, contacts)),
        project=str(project.title) if project else "",
        acknowledgements=tuple(each for each in said if each[1]),
        disclaimer=str(project.disclaimer) if project else "",
        has_emblem=project is not None and project.eu_emblem,
        donor=str(project.donor) if project else "",
        emblem=content_of(project.emblem) if project and project.emblem else b"",
    )
