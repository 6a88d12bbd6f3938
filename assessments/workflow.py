"""The assessment's way from drafting to publication. A published edition has no way back."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Role
from assessments.actions import AssessmentAction
from assessments.enums import AssessmentEffect, AssessmentState, AssessmentStep
from assessments.models import Assessment, AssessmentStateChange
from core.workflow import Requirement, Transition, Workflow

HAS_NEEDS = Requirement(lambda assessment: assessment.needs.exists(), otherwise=_("The assessment has no needs yet."))
HAS_SOURCES = Requirement(
    lambda assessment: bool(assessment.method_sq and assessment.sources_sq and assessment.limits_sq),
    otherwise=_("Method, sources and limits are not written yet."),
)
HAS_SERVICE_MAP = Requirement(
    lambda assessment: any(row.is_running for row in assessment.assessed_services.all()),
    otherwise=_("The service map holds no service that runs."),
)

ASSESSMENT_WORKFLOW: Workflow[Assessment] = Workflow(
    Transition(
        step=AssessmentStep.VERIFY,
        sources=frozenset({AssessmentState.DRAFTING}),
        target=AssessmentState.VERIFIED,
        permission="assessments.verify_assessment",
        owner=Role.STAFF,
        requires=(HAS_NEEDS, HAS_SOURCES),
        done=pgettext_lazy("step done", "Verified"),
        action=AssessmentAction.VERIFY_ASSESSMENT,
        effects=frozenset({AssessmentEffect.COPY_SERVICE_MAP}),
    ),
    Transition(
        step=AssessmentStep.RETURN,
        sources=frozenset({AssessmentState.VERIFIED}),
        target=AssessmentState.DRAFTING,
        permission="assessments.return_assessment",
        needs_comment=True,
        done=pgettext_lazy("step done", "Returned to drafting"),
        action=AssessmentAction.RETURN_ASSESSMENT,
    ),
    Transition(
        step=AssessmentStep.PUBLISH,
        sources=frozenset({AssessmentState.VERIFIED}),
        target=AssessmentState.PUBLISHED,
        permission="assessments.publish_assessment",
        owner=Role.COORDINATOR,
        requires=(HAS_SERVICE_MAP,),
        done=pgettext_lazy("step done", "Published"),
        action=AssessmentAction.PUBLISH_ASSESSMENT,
        effects=frozenset({AssessmentEffect.KEEP_TELLING}),
    ),
    log=AssessmentStateChange,
)
