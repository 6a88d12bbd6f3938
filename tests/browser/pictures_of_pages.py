"""`make pictures`: twelve pages of the demonstration as pictures into docs/img; collected only when named, no test."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from assessments.models import Assessment
from monitoring.models import Period
from socialplan.content.models import PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
FOLDER = Path(settings.BASE_DIR) / "docs" / "img"
MOST_BYTES = 150_000
COLOURS = 64


def shown() -> dict[str, tuple[str, int, str, str]]:
    """By the name of the file: who looks, how wide, in which language, at which address."""
    version = PlanVersion.objects.in_force().filter(plan__kind="plan").earliest("pk").pk
    edition = Assessment.objects.earliest("pk")
    period = Period.objects.earliest("pk").pk
    measure = PlanVersion.objects.get(pk=version).measures.earliest("pk")
    chapter = PlanVersion.objects.get(pk=version).chapters.order_by("position")[8]
    return {
        "home": ("", 1280, "sq", reverse("site:home")),
        "plan": ("", 1280, "en", reverse("publishing:version_public", args=[version])),
        "chapter": ("", 1280, "sq", reverse("publishing:part_public", args=[version, f"chapter-{chapter.key}"])),
        "home-phone": ("", 360, "sq", reverse("site:home")),
        "measure": ("", 1280, "sq", reverse("publishing:measure_public", args=[measure.pk])),
        "contribute": ("", 360, "sq", reverse("consultations:public_round_list")),
        "progress": ("", 1280, "sq", reverse("monitoring:progress_public")),
        "tasks": ("coordinator", 1280, "sq", reverse("site:home")),
        "inbox": ("coordinator", 1280, "sq", reverse("consultations:contribution_list")),
        "assessment": ("staff", 1280, "sq", edition.get_absolute_url()),
        "grid": ("staff", 1280, "sq", reverse("monitoring:grid", args=[period, "indicators"])),
        "search": ("staff", 1280, "sq", f"{reverse('site:search')}?q=dhuna"),
    }


def packed(picture: bytes) -> bytes:
    """With few colours, so that twelve of them do not weigh on the repository."""
    small = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


def test_pictures(reader: Callable[..., BrowserReader]) -> None:
    for name, (role, width, language, address) in shown().items():
        visitor = reader(role, width=width, language=language)
        visitor.go(address.split("/", 2)[2])
        content = packed(visitor.page.screenshot())
        assert len(content) < MOST_BYTES, name
        (FOLDER / f"{name}.png").write_bytes(content)
