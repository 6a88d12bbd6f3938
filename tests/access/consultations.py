from datetime import date
from typing import Any
from uuid import uuid4

from accounts.enums import Role
from consultations.models import (
    AnswerTemplate,
    AttendeeName,
    ContributionContact,
    DangerAlert,
    DangerSettlement,
    EventFile,
    IntakeHold,
    NoProposal,
    PlannedConsultation,
    PointRedaction,
    RoundComplaint,
    SpeakerNotice,
    StartProposal,
    TextReport,
)
from consultations.services.points import redact_point
from operations.models import OutgoingMessage
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ConsultedDraftFactory,
    ContributionFactory,
    ContributionScanFactory,
    DispositionFactory,
    DraftPlaceFactory,
    EventKindFactory,
    FeedbackEntryFactory,
    HelpLineFactory,
    LateReplyFactory,
    MinutesPointFactory,
    PersonRequestFactory,
    PrivacyIncidentFactory,
    PublishedWordsFactory,
    RecommendationFactory,
    RoundExtensionFactory,
    RoundFactory,
    StartProposalFactory,
)
from tests.factories.operations import StoredFileFactory

COORDINATOR = {Role.COORDINATOR}
WORKERS = {Role.COORDINATOR, Role.STAFF}
LISTENERS = WORKERS | {Role.EXPERT}
MEMBERS = {Role.NGO}


def sent_notice() -> list[Any]:
    said = ContributionFactory()
    message = OutgoingMessage.objects.create(kind="consultations.told", dedupe_key="told")
    return [SpeakerNotice.objects.create(contribution=said, occasion="answered", about="x", message=message).pk]


def planned_round() -> list[Any]:
    return [RoundFactory().pk]


def open_round() -> list[Any]:
    return [RoundFactory(is_open=True).pk]


def draft_copy() -> list[Any]:
    copy = ConsultedDraftFactory()
    return [copy.round_id, copy.number]


def draft_place() -> list[Any]:
    place = DraftPlaceFactory()
    return [place.draft.round_id, place.draft.number, place.kind, place.key]


def unready_file() -> list[Any]:
    return [*open_round(), 0]


def event() -> list[Any]:
    return [ConsultationEventFactory().pk]


def attendee() -> list[Any]:
    listed = AttendeeName(event=ConsultationEventFactory(), name="Kodi 1", consents_to_list=True)
    listed.erase_on = listed.event.held_on
    listed.save()
    return [listed.pk]


def event_file() -> list[Any]:
    return [EventFile.objects.create(event=ConsultationEventFactory(), file=StoredFileFactory(), title="Foto").pk]


def contribution() -> list[Any]:
    return [ContributionFactory().pk]


def paper() -> list[Any]:
    return [ContributionFactory(channel="paper").pk]


def scanned() -> list[Any]:
    return [ContributionScanFactory().contribution_id]


def scan_in_danger() -> list[Any]:
    return [DangerAlert.objects.create(contribution=ContributionScanFactory().contribution).pk]


def held() -> list[Any]:
    IntakeHold.objects.create(contribution=ContributionFactory(), signs="trap")
    return []


def automated() -> list[Any]:
    found = {"signs": "trap", "result": "automated", "reason": "Reklamë", "reviewed_by": UserFactory()}
    return [IntakeHold.objects.create(contribution=ContributionFactory(), **found).pk]


def automated_some() -> list[Any]:
    automated()
    return []


def merged_one() -> list[Any]:
    into = RecommendationFactory()
    return [RecommendationFactory(round=into.round, merged_into=into).pk]


def answer_template() -> list[Any]:
    return [AnswerTemplate.objects.create(title="Pranohet", answer="accepted").pk]


def complaint() -> list[Any]:
    made = RoundComplaint(
        round=RoundFactory(is_closed=True), protocol_no="9", about="Afati", recorded_by=UserFactory()
    )
    made.received_on = made.due_on = date(2024, 5, 13)
    made.save()
    return [made.pk]


def planned_row() -> list[Any]:
    row = PlannedConsultation(year=2026, month=3, title_sq="Plani social", proposer="Drejtoria")
    row.explanation_sq = "Hartimi i planit"
    row.save()
    return [row.pk]


