from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from operations import retention


def every_field_is_classified(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every model and every telling field has its class in the retention table."""
    return [Error(gap, id="operations.E001") for gap in retention.gaps()]
