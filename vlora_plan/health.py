"""Whether the parts of the system answer: for a load balancer, a monitor, and the person on call."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.models import Heartbeat

logger = logging.getLogger(__name__)
HEARTBEAT_MAY_BE_OLD_SECONDS = 90


class Unwell(Exception):
    """What is wrong with a part, in words for the operator."""


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def broker() -> dict[str, Any]:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()
    return {}


def worker() -> dict[str, Any]:
    """Age in seconds, by the database's clock, of the row that a task from the clock writes through the broker."""
    row = Heartbeat.objects.filter(name="worker").annotate(now=Now()).first()
    if row is None:
        raise Unwell("no heartbeat yet")
    age = max(round((row.now - row.seen_at).total_seconds()), 0)
    if age > HEARTBEAT_MAY_BE_OLD_SECONDS:
        raise Unwell(f"last heartbeat {age} seconds ago")
    return {"age_seconds": age}


def migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        raise Unwell(f"{missing} not applied")
    return {}


def state_of(part: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"state": "ok", **part()}
    except Unwell as illness:
        return {"state": "down", "reason": str(illness)}
    except (DatabaseError, redis.RedisError, OSError) as error:
        logger.warning("Health: %s is down: %s", part.__name__, error)
        return {"state": "down", "reason": "does not answer"}


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    parts = {part.__name__: state_of(part) for part in (database, broker, worker, migrations)}
    down = [name for name, part in parts.items() if part["state"] != "ok"]
    answer = {"status": "down" if down else "ok", "down": down, **parts}
    return JsonResponse(answer, status=503 if down else 200)
