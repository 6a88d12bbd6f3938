"""What every mail carries at its edges: whose it is, who paid, and whether it is only the demonstration."""

from __future__ import annotations

from django.conf import settings

from municipality.models import Municipality, Project
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
