"""Working pages under /consultations/, public ones under /contribute/; both language prefixes come from outside."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from consultations.enums import RoundStep
from consultations.views import (
    ahead,
    attendees,
    calls,
    contributions,
    desk,
    doors,
    drafts,
    events,
    inbox,
    intake,
    letters,
    outputs,
    own,
    public,
    recommendations,
    redactions,
    rounds,
    safety,
    telling,
)
from core.urls import register_choices

app_name = "consultations"

register_choices(RoundStep, "round_step")

urlpatterns = [
    path("contribute/", public.PublicRoundListView.as_view(), name="public_round_list"),
    path("contribute/<int:pk>/", public.PublicRoundDetailView.as_view(), name="public_round_detail"),
    path("contribute/<int:pk>/send/", public.ContributeView.as_view(), name="contribute"),
    path("contribute/<int:pk>/words/", public.PublicWordsView.as_view(), name="public_words"),
    path(
        "contribute/<int:pk>/words/<int:number>/report/",
        public.TextReportCreateView.as_view(),
        name="text_report_create",
    ),
    path("contribute/<int:pk>/draft/<int:number>/", public.DraftCopyView.as_view(), name="draft_copy"),
    path(
        "contribute/<int:pk>/draft/<int:number>/<slug:kind>/<uuid:key>/",
        public.DraftPlaceView.as_view(),
        name="draft_place",
    ),
    path("contribute/<int:pk>/files/<int:file>/", drafts.round_file, name="round_file"),
    path("contribute/<int:pk>/send/<int:number>/", public.ContributeView.as_view(), name="contribute_draft"),
    path(
        "contribute/<int:pk>/send/<int:number>/<slug:kind>/<uuid:key>/",
        public.ContributeView.as_view(),
        name="contribute_place",
    ),
    path("contribute/yearly/<int:year>/", public.YearlyCalendarView.as_view(), name="yearly_calendar"),
    path("contribute/propose/", public.StartProposalView.as_view(), name="propose_start"),
    path("consultations/calendar/", ahead.PlannedListView.as_view(), name="planned_list"),
    path("consultations/calendar/add/", ahead.PlannedFormView.as_view(), name="planned_create"),
    path("consultations/calendar/<int:pk>/", ahead.PlannedFormView.as_view(), name="planned_update"),
    path("consultations/proposals/", ahead.StartProposalListView.as_view(), name="start_proposal_list"),
    path("consultations/proposals/<int:pk>/", ahead.StartProposalAnswerView.as_view(), name="start_proposal_answer"),
    path("contribute/<int:pk>/paper/", public.PaperPageView.as_view(), name="paper_page"),
    path("contribute/<int:pk>/easy/", public.EasyHelpView.as_view(), name="easy_help"),
    path("consultations/rounds/<int:pk>/paper/", doors.RoundPaperView.as_view(), name="round_paper"),
    path("consultations/rounds/<int:pk>/own/sheet/", doors.OwnSheetView.as_view(), name="own_sheet"),
    path("consultations/rounds/<int:pk>/own/template/", doors.sheet_template, name="sheet_template"),
    path("contribute/news/", public.NewsSubscribeView.as_view(), name="news_subscribe"),
    path("contribute/news/<str:token>/confirm/", public.NewsConfirmView.as_view(), name="news_confirm"),
    # a reader's program sends it without having read a page: RFC 8058
    path("contribute/news/<str:token>/leave/", csrf_exempt(public.NewsLeaveView.as_view()), name="news_leave"),
    path("contribute/calendar.ics", outputs.calendar_file, name="calendar"),
    path("contribute/<int:pk>/calendar.ics", outputs.calendar_file, name="round_calendar"),
    path("contribute/<int:pk>/answers.json", outputs.answers_file_json, name="answers_json"),
    path("contribute/<int:pk>/answers.csv", outputs.answers_file_csv, name="answers_csv"),
    path("consultations/rounds/<int:pk>/report/", outputs.RoundReportView.as_view(), name="round_report"),
    path("consultations/rounds/<int:pk>/workbook/", outputs.workbook, name="round_workbook"),
    path("consultations/rounds/", rounds.RoundListView.as_view(), name="round_list"),
    path("consultations/rounds/add/", rounds.RoundFormView.as_view(), name="round_create"),
    path("consultations/rounds/<int:pk>/", rounds.RoundDetailView.as_view(), name="round_detail"),
    path("consultations/rounds/<int:pk>/edit/", rounds.RoundFormView.as_view(), name="round_update"),
    path("consultations/rounds/<int:pk>/steps/<round_step:step>/", rounds.RoundStepView.as_view(), name="round_step"),
    path("consultations/rounds/<int:pk>/freeze/", drafts.FreezeView.as_view(), name="draft_freeze"),
    path("consultations/rounds/<int:pk>/files/add/", drafts.RoundFileCreateView.as_view(), name="round_file_create"),
    path("consultations/rounds/<int:pk>/register/", rounds.RoundRegisterView.as_view(), name="round_register"),
    path(
        "consultations/rounds/<int:pk>/complaints/add/", calls.ComplaintCreateView.as_view(), name="complaint_create"
    ),
    path("consultations/complaints/<int:pk>/", calls.ComplaintDecideView.as_view(), name="complaint_decide"),
    path("consultations/complaints/body/", calls.ComplaintBodyView.as_view(), name="complaint_body"),
    path("consultations/rounds/<int:pk>/register.zip", calls.register_package, name="register_package"),
    path("consultations/rounds/<int:pk>/extend/", rounds.RoundExtendView.as_view(), name="round_extend"),
    path("consultations/rounds/<int:pk>/telling/", telling.RoundTellingView.as_view(), name="round_telling"),
    path("consultations/notices/<int:pk>/returned/", telling.BounceView.as_view(), name="notice_bounce"),
    path("consultations/rounds/<int:pk>/voice/", rounds.round_voice, name="round_voice"),
    path("consultations/rounds/<int:pk>/feedback/add/", rounds.FeedbackCreateView.as_view(), name="feedback_create"),
    path(
        "consultations/rounds/<int:pk>/attendance/", events.AttendancePublishView.as_view(), name="attendance_publish"
    ),
    path("consultations/rounds/<int:pk>/events/add/", events.EventCreateView.as_view(), name="event_create"),
    path(
        "consultations/rounds/<int:pk>/contributions/add/",
        contributions.ContributionCreateView.as_view(),
        name="contribution_create",
    ),
    path(
        "consultations/rounds/<int:pk>/recommendations/add/",
        recommendations.RecommendationCreateView.as_view(),
        name="recommendation_create",
    ),
    path("consultations/events/", events.ConsultationEventListView.as_view(), name="event_list"),
    path("consultations/events/kinds/", events.EventKindListView.as_view(), name="event_kind_list"),
    path("consultations/events/kinds/add/", events.EventKindFormView.as_view(), name="event_kind_create"),
    path("consultations/events/kinds/<int:pk>/", events.EventKindFormView.as_view(), name="event_kind_update"),
    path("consultations/events/<int:pk>/", events.EventDetailView.as_view(), name="event_detail"),
    path("consultations/events/<int:pk>/edit/", events.EventUpdateView.as_view(), name="event_update"),
    path("consultations/events/<int:pk>/attendance/", events.AttendanceUpdateView.as_view(), name="attendance_update"),
    path(
        "consultations/events/<int:pk>/contributions/add/",
        contributions.EventContributionCreateView.as_view(),
        name="event_contribution_create",
    ),
    path("consultations/events/<int:pk>/count/", doors.DoorCountView.as_view(), name="door_count"),
    path(
        "consultations/events/<int:pk>/attendance/sheet/", doors.AttendanceSheetView.as_view(), name="attendance_sheet"
    ),
    path("consultations/events/<int:pk>/sheet/", doors.AttendancePaperView.as_view(), name="attendance_paper"),
    path("consultations/events/<int:pk>/minutes/", attendees.MinutesApproveView.as_view(), name="minutes_approve"),
    path(
        "consultations/events/<int:pk>/points/add/",
        attendees.MinutesPointCreateView.as_view(),
        name="minutes_point_create",
    ),
    path("consultations/points/<int:pk>/", attendees.MinutesPointSettleView.as_view(), name="minutes_point"),
    path("consultations/events/<int:pk>/names/", attendees.AttendeeListView.as_view(), name="attendee_list"),
    path("consultations/events/<int:pk>/names/add/", attendees.AttendeeCreateView.as_view(), name="attendee_create"),
    path(
        "consultations/events/<int:pk>/files/add/", attendees.EventFileCreateView.as_view(), name="event_file_create"
    ),
    path("consultations/events/names/<int:pk>/erase/", attendees.attendee_erase, name="attendee_erase"),
    path("consultations/events/files/<int:pk>/remove/", attendees.event_file_remove, name="event_file_remove"),
    path("consultations/persons/", events.UniquePersonListView.as_view(), name="unique_person_list"),
    path("consultations/contributions/", contributions.ContributionListView.as_view(), name="contribution_list"),
    path(
        "consultations/contributions/<int:pk>/",
        contributions.ContributionDetailView.as_view(),
        name="contribution_detail",
    ),
    path("consultations/contributions/<int:pk>/code/", contributions.CodingView.as_view(), name="contribution_code"),
    path(
        "consultations/contributions/<int:pk>/no-proposal/",
        contributions.NoProposalView.as_view(),
        name="contribution_no_proposal",
    ),
    path(
        "consultations/contributions/<int:pk>/late/", letters.LateReplyCreateView.as_view(), name="late_reply_create"
    ),
    path("consultations/contributions/<int:pk>/scan/", redactions.ScanAttachView.as_view(), name="scan_attach"),
    path("consultations/contributions/<int:pk>/scan/erase/", redactions.scan_erase, name="scan_erase"),
    path("consultations/danger/<int:pk>/scan/", redactions.danger_scan, name="danger_scan"),
    path("consultations/contributions/<int:pk>/contact/erase/", contributions.contact_erase, name="contact_erase"),
    path(
        "consultations/recommendations/", recommendations.RecommendationListView.as_view(), name="recommendation_list"
    ),
    path(
        "consultations/recommendations/<int:pk>/",
        recommendations.RecommendationDetailView.as_view(),
        name="recommendation_detail",
    ),
    path(
        "consultations/recommendations/<int:pk>/edit/",
        recommendations.RecommendationUpdateView.as_view(),
        name="recommendation_update",
    ),
    path("consultations/recommendations/<int:pk>/merge/", inbox.MergeView.as_view(), name="recommendation_merge"),
    path("consultations/recommendations/<int:pk>/split/", inbox.SplitView.as_view(), name="recommendation_split"),
    path("consultations/recommendations/<int:pk>/part/", inbox.recommendation_part, name="recommendation_part"),
    path("consultations/rounds/<int:pk>/answers/add/", inbox.AnswerManyView.as_view(), name="answer_many"),
    path("consultations/rounds/<int:pk>/identical/", inbox.IdenticalLettersView.as_view(), name="identical_letters"),
    path("consultations/contributions/<int:pk>/note/", inbox.WorkNoteView.as_view(), name="work_note"),
    path("consultations/contributions/<int:pk>/read/", inbox.contribution_read, name="contribution_read"),
    path("consultations/answer-templates/", inbox.AnswerTemplateListView.as_view(), name="answer_template_list"),
    path("consultations/answer-templates/add/", inbox.AnswerTemplateFormView.as_view(), name="answer_template_create"),
    path(
        "consultations/answer-templates/<int:pk>/",
        inbox.AnswerTemplateFormView.as_view(),
        name="answer_template_update",
    ),
    path(
        "consultations/recommendations/<int:pk>/answer/",
        recommendations.DispositionCreateView.as_view(),
        name="disposition_create",
    ),
    path(
        "consultations/contributions/<int:pk>/redact/", redactions.RedactionView.as_view(), name="contribution_redact"
    ),
    path("consultations/contributions/<int:pk>/open/", redactions.DataOpeningView.as_view(), name="contribution_open"),
    path("consultations/contributions/<int:pk>/withdraw/", redactions.consent_withdraw, name="consent_withdraw"),
    path("consultations/privacy/", desk.PrivacyDeskView.as_view(), name="privacy_desk"),
    path("consultations/privacy/access/", desk.AccessMatrixView.as_view(), name="access_matrix"),
    path("consultations/privacy/requests/add/", desk.PersonRequestCreateView.as_view(), name="person_request_create"),
    path(
        "consultations/privacy/requests/<int:pk>/",
        desk.PersonRequestAnswerView.as_view(),
        name="person_request_answer",
    ),
    path("consultations/privacy/requests/<int:pk>/export/", desk.request_export, name="person_request_export"),
    path("consultations/privacy/requests/<int:pk>/erase/", desk.request_erase, name="person_request_erase"),
    path("consultations/privacy/incidents/add/", desk.IncidentCreateView.as_view(), name="incident_create"),
    path("consultations/privacy/incidents/<int:pk>/", desk.IncidentSettleView.as_view(), name="incident_settle"),
    path("consultations/reports/", redactions.TextReportListView.as_view(), name="report_list"),
    path("consultations/reports/<int:pk>/", redactions.TextReportSettleView.as_view(), name="report_settle"),
    path("consultations/contributions/<int:pk>/danger/", safety.danger_raise, name="danger_raise"),
    path("consultations/danger/", safety.DangerListView.as_view(), name="danger_list"),
    path("consultations/danger/<int:pk>/", safety.DangerDetailView.as_view(), name="danger_detail"),
    path("consultations/danger/<int:pk>/correct/", safety.DangerCorrectView.as_view(), name="danger_correct"),
    path("consultations/set-apart/<int:pk>/", intake.IntakeCorrectView.as_view(), name="intake_correct"),
    path("consultations/set-apart/automated/", intake.AutomatedListView.as_view(), name="intake_automated_list"),
    path("consultations/set-apart/", intake.IntakeHoldListView.as_view(), name="intake_hold_list"),
    path("consultations/help-numbers/", safety.HelpLineListView.as_view(), name="help_line_list"),
    path("consultations/help-numbers/add/", safety.HelpLineFormView.as_view(), name="help_line_create"),
    path("consultations/help-numbers/<int:pk>/", safety.HelpLineFormView.as_view(), name="help_line_update"),
    path("consultations/own/", own.OwnContributionListView.as_view(), name="own_contribution_list"),
    path("consultations/own/<int:pk>/", own.OwnContributionDetailView.as_view(), name="own_contribution_detail"),
    path(
        "consultations/rounds/<int:pk>/own/add/",
        own.OwnContributionCreateView.as_view(),
        name="own_contribution_create",
    ),
]
