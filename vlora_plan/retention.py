"""How long every field of every model is kept. A model or a telling field that is missing here stops the start."""

from __future__ import annotations

from operations.enums import Retention
from operations.retention import RetentionRule
from socialplan.approval.acts.registry import ACTS

LOGIN_TRACE_DAYS = 90
MESSAGE_DAYS = 90
SENT_FORM_DAYS = 2
CONTACT_DAYS = 1_095

RECORD = RetentionRule(Retention.RECORD)
TRAIL = RetentionRule(Retention.TRAIL)
VOICE = RetentionRule(Retention.VOICE)
ACCOUNT = RetentionRule(Retention.ACCOUNT)

PLACE = dict.fromkeys(
    (
        "municipality.Municipality",
        "municipality.AdministrativeUnit",
        "municipality.Office",
        "municipality.OfficeTenure",
        "municipality.CalendarDay",
        "municipality.DeadlineRule",
        "municipality.MajorityRule",
        "municipality.Threshold",
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group",
    ),
    RECORD,
)

MACHINE = {
    "operations.StoredFile": RetentionRule(Retention.RECORD, {"file": Retention.RECORD}),
    "operations.Job": TRAIL,
    "operations.OutgoingMessage": RetentionRule(
        Retention.TECHNICAL, {"address": Retention.CONTACT}, counted_from="created_at", days=MESSAGE_DAYS
    ),
    "operations.Heartbeat": RetentionRule(Retention.TECHNICAL),
    "operations.SentForm": RetentionRule(
        Retention.TECHNICAL, counted_from="sent_at", days=SENT_FORM_DAYS, deletes_row=True
    ),
    "operations.SuppressionPattern": RECORD,
    "operations.Event": TRAIL,
    "sessions.Session": RetentionRule(Retention.TECHNICAL),
}

PEOPLE = {
    "accounts.User": RetentionRule(
        Retention.ACCOUNT,
        {"email": Retention.ACCOUNT, "last_login": Retention.ACCOUNT, "password": Retention.SECRET},
    ),
    "accounts.RoleAssignment": TRAIL,
    # who asked, confirmed and stopped is proof; the two addresses go after their term
    "accounts.PowerChange": RetentionRule(
        Retention.TRAIL,
        {"old_email": Retention.CONTACT, "new_email": Retention.CONTACT},
        counted_from="proposed_at",
        days=CONTACT_DAYS,
    ),
    "accounts.Organisation": RECORD,
    "accounts.Membership": ACCOUNT,
    "otp_totp.TOTPDevice": RetentionRule(Retention.ACCOUNT, {"key": Retention.SECRET}),
    **{
        label: RetentionRule(
            Retention.TECHNICAL,
            {"ip_address": Retention.TECHNICAL},
            counted_from="attempt_time",
            days=LOGIN_TRACE_DAYS,
            deletes_row=True,
        )
        for label in ("axes.AccessAttempt", "axes.AccessFailureLog", "axes.AccessLog")
    },
    "axes.AccessAttemptExpiration": RetentionRule(Retention.TECHNICAL),
}

ASSESSMENT = {
    **dict.fromkeys(
        (
            "assessments.Assessment",
            "assessments.TargetGroup",
            "assessments.ServiceType",
            "assessments.DataPoint",
            "assessments.Need",
            "assessments.AssessedService",
        ),
        RECORD,
    ),
    "assessments.AssessmentStateChange": TRAIL,
    "assessments.Service": RetentionRule(Retention.RECORD, {"address": Retention.RECORD}),
}

CONSULTATION = {
    **dict.fromkeys(
        (
            "consultations.Round",
            "consultations.RoundExtension",
            "consultations.ConsultationEvent",
            "consultations.AttendanceCount",
            "consultations.EventFile",
            "consultations.Recommendation",
            "consultations.Coding",
            "consultations.NoProposal",
            "consultations.Disposition",
            "consultations.AnswerPublication",
            "consultations.PublishedAnswer",
        ),
        RECORD,
    ),
    "consultations.RoundStateChange": TRAIL,
    "consultations.Contribution": VOICE,
    "consultations.FeedbackEntry": VOICE,
    "consultations.UniquePerson": VOICE,
    "consultations.AttendeeName": RetentionRule(
        Retention.CONTACT, {"contact": Retention.CONTACT}, counted_from="erase_on", days=0, deletes_row=True
    ),
    "consultations.ContributionContact": RetentionRule(
        Retention.CONTACT,
        {"email": Retention.CONTACT},
        counted_from="created_at",
        days=CONTACT_DAYS,
        deletes_row=True,
    ),
}

PLAN = {
    **dict.fromkeys((act.model._meta.label for act in ACTS.values()), RECORD),
    **dict.fromkeys(
        (
            "content.Plan",
            "content.PlanVersion",
            "approval.CouncilSubmission",
            "approval.CouncilDecision",
            "approval.Announcement",
            "approval.Committee",
            "content.ActWithdrawal",
            "approval.PlanAddressee",
            "content.Seal",
            "content.Chapter",
            "content.Risk",
            "content.StrategicGoal",
            "content.SpecificObjective",
            "content.Measure",
            "content.FundingSource",
            "content.MeasureCost",
            "content.FindingAcceptance",
            "content.FundingLine",
            "content.Indicator",
            "content.IndicatorTarget",
            "content.ContentSnapshot",
            "content.DataBlock",
            "content.MeasureUnit",
            "content.MeasureNeed",
            "content.MeasureGroup",
            "content.MeasureIndicator",
            "content.PlanRound",
            "content.DispositionTarget",
            "publishing.PlanReport",
            "publishing.DocumentTemplate",
            "publishing.LegalBasis",
            "content.OutlineChapter",
            "content.NodeComment",
            "content.CommentSettlement",
        ),
        RECORD,
    ),
    "content.PlanStateChange": TRAIL,
    "drafting.ContentEdit": TRAIL,
    # goes minutes after the last sign of life, its changes into the trail: socialplan.services.drafting
    "drafting.EditingHold": RetentionRule(Retention.TECHNICAL),
    # goes with its file when it is decided on, at the latest after a week: socialplan.services.documents
    "drafting.DocumentImport": RetentionRule(Retention.TECHNICAL, {"file": Retention.TECHNICAL}),
}

MONITORING = {
    **dict.fromkeys(
        (
            "monitoring.Period",
            "monitoring.MeasureProgress",
            "monitoring.BudgetExecution",
            "monitoring.BeneficiaryCount",
            "monitoring.YearlyReport",
            "monitoring.ReportSection",
            "monitoring.ReportRecommendation",
            "monitoring.Addressee",
            "monitoring.ReportSubmission",
            "monitoring.SubmissionReceipt",
            "monitoring.IndicatorValue",
        ),
        RECORD,
    ),
    "monitoring.ReportStateChange": TRAIL,
    "monitoring.ValueStateChange": TRAIL,
}

RETENTION: dict[str, RetentionRule] = {
    **PLACE,
    **MACHINE,
    **PEOPLE,
    **ASSESSMENT,
    **CONSULTATION,
    **PLAN,
    **MONITORING,
}
