"""Signs of life, by the database's clock."""

from __future__ import annotations

from django.db.models.functions import Now

from operations.models import Heartbeat


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": Now()})
