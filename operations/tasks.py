"""Celery shells around rows; every one may run twice or never without harm."""

from __future__ import annotations

from celery import shared_task

from operations import files, retention
from operations.queue import digest, jobs, messages
from operations.queue.heartbeats import beat
from operations.search import title_words
from operations.trail import erasures, history


@shared_task(name="operations.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="operations.sweep")
def sweep() -> None:
    jobs.sweep()


@shared_task(name="operations.heartbeat")
def heartbeat() -> None:
    beat("worker")


@shared_task(name="operations.send_messages")
def send_messages() -> None:
    messages.send_due()


@shared_task(name="operations.write_digests")
def write_digests() -> None:
    digest.write_digests()


@shared_task(name="operations.record_head")
def record_head() -> None:
    history.write_head()
    erasures.write_erasures()


@shared_task(name="operations.list_title_words")
def list_words() -> None:
    title_words.list_title_words()


@shared_task(name="operations.purge")
def purge() -> None:
    retention.purge()
    files.remove_unnamed()
