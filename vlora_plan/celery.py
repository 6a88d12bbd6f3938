"""The worker's entry."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vlora_plan.settings.production")

app = Celery("vlora_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
