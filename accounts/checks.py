"""Start-up checks of the accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demonstration_is_off(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Demonstration accounts have known passwords, so a server must not offer them."""
    if not settings.DEMO_MODE:
        return []
    return [Error("DEMO_MODE must be off on a server: its accounts have known passwords.", id="accounts.E001")]
