"""Kinds of jobs and messages that only the tests know; a worker of the tests loads them with `--include`."""

import time
from typing import Any

from operations.queue.jobs import JobRefused, JobResult, job_handler
from operations.queue.messages import Mail, message_composer

PDF = b"%PDF-1.7 a letter of the tests"
PAGES = 20
SECONDS_PER_PAGE = 0.2


def everything(user: Any, jobs: Any) -> Any:
    return jobs


@job_handler("tests.letter", opens=everything)
def letter(job: Any, progress: Any) -> JobResult:
    progress(1, 2)
    return JobResult(PDF, "letter.pdf", "application/pdf")


@job_handler("tests.slow", opens=everything)
def slow(job: Any, progress: Any) -> JobResult:
    for page in range(1, PAGES + 1):
        progress(page, PAGES)
        time.sleep(SECONDS_PER_PAGE)
    return JobResult(PDF, "slow.pdf", "application/pdf")


@job_handler("tests.broken", opens=everything)
def broken(job: Any, progress: Any) -> JobResult:
    raise ValueError("secret of a person")


@job_handler("tests.refused", opens=everything)
def refused(job: Any, progress: Any) -> JobResult:
    raise JobRefused("The version was sealed with other content.")


@job_handler("tests.hungry", opens=everything)
def hungry(job: Any, progress: Any) -> JobResult:
    raise MemoryError


@message_composer("tests.note")
def note(message: Any) -> Mail:
    return Mail("A note\nwith a break", f"Number {message.payload.get('number', 0)} ({message.language})")
