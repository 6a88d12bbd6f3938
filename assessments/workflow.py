"""The way of an edition from drafting to publication. Published is frozen: a plan cites it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.enums import AssessmentState, AssessmentStep
from assessments.models import Assessment
from core.workflow import Requirement, Transition, Workflow

HAS_NEEDS = Requirement(lambda assessment: assessment.needs.exists(), otherwise=_("The assessment has no needs yet."))
HAS_METHOD = Requirement(
    lambda assessment: bool(assessment.method_sq.strip()), otherwise=_("The method is not described in Albanian yet.")
)
PLACED = Requirement(
    lambda assessment: not assessment.needs.filter(units=None).exists(),
    otherwise=_("Some needs name no administrative unit."),
)

ASSESSMENT_WORKFLOW: Workflow[Assessment] = Workflow(
    Transition(
        step=AssessmentStep.VERIFY,
        sources=frozenset({AssessmentState.DRAFTING}),
        target=AssessmentState.VERIFIED,
        permission="assessments.verify_assessment",
        requires=(HAS_NEEDS, PLACED, HAS_METHOD),
    ),
    Transition(
        step=AssessmentStep.RETURN,
        sources=frozenset({AssessmentState.VERIFIED}),
        target=AssessmentState.DRAFTING,
        permission="assessments.verify_assessment",
        needs_comment=True,
    ),
    Transition(
        step=AssessmentStep.PUBLISH,
        sources=frozenset({AssessmentState.VERIFIED}),
        target=AssessmentState.PUBLISHED,
        permission="assessments.publish_assessment",
    ),
)
