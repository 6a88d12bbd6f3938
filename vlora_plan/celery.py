"""The worker's entry."""

import gc
import os
import resource
import signal
import sys
from typing import Any

from billiard.util import set_pdeathsig
from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings

from operations.queue.transport import outlive_hung_brokers
from operations.trail.session_actor import let_nobody_act_between_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vlora_plan.settings.production")

outlive_hung_brokers()
app = Celery("vlora_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_worker(**kwargs: Any) -> None:
    """A worker killed by SIGKILL cannot end its own processes; on Linux the kernel does it."""
    if sys.platform.startswith("linux"):
        set_pdeathsig(signal.SIGKILL)


@worker_process_init.connect
def bound_memory(**kwargs: Any) -> None:
    """A document that asks for more memory than this fails alone, and not the machine with it."""
    limit = settings.WORKER_MEMORY_MB * 1024 * 1024
    if limit and sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


@worker_process_init.connect
def act_for_nobody(**kwargs: Any) -> None:
    let_nobody_act_between_requests()


@worker_process_init.connect
def collect_rarely(**kwargs: Any) -> None:
    """Laying out pages makes millions of objects that live to the end; looking through them takes a sixth of it."""
    gc.set_threshold(100_000, 50, 100)
