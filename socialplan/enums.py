"""States, steps and kinds of the social plan."""

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
    ADOPTED = "adopted", pgettext_lazy("plan state", "adopted")
    ANNOUNCED = "announced", pgettext_lazy("plan state", "announced")
    IN_FORCE = "in_force", pgettext_lazy("plan state", "in force")
    SUPERSEDED = "superseded", pgettext_lazy("plan state", "superseded")
    EXPIRED = "expired", pgettext_lazy("plan state", "expired")
    REJECTED = "rejected", pgettext_lazy("plan state", "rejected")


class PlanStep(TextChoices):
    CONSULT = "consult", pgettext_lazy("plan step", "Open for consultation")
    REVIEW = "review", pgettext_lazy("plan step", "Send to review")
    RETURN = "return", pgettext_lazy("plan step", "Return to drafting")
    APPROVE = "approve", pgettext_lazy("plan step", "Approve for submission")
    SUBMIT = "submit", pgettext_lazy("plan step", "Submit to the council")
    ADOPT = "adopt", pgettext_lazy("plan step", "Record the adoption")
    REJECT = "reject", pgettext_lazy("plan step", "Record the rejection")
    ANNOUNCE = "announce", pgettext_lazy("plan step", "Record the announcement")
    ENFORCE = "enforce", pgettext_lazy("plan step", "Bring into force")
    SUPERSEDE = "supersede", pgettext_lazy("plan step", "Mark as superseded")
    EXPIRE = "expire", pgettext_lazy("plan step", "Mark as expired")


EDITABLE_STATES = frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION})
SEALED_STATES = frozenset(
    {PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE, PlanState.SUPERSEDED, PlanState.EXPIRED}
)
# Nothing more is decided on such a version before the council; another one of the plan may be begun.
FINISHED_STATES = SEALED_STATES | {PlanState.REJECTED}


class NodeKind(TextChoices):
    """The kinds of content a recommendation, need or comment can point at."""

    CHAPTER = "chapter", pgettext_lazy("node", "chapter")
    GOAL = "goal", pgettext_lazy("node", "strategic goal")
    OBJECTIVE = "objective", pgettext_lazy("node", "specific objective")
    MEASURE = "measure", pgettext_lazy("node", "measure")
    INDICATOR = "indicator", pgettext_lazy("node", "indicator")
    RISK = "risk", pgettext_lazy("node", "risk")


class FundingState(TextChoices):
    SECURED = "secured", pgettext_lazy("funding", "secured")
    APPLIED = "applied", pgettext_lazy("funding", "applied for")
    EXPECTED = "expected", pgettext_lazy("funding", "expected")


class Direction(TextChoices):
    UP = "UP", pgettext_lazy("direction", "should rise")
    DOWN = "DOWN", pgettext_lazy("direction", "should fall")
    KEEP = "KEEP", pgettext_lazy("direction", "should be kept")


class IndicatorKind(TextChoices):
    """Only a flow may be added up over parts of a year (domain.md §6.1)."""

    STOCK = "STOCK", pgettext_lazy("indicator", "state at a date")
    FLOW = "FLOW", pgettext_lazy("indicator", "flow in a period")
    CUM = "CUM", pgettext_lazy("indicator", "cumulative since the start")
    RATIO = "RATIO", pgettext_lazy("indicator", "ratio")


class OpinionKind(TextChoices):
    LEGAL = "legal", pgettext_lazy("opinion", "legal")
    FINANCE = "finance", pgettext_lazy("opinion", "finance")
    GENDER = "gender", pgettext_lazy("opinion", "gender equality")
    DATA_PROTECTION = "data_protection", pgettext_lazy("opinion", "data protection")


class Verdict(TextChoices):
    FAVOURABLE = "favourable", pgettext_lazy("opinion", "favourable")
    WITH_REMARKS = "with_remarks", pgettext_lazy("opinion", "favourable with remarks")
    UNFAVOURABLE = "unfavourable", pgettext_lazy("opinion", "unfavourable")


class Outcome(TextChoices):
    ADOPTED = "adopted", pgettext_lazy("council", "adopted")
    REJECTED = "rejected", pgettext_lazy("council", "rejected")


class Level(IntegerChoices):
    LOW = 1, pgettext_lazy("level", "low")
    MEDIUM = 2, pgettext_lazy("level", "medium")
    HIGH = 3, pgettext_lazy("level", "high")


class BlockKind(TextChoices):
    """The tables of live figures that can be placed in a chapter; sealed with it (product.md §5)."""

    NEED_TABLE = "need_table", pgettext_lazy("data block", "needs by priority")
    SERVICE_MAP = "service_map", pgettext_lazy("data block", "service map")
    GAP_MATRIX = "gap_matrix", pgettext_lazy("data block", "gap matrix")
    GOAL_TREE = "goal_tree", pgettext_lazy("data block", "goals and objectives")
    ACTION_MATRIX = "action_matrix", pgettext_lazy("data block", "action plan")
    BUDGET_BY_GOAL = "budget_by_goal", pgettext_lazy("data block", "budget by goal")
    BUDGET_BY_SOURCE = "budget_by_source", pgettext_lazy("data block", "budget by funding source")
    BUDGET_BY_YEAR = "budget_by_year", pgettext_lazy("data block", "budget by year")
    INDICATOR_TABLE = "indicator_table", pgettext_lazy("data block", "indicators")
    PARTICIPATION = "participation", pgettext_lazy("data block", "participation in the consultations")
    CONSULTATION_RECORD = "consultation_record", pgettext_lazy("data block", "record of the consultations")
    RISK_REGISTER = "risk_register", pgettext_lazy("data block", "risks")


class ReportKind(TextChoices):
    """The files that are made of a version (product.md §5)."""

    PLAN_PDF = "plan_pdf", pgettext_lazy("file", "Plan as PDF")
    ACTION_PLAN_XLSX = "action_plan_xlsx", pgettext_lazy("file", "Action plan and budget as spreadsheet")


# What everybody may fetch once the version is published.
PUBLIC_REPORTS = frozenset({ReportKind.PLAN_PDF, ReportKind.ACTION_PLAN_XLSX})
