"""How long every field of every model is kept. A model or a telling field that is missing here stops the start."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.enums import Retention
from operations.retention import RetentionRule
from socialplan.approval.acts.registry import ACTS

LOGIN_TRACE_DAYS = 90
MESSAGE_DAYS = 90
SENT_FORM_DAYS = 2
ATTEMPT_DAYS = 2
SUBSCRIPTION_DAYS = 2
SHEET_DAYS = 2
CONTACT_DAYS = 1_095

RECORD = RetentionRule(Retention.RECORD)
TRAIL = RetentionRule(Retention.TRAIL)
VOICE = RetentionRule(Retention.VOICE)
ACCOUNT = RetentionRule(Retention.ACCOUNT)

PLACE = dict.fromkeys(
    (
        "municipality.AdministrativeUnit",
        "municipality.Office",
        "municipality.OfficeTenure",
        "municipality.CalendarDay",
        "municipality.DeadlineRule",
        "municipality.MajorityRule",
        "municipality.Threshold",
        "municipality.Project",
        "municipality.RuleChange",
        "municipality.Asked",
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group",
    ),
    RECORD,
)

MUNICIPALITY = {
    # of an office, for anybody's questions
    "municipality.Municipality": RetentionRule(
        Retention.RECORD, {"contact_email": Retention.RECORD, "contact_phone": Retention.RECORD}
    )
}
MACHINE = {
    "operations.StoredFile": RetentionRule(Retention.RECORD, {"file": Retention.RECORD}),
    "operations.Job": TRAIL,
    # goes after a week, when nobody takes the change back any more: operations/grids.py
    "operations.GridEdit": RetentionRule(Retention.TECHNICAL),
    "operations.OutgoingMessage": RetentionRule(
        Retention.TECHNICAL,
        {"address": Retention.CONTACT},
        counted_from="created_at",
        days=MESSAGE_DAYS,
        term=ThresholdCode.KEEP_MESSAGES,
    ),
    "operations.NewsChoice": ACCOUNT,
    "operations.Heartbeat": RetentionRule(Retention.TECHNICAL),
    # the words of other rows, as these show them: written, changed and erased with them
    "operations.SearchEntry": VOICE,
    # single words of titles; what stands in none any more leaves the list within ten minutes
    "operations.TitleWord": RECORD,
    "operations.SentForm": RetentionRule(
        Retention.TECHNICAL, counted_from="sent_at", days=SENT_FORM_DAYS, deletes_row=True
    ),
    "operations.Attempt": RetentionRule(
        Retention.TECHNICAL, counted_from="since", days=ATTEMPT_DAYS, deletes_row=True
    ),
    "operations.SeenHead": RECORD,
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
        term=ThresholdCode.KEEP_CONTACTS,
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
            term=ThresholdCode.KEEP_LOGIN_TRACES,
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
            "assessments.ScaleStep",
            "assessments.DataPoint",
            "assessments.FigureDefinition",
            "assessments.DirectoryFile",
            "assessments.EditionFile",
            "assessments.EditionRollUp",
            "assessments.Need",
            "assessments.NeedPlace",
            "assessments.AssessedService",
            "assessments.RequirementLine",
            "assessments.StaffRequirement",
            "assessments.SheetImport",
            "assessments.ImportedRow",
            "assessments.StagedFigure",
            "assessments.ProposedChange",
            "assessments.ServiceStaff",
            "assessments.ServiceYear",
            "assessments.ServiceMoney",
            "assessments.FundCall",
            "assessments.FundShare",
            "assessments.FundCriterion",
            "assessments.FundAttachment",
            "assessments.FundCosting",
            "assessments.FundPost",
        ),
        RECORD,
    ),
    "assessments.AssessmentStateChange": TRAIL,
    # its content goes when it was read, refused or given up; what no worker reached within two days goes unread
    "assessments.SheetToRead": RetentionRule(
        Retention.TECHNICAL, counted_from="created_at", days=SHEET_DAYS, deletes_row=True
    ),
    # of offices and services, published in the directory
    "assessments.Service": RetentionRule(
        Retention.RECORD, {"address": Retention.RECORD, "phone": Retention.RECORD, "email": Retention.RECORD}
    ),
    "assessments.ServiceProvider": RetentionRule(
        Retention.RECORD, {"phone": Retention.RECORD, "email": Retention.RECORD}
    ),
}

CONSULTATION = {
    **dict.fromkeys(
        (
            "consultations.Round",
            "consultations.RoundExtension",
            "consultations.SpeakerNotice",
            "consultations.NoticeBounce",
            "consultations.ConsultedDraft",
            "consultations.DraftPlace",
            "consultations.EventKind",
            "consultations.ConsultationEvent",
            "consultations.AttendanceCount",
            "consultations.MinutesPoint",
            "consultations.EventFile",
            "consultations.Recommendation",
            "consultations.Coding",
            "consultations.NoProposal",
            "consultations.Disposition",
            "consultations.AnswerPublication",
            "consultations.PublishedAnswer",
            "consultations.AnswerTemplate",
            "consultations.ComplaintBody",
            "consultations.PlannedConsultation",
        ),
        RECORD,
    ),
    "consultations.RoundFile": RetentionRule(Retention.RECORD, {"file": Retention.RECORD}),
    "consultations.RoundStateChange": TRAIL,
    "consultations.HelpLine": RetentionRule(Retention.RECORD, {"phone": Retention.RECORD}),
    "consultations.DangerAlert": VOICE,
    "consultations.DangerSettlement": VOICE,
    "consultations.DangerCorrection": VOICE,
    "consultations.Redaction": VOICE,
    # places in the words and no words; what it takes out goes into the other one, or nowhere
    "consultations.PointRedaction": TRAIL,
    "consultations.WordsRemoval": TRAIL,
    "consultations.SealedPoint": VOICE,
    "consultations.DataOpening": TRAIL,
    # what its owner has not confirmed goes after two days; a confirmed address by her own link
    "consultations.RoundSubscription": RetentionRule(
        Retention.CONTACT,
        {"email": Retention.CONTACT},
        counted_from="pending_since",
        days=SUBSCRIPTION_DAYS,
        deletes_row=True,
    ),
    # without names: who asked, or whom it concerned, stands on the paper
    "consultations.PersonRequest": TRAIL,
    "consultations.RoundComplaint": TRAIL,
    "consultations.StartProposal": VOICE,
    "consultations.PrivacyIncident": TRAIL,
    "consultations.ConsentWithdrawal": TRAIL,
    "consultations.PublishedWords": VOICE,
    "consultations.TextReport": VOICE,
    "consultations.Contribution": VOICE,
    "consultations.FeedbackEntry": VOICE,
    "consultations.LateReply": VOICE,
    "consultations.WorkNote": VOICE,
    "consultations.IntakeHold": VOICE,
    "consultations.UniquePerson": VOICE,
    "consultations.AttendeeName": RetentionRule(
        Retention.CONTACT, {"contact": Retention.CONTACT}, counted_from="erase_on", days=0, deletes_row=True
    ),
    # a hand and often a name: it goes with its whole row
    "consultations.ContributionScan": RetentionRule(
        Retention.CONTACT,
        {"content": Retention.CONTACT},
        counted_from="recorded_at",
        days=CONTACT_DAYS,
        term=ThresholdCode.KEEP_CONTACTS,
        deletes_row=True,
    ),
    "consultations.ContributionContact": RetentionRule(
        Retention.CONTACT,
        {"email": Retention.CONTACT},
        counted_from="created_at",
        days=CONTACT_DAYS,
        term=ThresholdCode.KEEP_CONTACTS,
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
            "content.BudgetProgramme",
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
            "publishing.WordTemplate",
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
            "monitoring.PeriodKind",
            "monitoring.MeasureProgress",
            "monitoring.MeasureReach",
            "monitoring.OfficeHandIn",
            "monitoring.PartValue",
            "monitoring.ReportingFrequency",
            "monitoring.ValueDimension",
            "monitoring.ValueEvidence",
            "monitoring.BudgetTransfer",
            "monitoring.PeriodRollUp",
            "monitoring.CheckRule",
            "monitoring.KeptWarning",
            "monitoring.TreasurySheet",
            "monitoring.TreasuryLine",
            "monitoring.ProgrammeMapping",
            "monitoring.IndicatorPassport",
            "monitoring.ChangedTarget",
            "monitoring.UnreportedMeasure",
            "monitoring.BudgetExecution",
            "monitoring.BeneficiaryCount",
            "monitoring.YearlyReport",
            "monitoring.ReportSection",
            "monitoring.ReportRecommendation",
            "monitoring.RecommendationFollowUp",
            "monitoring.ResultNarrative",
            "monitoring.ReportFile",
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
    **MUNICIPALITY,
    **MACHINE,
    **PEOPLE,
    **ASSESSMENT,
    **CONSULTATION,
    **PLAN,
    **MONITORING,
}


@dataclass(frozen=True, slots=True)
class Term:
    label: str
    days: int


def storage_terms() -> list[Term]:
    """How many days each kind of personal data is kept, by the rows of the house or, without one, by the delivery."""
    delivered = {
        ThresholdCode.KEEP_CONTACTS: (_("Names and addresses of who took part"), CONTACT_DAYS),
        ThresholdCode.KEEP_MESSAGES: (_("Addresses that messages were sent to"), MESSAGE_DAYS),
        ThresholdCode.KEEP_LOGIN_TRACES: (_("Traces of attempts to log in"), LOGIN_TRACE_DAYS),
    }
    set_here = dict(Threshold.objects.filter(code__in=delivered).values_list("code", "value"))
    return [Term(label, set_here.get(code, days)) for code, (label, days) in delivered.items()]


def term_of(code: str) -> int | None:
    """The days that the municipality's row names; none where there is no row."""
    return Threshold.objects.filter(code=code).values_list("value", flat=True).first()