def start_proposal() -> list[Any]:
    return [StartProposal.objects.create(submission_key=uuid4(), text="Një rregullore për ujin").pk]


def late_letter() -> list[Any]:
    return [ContributionFactory(channel="paper", protocol_no="12/2026", is_late=True).pk]


def recommendation() -> list[Any]:
    return [RecommendationFactory().pk]


def alert() -> list[Any]:
    return [DangerAlert.objects.create(contribution=ContributionFactory()).pk]


def settled_alert() -> list[Any]:
    [key] = alert()
    DangerSettlement.objects.create(alert_id=key, result="referred", referred_to="NJMF", recorded_by=UserFactory())
    return [key]


def minuted_event() -> list[Any]:
    return [ConsultationEventFactory(minutes_public_sq="U fol për rampën.").pk]


def minutes_point() -> list[Any]:
    return [MinutesPointFactory().pk]


def meetings_with_minutes() -> list[Any]:
    minuted_event()
    return []


def point_set_aside() -> list[Any]:
    return [MinutesPointFactory(reason="Falënderim").pk]


def contribution_set_aside() -> list[Any]:
    said, coder = ContributionFactory(), UserFactory(role="staff")
    return [NoProposal.objects.create(contribution=said, reason="Falënderim", coded_by=coder).pk]


def contributions_set_aside() -> list[Any]:
    contribution_set_aside()
    return []


def worded_recommendation() -> list[Any]:
    return [RecommendationFactory().pk]


def worded_recommendations() -> list[Any]:
    worded_recommendation()
    return []


def answer_with_words() -> list[Any]:
    return [DispositionFactory(answer="partly", reason_sq="Vetëm dy ditë në javë.").pk]


def answers_with_words() -> list[Any]:
    answer_with_words()
    return []


def late_reply() -> list[Any]:
    return [LateReplyFactory().pk]


def late_replies() -> list[Any]:
    late_reply()
    return []


def feedback() -> list[Any]:
    return [FeedbackEntryFactory().pk]


def feedback_given() -> list[Any]:
    feedback()
    return []


def extension() -> list[Any]:
    return [RoundExtensionFactory().pk]


def extensions() -> list[Any]:
    extension()
    return []


def answered_proposal() -> list[Any]:
    return [StartProposalFactory(is_answered=True).pk]


def answered_proposals() -> list[Any]:
    answered_proposal()
    return []


def points_of_minutes() -> list[Any]:
    minutes_point()
    return []


def sealed_point() -> list[Any]:
    point = MinutesPointFactory()
    redact_point(PointRedaction(point=point, reason="Emër"), "[…]", actor=UserFactory(role="coordinator"))
    return [point.pk]


def published_words() -> list[Any]:
    words = PublishedWordsFactory()
    return [words.round_id, words.number]


def report() -> list[Any]:
    return [TextReport.objects.create(words=PublishedWordsFactory(), complaint="Emri im").pk]


def person_request() -> list[Any]:
    return [PersonRequestFactory().pk]


def incident() -> list[Any]:
    return [PrivacyIncidentFactory().pk]


def event_kind() -> list[Any]:
    return [EventKindFactory().pk]


def help_line() -> list[Any]:
    return [HelpLineFactory().pk]


def with_contact() -> list[Any]:
    kept = ContributionFactory()
    ContributionContact.objects.create(contribution=kept, name="Kodi 1")
    return [kept.pk]


