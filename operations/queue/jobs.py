"""Jobs: a row is the record, the broker carries hints. Lease, fencing token (`attempts`), one result."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from core.printing.outcome import PdfDiffers, PdfUnavailable
from operations.actions import OperationsAction
from operations.deeds import record
from operations.enums import JobState, Queue
from operations.files import MADE_TYPES, MAX_MADE_BYTES, store_file
from operations.models import Job
from operations.queue.leases import LeaseKeeper, LeaseLost
from operations.queue.nudges import nudge
from operations.supervisor.machine import PDF, line_to_type

logger = logging.getLogger(__name__)

Progress = Callable[..., None]  # done, whole, and what is done now where a step has no share of its own
SWEEP_LOCK = "operations_sweep"
JOB_RESULTS = "job"  # the purpose of stored files that jobs have made


@dataclass(frozen=True, slots=True)
class JobResult:
    content: bytes
    name: str
    content_type: str


class JobRefused(Exception):
    """A job that no further attempt can finish; the text is a sentence for whoever asked for it."""


JobHandler = Callable[[Job, Progress], JobResult | None]
SHEETS = frozenset({"csv", "xlsx"})
Opens = Callable[[Any, Sequence[Job]], Iterable[Job]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How jobs of a kind are done, and how their page speaks of them: of pages, or of the share that is done.

    A job without a file leads to the page of its result; one that was refused, to where it is asked for anew.
    `given_up` is done with the last failure, whatever it was. `queue` says where a job waits for its worker.
    """

    handler: JobHandler
    opens: Opens
    counts_pages: bool = True
    leads_to: Callable[[Job], str] | None = None
    asked_at: Callable[[Job], str] | None = None
    given_up: Callable[[Job], None] | None = None
    queue: Callable[[Job], Queue] = lambda job: Queue.PDF


_kinds: dict[str, JobKind] = {}


#: No step is being taken: the words of one that was given up would be read as if it still ran.
NOT_AT_WORK: dict[str, Any] = {"doing": "", "doing_since": None}


def job_handler(kind: str, *, opens: Opens, **more: Any) -> Callable[[JobHandler], JobHandler]:
    """Register the function that does jobs of a kind; `opens` says which of them show the person what she may see.

    `more` is what else a `JobKind` says. A job that makes no file returns None.
    """

    def register(handler: JobHandler) -> JobHandler:
        _kinds[kind] = JobKind(handler, opens, **more)
        return handler

    return register


def job_kinds() -> list[str]:
    return sorted(_kinds)


def among_sheets(job: Job) -> Queue:
    """For kinds that read or write nothing but sheets."""
    return Queue.SHEETS


def queue_of_ending(ending: str) -> Queue:
    """Sheets never wait behind pages that are laid out."""
    return Queue.SHEETS if ending in SHEETS else Queue.PDF


def by_format(job: Job) -> Queue:
    """For kinds whose order names the format of the file."""
    return queue_of_ending(job.payload["format"])


def queue_of(job: Job) -> Queue:
    kind = _kinds.get(job.kind)
    return Queue.PDF if kind is None else kind.queue(job)


def counts_pages(job: Job) -> bool:
    kind = _kinds.get(job.kind)
    return kind is None or kind.counts_pages


def place_of(job: Job) -> str:
    """The address where the result of a finished job stands; empty where it is a file, or not done."""
    kind = _kinds.get(job.kind)
    return kind.leads_to(job) if kind is not None and kind.leads_to is not None and job.is_done else ""


def asked_anew_at(job: Job) -> str:
    """Where to ask for a job once more that trying again would not help; empty where it would."""
    kind = _kinds.get(job.kind)
    return kind.asked_at(job) if kind is not None and kind.asked_at is not None and job.is_failed else ""


def open_jobs(user: Any, jobs: Iterable[Job]) -> set[int]:
    """The keys of the jobs whose result this person may see today, whoever asked for it then."""
    alike: dict[Opens, list[Job]] = {}
    for job in jobs:
        if job.kind in _kinds:
            alike.setdefault(_kinds[job.kind].opens, []).append(job)
    return {job.pk for opens, some in alike.items() for job in opens(user, some)}


def enqueue(kind: str, *, dedupe_key: str, payload: dict[str, Any], requested_by: models.Model | None) -> Job:
    """Write the job in the caller's transaction, once per key; after the commit the broker is told of it."""
    job, is_new = Job.objects.get_or_create(
        dedupe_key=dedupe_key, defaults={"kind": kind, "payload": payload, "requested_by": requested_by}
    )
    if is_new:
        publish_after_commit(job)
    return job


def publish_after_commit(job: Job) -> None:
    transaction.on_commit(partial(publish, job))


def publish(job: Job) -> None:
    """Nudge a worker. A broker that is gone does not matter: the sweeper publishes again."""
    nudge("operations.run_job", job.pk, queue=queue_of(job))


