"""Asking for the files of a version; the worker makes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.queue.jobs import enqueue
from socialplan.approval.effects import after_step
from socialplan.approval.enums import StepEffect
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256, sha256_of
from socialplan.publishing.actions import PublishingAction
from socialplan.publishing.documents.values import frozen_mark, submission_of
from socialplan.publishing.enums import PUBLIC_OUTPUTS, OutputKind
from socialplan.publishing.models import PlanReport
from socialplan.publishing.outputs import OUTPUTS, Output
from socialplan.publishing.tasks import JOB_KINDS


@transaction.atomic
def request_file(
    version: PlanVersion, kind: str, *, language: str, actor: User, against: PlanVersion | None = None
) -> PlanReport:
    """One job per file as long as it would come out the same: asked twice, by whomever, it is the same report.

    `against`: the version of the same plan that a comparison is made with; without it the usual one.
    """
    output = OUTPUTS[kind]
    require(actor, output.permission, version)
    if against is not None:
        require(actor, "content.view_plan", against)
        if output.compare is None or against.plan_id != version.plan_id or against.pk == version.pk:
            raise StepRefused(_("This file is not made of these two versions."))
    if language not in output.languages:
        raise StepRefused(_("This file is not made in that language."))
    if against is None and (unmet := output.unmet(version)):
        raise StepRefused(" ".join(unmet))
    content = content_sha256(version)
    return _report(version, output, language=language, content=content, actor=actor, against=against)


@after_step(StepEffect.SUBMITTED_PAPERS)
def order_submitted_papers(version: PlanVersion, actor: User) -> None:
    """With the mayor's submission, and in its transaction, the papers that are frozen with it, in every language."""
    known: dict[int, bool] = {}
    outputs = [each for each in OUTPUTS.values() if each.is_frozen and not each.unmet(version, known)]
    _order(version, outputs, actor=actor)


@after_step(StepEffect.ADOPTED_FILES)
def order_adopted_files(version: PlanVersion, actor: User) -> None:
    """With the adoption, and in its transaction, the sealed plan's PDF is asked for in every language."""
    _order(version, [OUTPUTS[OutputKind.PLAN_PDF]], actor=actor)


@after_step(StepEffect.PUBLIC_FILES)
def order_public_files(version: PlanVersion, actor: User) -> None:
    """With the announcement, and in its transaction, every file that everybody may fetch, in every language."""
    outputs = [output for output in OUTPUTS.values() if output.kind in PUBLIC_OUTPUTS and not output.unmet(version)]
    _order(version, outputs, actor=actor)


def _order(version: PlanVersion, outputs: Iterable[Output], *, actor: User) -> None:
    content = content_sha256(version)
    for output in outputs:
        for language in output.languages:
            _report(version, output, language=language, content=content, actor=actor)


def _report(
    version: PlanVersion,
    output: Output,
    *,
    language: str,
    content: str,
    actor: User,
    against: PlanVersion | None = None,
) -> PlanReport:
    payload = {"version": version.pk, "language": language}
    job = enqueue(
        JOB_KINDS[output.kind],
        dedupe_key=_key(output, version, language=language, content=content, against=against),
        payload=payload if against is None else payload | {"against": against.pk},
        requested_by=actor,
    )
    asked = {"version": version, "kind": output.kind, "language": language, "content_sha256": content}
    asked |= {"against": against}
    report, is_new = PlanReport.objects.get_or_create(job=job, defaults=asked | {"state": version.state})
    if is_new:
        record(PublishingAction.REQUEST_REPORT, report, actor=actor)
    return report


def _key(output: Output, version: PlanVersion, *, language: str, content: str, against: PlanVersion | None) -> str:
    """What the file depends on; where that cannot be told beforehand, every finished one makes room for the next."""
    alike = PlanReport.objects.filter(version=version, kind=output.kind, language=language, against=against)
    if output.is_frozen and (submission := submission_of(version)):
        return f"{JOB_KINDS[output.kind]}:{version.pk}:{language}{frozen_mark(submission)}{alike.failed().count()}"
    basis = [f"{against.pk}:{content_sha256(against)}"] if against else []
    basis += [version.state, content, *(str(getattr(act, "pk", act)) for act in version.acts.values())]
    if version.is_editable and (followed := version.followed()):
        basis.append(f"{followed.pk}:{content_sha256(followed)}")  # a draft shows the followed plan of the day
    if not output.prints_content:
        basis.append(str(alike.ready().count()))
    basis.append(str(alike.failed().count()))
    return f"{JOB_KINDS[output.kind]}:{version.pk}:{language}:{sha256_of(':'.join(basis))}"
