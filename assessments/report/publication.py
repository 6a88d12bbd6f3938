"""Publishing a long edition by a worker, who asks every guard again; a short one is published at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import PUBLISHING, AssessmentState, AssessmentStep
from assessments.models import Assessment
from assessments.services import move_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.workflow import StepRefused
from operations.deeds import NOW, Entry
from operations.enums import JobState
from operations.models import Job
from operations.queue.jobs import enqueue
from operations.queue.shares import Say, say_nothing

# Figures and needs whose publication is worked out in less than two seconds also on a slow machine; 18,000 took 14.
AT_ONCE = 1_000
A_SECOND = 1_300


def is_long_edition(assessment: Assessment) -> bool:
    return _weight(assessment) > AT_ONCE


def _weight(assessment: Assessment) -> int:
    return assessment.data_points.count() + assessment.needs.count()


@transaction.atomic
def hand_in_publication(assessment: Assessment, *, actor: User, comment: str = "", entry: Entry = NOW) -> Job:
    """The job that publishes a long edition; refused now by the guards that it asks again then.

    One at a time; after one that was refused, and after each step of the edition, it is asked for anew.
    """
    edition = Assessment.objects.select_for_update().get(pk=assessment.pk)
    ASSESSMENT_WORKFLOW.check(edition, AssessmentStep.PUBLISH, actor=actor, comment=comment)
    entry.checked(actor, edition)
    failed = _jobs_of(edition).filter(state=JobState.FAILED).aggregate(last=Max("pk"))["last"]
    job = enqueue(
        PUBLISHING,
        dedupe_key=f"{_key_of(edition)}{failed or 0}",
        payload={
            "assessment": edition.pk,
            "language": get_language(),
            "comment": comment,
            "entry": asdict(entry) | {"happened_on": entry.happened_on and entry.happened_on.isoformat()},
        },
        requested_by=actor,
    )
    if job.requested_by_id != actor.pk:
        raise StepRefused(_("This edition is being published already. Wait for the end of it."))
    return job


def _jobs_of(assessment: Assessment) -> Any:
    return Job.objects.filter(kind=PUBLISHING, payload__assessment=assessment.pk)


def publication_of(assessment: Assessment) -> Job | None:
    """The last job that was to publish the edition, while it still waits for that: at work, or refused."""
    if assessment.state != AssessmentState.VERIFIED:
        return None
    return _jobs_of(assessment).filter(dedupe_key__startswith=_key_of(assessment)).order_by("-pk").first()


def _key_of(assessment: Assessment) -> str:
    """Of the edition as it stands after its last step."""
    last = max((change.pk for change in assessment.state_changes.all()), default=0)
    return f"{PUBLISHING}:{assessment.pk}:{last}:"


@transaction.atomic
def publish_later(job: Job, *, say: Say = say_nothing) -> None:
    """What was asked for, done by whoever asked, if she still may; StepRefused and PermissionDenied as then.

    An edition that took another step since is not what she asked for, whoever sets the job off again.
    """
    assessment = Assessment.objects.select_for_update().get(pk=job.payload["assessment"])
    if assessment.is_published:
        return  # a worker that was stopped just after it
    if not job.dedupe_key.startswith(_key_of(assessment)):
        raise StepRefused(_("The edition took another step since this was asked for. Publish it again from its page."))
    given = job.payload["entry"]
    day = given["happened_on"] and date.fromisoformat(given["happened_on"])
    say(publishing_words(_weight(assessment)))
    move_assessment(
        assessment,
        AssessmentStep.PUBLISH,
        actor=User.objects.get(pk=job.requested_by_id),
        comment=job.payload["comment"],
        entry=Entry(**(given | {"happened_on": day})),
    )


def publishing_words(rows: int) -> str:
    """In the worker's language of the moment, for the page of the job."""
    seconds = max(1, round(rows / A_SECOND))
    words = ngettext(
        "What the edition may tell is worked out, all in one step. That usually takes about %(seconds)s second.",
        "What the edition may tell is worked out, all in one step. That usually takes about %(seconds)s seconds.",
        seconds,
    )
    return words % {"seconds": seconds}