def claim(job_id: int) -> Job | None:
    """Take the job under a lease; None when it is taken, finished or out of attempts. The token is `attempts`."""
    claimed = (
        Job.objects.claimable()
        .filter(pk=job_id, attempts__lt=F("attempts_allowed"))
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            progress_done=0,
            progress_total=0,
            doing="",
            doing_since=None,
            lease_until=Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )
    )
    return Job.objects.get(pk=job_id) if claimed else None


def renew(job: Job, **progress: Any) -> None:
    """Prolong the lease, with the progress if it is told; LeaseLost when the token is no longer ours."""
    lease_until = Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    ours = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not ours.update(lease_until=lease_until, **progress):
        raise LeaseLost(job.pk)


def run(job_id: int) -> None:
    """Claim, do and finish one job; what fails is written into its row and into the log."""
    job = claim(job_id)
    if job is None:
        return

    def progress(done: int, total: int, doing: str = "") -> None:
        since = {"doing": doing, "doing_since": Now()} if doing else {}
        renew(job, progress_done=done, progress_total=total, **since)

    try:
        with LeaseKeeper(partial(renew, job)):
            result = _kinds[job.kind].handler(job, progress)
        finish(job, result)
    except LeaseLost:
        logger.warning("Job %s was taken over; attempt %s is thrown away.", job.pk, job.attempts)
    except JobRefused as refusal:
        fail(job, str(refusal), is_final=True)
    except PdfDiffers as difference:
        logger.exception("Job %s made a PDF that does not say what its document says.", job.pk)
        fail(job, str(difference), is_final=True)
    except PdfUnavailable:
        logger.exception("Job %s waits for the libraries of the PDF.", job.pk)
        fail(job, pdf_lack(line_to_type(PDF)), is_final=True)
    except MemoryError:
        logger.exception("Job %s needs more memory than a worker has.", job.pk)
        fail(job, _("The document is too large for the memory of this installation's worker."), is_final=True)
    except BaseException as error:  # weasyprint's FatalURLFetchingError is no Exception
        logger.exception("Job %s failed in attempt %s.", job.pk, job.attempts)
        fail(job, _("An unexpected fault (%(kind)s).") % {"kind": type(error).__name__})
        if isinstance(error, SystemExit | KeyboardInterrupt):
            raise


def pdf_lack(line: str) -> str:
    """What to say while this machine can make no PDF, with the one line to type."""
    return _(
        "PDF files cannot be made on this machine yet. Its keeper types: %(line)s – "
        "then they can be, without a restart."
    ) % {"line": line}


@transaction.atomic
def finish(job: Job, result: JobResult | None) -> None:
    """Keep the result and close the job in one transaction; LeaseLost when the token is no longer ours."""
    ours = Job.objects.select_for_update(of=("self",)).select_related("requested_by")
    row = ours.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).first()
    if row is None:
        raise LeaseLost(job.pk)
    if result is not None:
        row.result_file = store_file(
            result.content,
            result.name,
            uploaded_by=row.requested_by,
            purpose=JOB_RESULTS,
            allowed=MADE_TYPES,
            max_bytes=MAX_MADE_BYTES,
        )
        made = {"job": row.pk, "sha256": row.result_file.sha256}
        record(OperationsAction.KEEP_RESULT, row.result_file, actor=None, after=made)
    row.state = JobState.DONE
    row.lease_until = None
    row.progress_done = row.progress_total
    row.doing, row.doing_since = "", None
    row.finished_at = Now()
    row.failure = ""
    row.save()


def fail(job: Job, reason: str, *, is_final: bool = False) -> None:
    """Note why the attempt failed: the job waits for the next one, or is given up after the last."""
    ours = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if is_final or job.attempts >= job.attempts_allowed:
        _give_up(ours, reason)
    else:
        ours.update(state=JobState.PENDING, failure=reason, lease_until=None, published_at=Now(), **NOT_AT_WORK)


@transaction.atomic
def _give_up(some: models.QuerySet[Job], reason: str) -> None:
    lost = list(some.select_for_update(of=("self",)))
    Job.objects.filter(pk__in=[job.pk for job in lost]).update(
        state=JobState.FAILED, failure=reason, lease_until=None, finished_at=Now(), **NOT_AT_WORK
    )
    for job in lost:
        kind = _kinds.get(job.kind)
        if kind is not None and kind.given_up is not None:
            kind.given_up(job)


@transaction.atomic
def sweep() -> list[int]:
    """Give up what died too often and publish again what nobody took; returns the published ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [SWEEP_LOCK])
        if not cursor.fetchone()[0]:
            return []
    claimable = Job.objects.claimable()
    given_up = claimable.filter(attempts__gte=F("attempts_allowed"))
    _give_up(given_up, _("The worker stopped in the middle of every attempt."))
    patience = timedelta(seconds=settings.JOB_REPUBLISH_SECONDS)
    stale = claimable.annotate(published_or_made_at=Coalesce("published_at", "created_at")).filter(
        published_or_made_at__lt=Now() - patience
    )
    found = list(stale.order_by("pk")[: settings.JOB_SWEEP_LIMIT])
    Job.objects.filter(pk__in=[job.pk for job in found]).update(published_at=Now())
    for job in found:
        publish_after_commit(job)
    return [job.pk for job in found]
