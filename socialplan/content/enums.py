"""States, steps and kinds of the social plan's content."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(TextChoices):
    PLAN = "plan", _("social plan")
    MONITORING_STRATEGY = "monitoring_strategy", _("monitoring strategy")


class PlanState(TextChoices):
    DRAFTING = "drafting", pgettext_lazy("plan state", "drafting")
    IN_CONSULTATION = "in_consultation", pgettext_lazy("plan state", "in consultation")
    IN_REVIEW = "in_review", pgettext_lazy("plan state", "in review")
    APPROVED = "approved", pgettext_lazy("plan state", "approved for submission")
    BEFORE_COUNCIL = "before_council", pgettext_lazy("plan state", "before the council")
    AMENDED = "amended", pgettext_lazy("plan state", "adopted with amendments")
    AMENDING = "amending", pgettext_lazy("plan state", "amendments being entered")
    ADOPTED = "adopted", pgettext_lazy("plan state", "adopted")
    ANNOUNCED = "announced", pgettext_lazy("plan state", "announced")
    IN_FORCE = "in_force", pgettext_lazy("plan state", "in force")
    SUPERSEDED = "superseded", pgettext_lazy("plan state", "superseded")
    EXPIRED = "expired", pgettext_lazy("plan state", "expired")
    REJECTED = "rejected", pgettext_lazy("plan state", "rejected")
    REPEALED = "repealed", pgettext_lazy("plan state", "repealed")


class PlanOrigin(TextChoices):
    """How a version came about, and with that the state in which it begins."""

    DRAFT = "draft", pgettext_lazy("origin of a version", "drafted by the municipality")
    AMENDMENTS = "amendments", pgettext_lazy("origin of a version", "text as amended by the council")
    REEXAMINATION = "reexamination", pgettext_lazy("origin of a version", "returned to the council for re-examination")


class PlanStep(TextChoices):
    CONSULT = "consult", pgettext_lazy("plan step", "Open for consultation")
    REVIEW = "review", pgettext_lazy("plan step", "Send to review")
    RETURN = "return", pgettext_lazy("plan step", "Return to drafting")
    APPROVE = "approve", pgettext_lazy("plan step", "Approve for submission")
    SUBMIT = "submit", pgettext_lazy("plan step", "Submit to the council")
    ADOPT = "adopt", pgettext_lazy("plan step", "Record the vote of the council")
    AMEND = "amend", pgettext_lazy("plan step", "Record the adoption with amendments")
    CONFIRM_AMENDMENTS = "confirm_amendments", pgettext_lazy("plan step", "Confirm the amendments")
    REJECT = "reject", pgettext_lazy("plan step", "Record the rejection")
    ANNOUNCE = "announce", pgettext_lazy("plan step", "Record the announcement")
    ENFORCE = "enforce", pgettext_lazy("plan step", "Bring into force")
    SUPERSEDE = "supersede", pgettext_lazy("plan step", "Mark as superseded")
    EXPIRE = "expire", pgettext_lazy("plan step", "Mark as expired")
    REEXAMINE = "reexamine", pgettext_lazy("plan step", "Open the re-examination")
    REPEAL = "repeal", pgettext_lazy("plan step", "Record the repeal")


EDITABLE_STATES = frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION, PlanState.AMENDING})
# The council decided on it and has not taken it back: what a reader may rest on.
ADOPTED_STATES = frozenset(
    {PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE, PlanState.SUPERSEDED, PlanState.EXPIRED}
)
SEALED_STATES = ADOPTED_STATES | {PlanState.REPEALED}
# Adopted, and neither over nor replaced: what prefect or mayor can still send back.
LIVING_STATES = frozenset({PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE})
# Nothing more is decided on such a version before the council; another one of the plan may be begun.
FINISHED_STATES = SEALED_STATES | {PlanState.REJECTED, PlanState.AMENDED}


class NodeKind(TextChoices):
    """The kinds of content a recommendation, need or comment can point at."""

    CHAPTER = "chapter", pgettext_lazy("node", "chapter")
    GOAL = "goal", pgettext_lazy("node", "strategic goal")
    OBJECTIVE = "objective", pgettext_lazy("node", "specific objective")
    MEASURE = "measure", pgettext_lazy("node", "measure")
    INDICATOR = "indicator", pgettext_lazy("node", "indicator")
    RISK = "risk", pgettext_lazy("node", "risk")


class FindingCode(TextChoices):
    """What a draft may lack, as the sentence that says so."""

    NO_TEXT = "no_text", _("No chapter has a text yet.")
    NO_MEASURES = "no_measures", _("The plan has no measures yet.")
    NO_ROUND = "no_round", _("No consultation round is linked to the plan.")
    NOTHING_CHANGED = "nothing_changed", _("The amendment says the same as the version it amends: change something.")
    AMENDMENT_WITHOUT_ROUND = (
        "amendment_without_round",
        _(
            "The amendment changes the plan without a consultation of its own: link its round, or say why there is "
            "none."
        ),
    )
    OUTLINE_CHAPTER = (
        "outline_chapter",
        _("A compulsory chapter of the outline is missing or has no text yet."),
    )
    EMPTY_CHAPTER = "empty_chapter", _("A chapter has no text yet.")
    MEASURE_WITHOUT_COST = "measure_without_cost", _("A measure has no cost yet.")
    FUNDING_ABOVE_COST = "funding_above_cost", _("The funding of a measure exceeds its cost.")
    DEADLINE_OUTSIDE = "deadline_outside", _("The deadline of a measure lies outside the years of the plan.")
    INDICATOR_WITHOUT_TARGET = "indicator_without_target", _("An indicator has no target yet.")
    SMALL_BASELINE = (
        "small_baseline",
        _("An indicator's baseline counts too few persons to be published; mark it as kept out of the plan."),
    )
    NO_FOLLOWED_PLAN = (
        "no_followed_plan",
        _("A chapter shows tables of the plan that is followed, but no plan is chosen yet."),
    )
    EDITION_NOT_PUBLISHED = (
        "edition_not_published",
        _(
            "The tables of needs and services rest on an assessment that is not published yet. Publish it, or take "
            "these tables out of the chapters."
        ),
    )
    SERVICES_NOT_PROTECTED = (
        "services_not_protected",
        _(
            "In the service map a small number of persons could be worked out. Take the service map and the gap "
            "matrix out of the chapters, or let the next edition put services of one type together."
        ),
    )
    NEED_WITHOUT_MEASURE = "need_without_measure", _("No measure answers a need that is not covered.")
    GROUP_WITHOUT_MEASURE = "group_without_measure", _("No measure serves a group of the plan.")
    MEASURE_WITHOUT_INDICATOR = "measure_without_indicator", _("No indicator tells whether a measure works.")
    COST_WITHOUT_SOURCE = "cost_without_source", _("The cost of a measure has no source of money.")
    ROUND_UNANSWERED = (
        "round_unanswered",
        _("A consultation round of the plan still has contributions or recommendations without an answer."),
    )
    ANSWER_WITHOUT_PLACE = (
        "answer_without_place",
        _("A recommendation that is accepted or already covered does not point at its place in this version."),
    )
    COMMENT_OPEN = "comment_open", _("A comment is still open.")
    ENGLISH_MISSING = "english_missing", _("The English text is missing; donors read it.")


class EditablePartKind(TextChoices):
    """What of a version has a page of its own to be mended on."""

    CHAPTER = NodeKind.CHAPTER.value, NodeKind.CHAPTER.label
    GOAL = NodeKind.GOAL.value, NodeKind.GOAL.label
    OBJECTIVE = NodeKind.OBJECTIVE.value, NodeKind.OBJECTIVE.label
    MEASURE = NodeKind.MEASURE.value, NodeKind.MEASURE.label
    INDICATOR = NodeKind.INDICATOR.value, NodeKind.INDICATOR.label
    RISK = NodeKind.RISK.value, NodeKind.RISK.label
    BUDGET = "budget", pgettext_lazy("node", "cost and funding of a measure")
    LINKS = "links", pgettext_lazy("node", "links of a measure")
    TARGETS = "targets", pgettext_lazy("node", "targets of an indicator")


class FindingWeight(TextChoices):
    """Whether a finding stops the step: always, until somebody says why it is meant so, or never."""

    BLOCKS = "blocks", pgettext_lazy("finding", "must be mended")
    WARNS = "warns", pgettext_lazy("finding", "to be mended, or kept with a reason")
    HINTS = "hints", pgettext_lazy("finding", "worth a look")


class FundingState(TextChoices):
    SECURED = "secured", pgettext_lazy("funding", "secured")
    APPLIED = "applied", pgettext_lazy("funding", "applied for")
    EXPECTED = "expected", pgettext_lazy("funding", "expected")


class Direction(TextChoices):
    UP = "UP", pgettext_lazy("direction", "should rise")
    DOWN = "DOWN", pgettext_lazy("direction", "should fall")
    KEEP = "KEEP", pgettext_lazy("direction", "should be kept")


class IndicatorKind(TextChoices):
    """Only a flow may be added up over parts of a year (docs/law.md#indicator-kinds)."""

    STOCK = "STOCK", pgettext_lazy("indicator", "state at a date")
    FLOW = "FLOW", pgettext_lazy("indicator", "flow in a period")
    CUM = "CUM", pgettext_lazy("indicator", "cumulative since the start")
    RATIO = "RATIO", pgettext_lazy("indicator", "ratio")


class RiskLevel(IntegerChoices):
    LOW = 1, pgettext_lazy("level", "low")
    MEDIUM = 2, pgettext_lazy("level", "medium")
    HIGH = 3, pgettext_lazy("level", "high")


class BlockKind(TextChoices):
    """The tables of live figures that can be placed in a chapter; sealed with it, for the council votes on them."""

    NEED_TABLE = "need_table", pgettext_lazy("data block", "needs by priority")
    SERVICE_MAP = "service_map", pgettext_lazy("data block", "service map")
    GAP_MATRIX = "gap_matrix", pgettext_lazy("data block", "gap matrix")
    PROFILE = "profile", pgettext_lazy("data block", "profile of the municipality")
    RESOURCES = "resources", pgettext_lazy("data block", "staff and budget history")
    GOAL_TREE = "goal_tree", pgettext_lazy("data block", "goals and objectives")
    ACTION_MATRIX = "action_matrix", pgettext_lazy("data block", "action plan")
    BUDGET_BY_GOAL = "budget_by_goal", pgettext_lazy("data block", "budget by goal")
    BUDGET_BY_SOURCE = "budget_by_source", pgettext_lazy("data block", "budget by funding source")
    BUDGET_BY_YEAR = "budget_by_year", pgettext_lazy("data block", "budget by year")
    INDICATOR_TABLE = "indicator_table", pgettext_lazy("data block", "indicators")
    PARTICIPATION = "participation", pgettext_lazy("data block", "participation in the consultations")
    CONSULTATION_RECORD = "consultation_record", pgettext_lazy("data block", "record of the consultations")
    RISK_REGISTER = "risk_register", pgettext_lazy("data block", "risks")
