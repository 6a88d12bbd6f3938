"""The worker's entry."""

import os
import signal
import sys
from typing import Any

from billiard.util import set_pdeathsig
from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vlora_plan.settings.production")

app = Celery("vlora_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_worker(**kwargs: Any) -> None:
    """A worker killed by SIGKILL cannot end its own processes; on Linux the kernel does it."""
    if sys.platform.startswith("linux"):
        set_pdeathsig(signal.SIGKILL)