ACCESS = {
    "consultations:public_round_list": Page(allowed=EVERYBODY),
    "consultations:public_round_detail": Page(args=open_round, allowed=EVERYBODY),
    "consultations:contribute": Page(args=open_round, allowed=EVERYBODY),
    "consultations:draft_copy": Page(args=draft_copy, allowed=EVERYBODY),
    "consultations:draft_place": Page(args=draft_place, allowed=EVERYBODY),
    "consultations:round_file": Page(args=unready_file, allowed=EVERYBODY, status=404),
    "consultations:contribute_draft": Page(args=draft_copy, allowed=EVERYBODY),
    "consultations:contribute_place": Page(args=draft_place, allowed=EVERYBODY),
    "consultations:news_subscribe": Page(allowed=EVERYBODY),
    "consultations:news_confirm": Page(args=lambda: ["forged"], allowed=EVERYBODY),
    "consultations:news_leave": Page(args=lambda: ["forged"], allowed=EVERYBODY),
    "consultations:calendar": Page(allowed=EVERYBODY),
    "consultations:round_calendar": Page(args=open_round, allowed=EVERYBODY),
    "consultations:answers_json": Page(args=open_round, allowed=EVERYBODY),
    "consultations:answers_csv": Page(args=open_round, allowed=EVERYBODY),
    "consultations:round_report": Page(args=open_round, allowed=INSIDE),
    "consultations:round_workbook": Page(args=open_round, method="post", allowed=LISTENERS),
    "consultations:draft_freeze": Page(args=planned_round, allowed=COORDINATOR),
    "consultations:round_file_create": Page(args=planned_round, allowed=COORDINATOR),
    "consultations:paper_page": Page(args=open_round, allowed=EVERYBODY),
    "consultations:easy_help": Page(args=open_round, allowed=EVERYBODY),
    "consultations:round_paper": Page(args=open_round, allowed=INSIDE),
    "consultations:own_sheet": Page(args=open_round, allowed=MEMBERS),
    "consultations:sheet_template": Page(args=open_round, allowed=MEMBERS),
    "consultations:round_list": Page(allowed=INSIDE),
    "consultations:round_create": Page(allowed=COORDINATOR),
    "consultations:round_detail": Page(args=open_round, allowed=INSIDE),
    "consultations:round_update": Page(args=planned_round, allowed=COORDINATOR),
    "consultations:round_step": Page(
        args=lambda: [*planned_round(), "publish"], method="post", allowed=COORDINATOR, status=302
    ),
    "consultations:numbers_confirm": Page(args=planned_round, allowed={Role.DPO}),
    "consultations:numbers_ask": Page(args=planned_round, method="post", allowed=COORDINATOR, status=302),
    "consultations:round_register": Page(args=open_round, allowed=COORDINATOR),
    "consultations:yearly_calendar": Page(args=lambda: [2026], allowed=EVERYBODY),
    "consultations:propose_start": Page(allowed=EVERYBODY),
    "consultations:planned_list": Page(allowed=INSIDE),
    "consultations:planned_create": Page(allowed=COORDINATOR),
    "consultations:planned_update": Page(args=planned_row, allowed=COORDINATOR),
    "consultations:start_proposal_list": Page(allowed=COORDINATOR),
    "consultations:start_proposal_answer": Page(args=start_proposal, allowed=COORDINATOR),
    "consultations:complaint_create": Page(args=open_round, allowed=COORDINATOR),
    "consultations:complaint_decide": Page(args=complaint, allowed=COORDINATOR),
    "consultations:complaint_body": Page(allowed=COORDINATOR | {Role.ADMIN}),
    "consultations:register_package": Page(args=open_round, method="post", allowed=COORDINATOR),
    "consultations:round_extend": Page(args=open_round, allowed=COORDINATOR),
    "consultations:round_voice": Page(
        args=lambda: [RoundFactory(with_assessment=True).pk], method="post", allowed=COORDINATOR, status=302
    ),
    "consultations:round_telling": Page(args=open_round, allowed=COORDINATOR),
    "consultations:notice_bounce": Page(args=sent_notice, allowed=COORDINATOR),
    "consultations:feedback_create": Page(args=open_round, allowed=COORDINATOR),
    "consultations:attendance_publish": Page(args=open_round, allowed=COORDINATOR),
    "consultations:event_create": Page(args=open_round, allowed=WORKERS),
    "consultations:event_invite": Page(args=event, method="post", allowed=COORDINATOR, status=302),
    "consultations:event_list": Page(allowed=INSIDE),
    "consultations:event_detail": Page(args=event, allowed=INSIDE),
    "consultations:event_update": Page(args=event, allowed=WORKERS),
    "consultations:attendance_update": Page(args=event, allowed=WORKERS),
    "consultations:door_count": Page(args=event, allowed=WORKERS),
    "consultations:attendance_sheet": Page(args=event, allowed=WORKERS),
    "consultations:attendee_list": Page(args=event, allowed=COORDINATOR),
    "consultations:attendee_create": Page(args=event, allowed=COORDINATOR),
    "consultations:attendee_erase": Page(args=attendee, allowed=COORDINATOR, method="post", status=302),
    "consultations:attendee_withdraw": Page(
        args=lambda: [*attendee(), "photo"], allowed=COORDINATOR, method="post", status=302
    ),
    "consultations:event_file_create": Page(args=event, allowed=WORKERS),
    "consultations:event_file_remove": Page(args=event_file, allowed=WORKERS, method="post", status=302),
    "consultations:event_contribution_create": Page(args=event, allowed=COORDINATOR),
    "consultations:unique_person_list": Page(allowed=INSIDE),
    "consultations:contribution_create": Page(args=open_round, allowed=COORDINATOR),
    "consultations:contribution_list": Page(allowed=LISTENERS),
    "consultations:contribution_detail": Page(args=contribution, allowed=LISTENERS),
    "consultations:contribution_code": Page(args=contribution, allowed=WORKERS),
    "consultations:contribution_no_proposal": Page(args=contribution, allowed=WORKERS),
    "consultations:late_reply_create": Page(args=late_letter, allowed=COORDINATOR),
    "consultations:contact_erase": Page(
        args=with_contact, method="post", allowed=COORDINATOR | {Role.DPO}, status=302
    ),
    # only who typed it in, on the same day: tests/consultations/letters/test_slip.py
    "consultations:contribution_slip": Page(args=contribution, method="post", allowed=set()),
    "consultations:scan_attach": Page(args=paper, allowed=COORDINATOR),
    "consultations:scan_erase": Page(args=scanned, method="post", allowed=COORDINATOR | {Role.DPO}, status=302),
    "consultations:danger_scan": Page(args=scan_in_danger, allowed=set()),
    "consultations:public_words": Page(args=open_round, allowed=EVERYBODY),
    "consultations:text_report_create": Page(args=published_words, allowed=EVERYBODY),
    "consultations:contribution_redact": Page(args=contribution, allowed=WORKERS | {Role.DPO}),
    "consultations:contribution_open": Page(args=contribution, allowed=COORDINATOR | {Role.DPO}),
    "consultations:consent_withdraw": Page(
        args=contribution, method="post", allowed=COORDINATOR | {Role.DPO}, status=302
    ),
    "consultations:privacy_desk": Page(allowed={Role.DPO}),
    "consultations:access_matrix": Page(allowed={Role.DPO}),
    "consultations:person_request_create": Page(allowed={Role.DPO}),
    "consultations:person_request_answer": Page(args=person_request, allowed={Role.DPO}),
    "consultations:person_request_export": Page(args=person_request, method="post", allowed={Role.DPO}, status=302),
    "consultations:person_request_erase": Page(args=person_request, method="post", allowed={Role.DPO}, status=302),
    "consultations:incident_create": Page(allowed={Role.DPO}),
    "consultations:incident_settle": Page(args=incident, allowed={Role.DPO}),
    "consultations:report_list": Page(allowed=COORDINATOR | {Role.DPO}),
    "consultations:report_settle": Page(args=report, allowed=COORDINATOR | {Role.DPO}),
    # a role alone opens no text about danger, the office of the account does:
    # tests/consultations/services/test_safety.py
    "consultations:danger_list": Page(allowed=set()),
    "consultations:danger_detail": Page(args=alert, allowed=set()),
    "consultations:danger_raise": Page(args=contribution, method="post", allowed=LISTENERS, status=302),
    "consultations:attendance_paper": Page(args=event, allowed=WORKERS),
    "consultations:minutes_approve": Page(args=minuted_event, allowed=WORKERS),
    "consultations:minutes_point_create": Page(args=event, allowed=WORKERS),
    "consultations:minutes_point": Page(args=minutes_point, allowed=WORKERS),
    "consultations:minutes_point_list": Page(args=points_of_minutes, allowed=COORDINATOR | {Role.DPO}),
    "consultations:minutes_point_reason": Page(args=point_set_aside, allowed={Role.DPO}),
    "consultations:event_words_list": Page(args=meetings_with_minutes, allowed={Role.DPO}),
    "consultations:event_words": Page(args=minuted_event, allowed={Role.DPO}),
    "consultations:recommendation_words_list": Page(args=worded_recommendations, allowed={Role.DPO}),
    "consultations:recommendation_words": Page(args=worded_recommendation, allowed={Role.DPO}),
    "consultations:answer_words_list": Page(args=answers_with_words, allowed={Role.DPO}),
    "consultations:answer_words": Page(args=answer_with_words, allowed={Role.DPO}),
    "consultations:late_reply_words_list": Page(args=late_replies, allowed={Role.DPO}),
    "consultations:late_reply_words": Page(args=late_reply, allowed={Role.DPO}),
    "consultations:feedback_words_list": Page(args=feedback_given, allowed={Role.DPO}),
    "consultations:feedback_words": Page(args=feedback, allowed={Role.DPO}),
    "consultations:extension_words_list": Page(args=extensions, allowed={Role.DPO}),
    "consultations:extension_words": Page(args=extension, allowed={Role.DPO}),
    "consultations:proposal_words_list": Page(args=answered_proposals, allowed={Role.DPO}),
    "consultations:proposal_words": Page(args=answered_proposal, allowed={Role.DPO}),
    "consultations:no_proposal_list": Page(args=contributions_set_aside, allowed={Role.DPO}),
    "consultations:no_proposal_reason": Page(args=contribution_set_aside, allowed={Role.DPO}),
    "consultations:minutes_point_redact": Page(args=minutes_point, allowed=COORDINATOR | {Role.DPO}),
    "consultations:minutes_point_open": Page(args=sealed_point, allowed=COORDINATOR | {Role.DPO}),
    "consultations:danger_correct": Page(args=settled_alert, allowed=set()),
    "consultations:intake_correct": Page(args=automated, allowed=COORDINATOR),
    "consultations:intake_hold_list": Page(args=held, allowed=COORDINATOR),
    "consultations:intake_automated_list": Page(args=automated_some, allowed=COORDINATOR),
    "consultations:identical_letters": Page(args=open_round, allowed=LISTENERS),
    "consultations:work_note": Page(args=contribution, allowed=WORKERS),
    "consultations:contribution_read": Page(
        args=contribution, method="post", allowed=WORKERS | {Role.DPO}, status=302
    ),
    "consultations:recommendation_merge": Page(args=recommendation, allowed=WORKERS),
    "consultations:recommendation_split": Page(args=recommendation, allowed=WORKERS),
    "consultations:recommendation_part": Page(args=merged_one, method="post", allowed=WORKERS, status=302),
    "consultations:answer_many": Page(args=open_round, allowed=COORDINATOR),
    "consultations:answer_template_list": Page(allowed=COORDINATOR),
    "consultations:answer_template_create": Page(allowed=COORDINATOR),
    "consultations:answer_template_update": Page(args=answer_template, allowed=COORDINATOR),
    "consultations:event_kind_list": Page(allowed=INSIDE),
    "consultations:event_kind_create": Page(allowed={Role.COORDINATOR, Role.ADMIN}),
    "consultations:event_kind_update": Page(args=event_kind, allowed={Role.COORDINATOR, Role.ADMIN}),
    "consultations:help_line_list": Page(allowed=INSIDE),
    "consultations:help_line_create": Page(allowed=WORKERS | {Role.ADMIN}),
    "consultations:help_line_update": Page(args=help_line, allowed=WORKERS | {Role.ADMIN}),
    "consultations:recommendation_create": Page(args=open_round, allowed=WORKERS),
    "consultations:recommendation_list": Page(allowed=INSIDE),
    "consultations:recommendation_detail": Page(args=recommendation, allowed=INSIDE),
    "consultations:recommendation_update": Page(args=recommendation, allowed=WORKERS),
    "consultations:disposition_create": Page(args=recommendation, allowed=COORDINATOR),
    "consultations:own_contribution_list": Page(allowed=MEMBERS),
    "consultations:own_contribution_create": Page(args=open_round, allowed=MEMBERS),
    "consultations:own_contribution_detail": Page(args=contribution, allowed=set()),
}
