"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class ConsultationAction(AuditAction):
    SAVE_ROUND = "consultations.save_round", _("Consultation round saved")
    PUBLISH_ROUND = "consultations.publish_round", _("Consultation round published")
    FREEZE_DRAFT = "consultations.freeze_draft", _("Copy of the draft frozen for a round")
    ATTACH_FILE = "consultations.attach_file", _("File attached to a consultation")
    EXTEND_ROUND = "consultations.extend_round", _("Consultation round extended")
    REGISTER_ROUND = "consultations.register_round", _("Entry of the consultation in the electronic register noted")
    CLOSE_ROUND = "consultations.close_round", _("Consultation round closed")
    ANSWER_ROUND = "consultations.answer_round", _("Answers of the round published")
    REPORT_ROUND = "consultations.report_round", _("Feedback of the round recorded as given")
    TAKE_UP_LETTER = "consultations.take_up_letter", _("Letter that came in time taken up after the answers")
    REOPEN_ROUND = "consultations.reopen_round", _("Consultation round opened again after a complaint")
    ANSWER_LATE = "consultations.answer_late", _("Late letter answered apart")
    SAVE_EVENT = "consultations.save_event", _("Consultation event saved")
    LOWER_PROTECTION = "consultations.lower_protection", _("Protection of an event lowered, with its reason")
    RECORD_ATTENDANCE = "consultations.record_attendance", _("Attendance counted")
    PUBLISH_ATTENDANCE = "consultations.publish_attendance", _("Attendance published")
    RECEIVE_CONTRIBUTION = "consultations.receive_contribution", _("Contribution received")
    REVIEW_INTAKE = "consultations.review_intake", _("Text set apart on its arrival looked at")
    ERASE_CONTACT = "consultations.erase_contact", _("Contact of a contributor erased")
    CODE_CONTRIBUTION = "consultations.code_contribution", _("Contribution put into recommendations")
    EXCLUDE_CONTRIBUTION = "consultations.exclude_contribution", _("Contribution set aside as no proposal")
    SAVE_RECOMMENDATION = "consultations.save_recommendation", _("Recommendation saved")
    MERGE_RECOMMENDATION = "consultations.merge_recommendation", _("Recommendation merged into another")
    PART_RECOMMENDATION = "consultations.part_recommendation", _("Merged recommendation taken out again")
    SPLIT_RECOMMENDATION = "consultations.split_recommendation", _("Recommendation split")
    NOTE_CONTRIBUTION = "consultations.note_contribution", _("Contribution assigned or noted")
    SAVE_TEMPLATE = "consultations.save_template", _("Template of an answer saved")
    ANSWER_RECOMMENDATION = "consultations.answer_recommendation", _("Recommendation answered")
    RECORD_FEEDBACK = "consultations.record_feedback", _("Feedback recorded")
    RAISE_DANGER = "consultations.raise_danger", _("Text about somebody in danger given to the protection workers")
    SETTLE_DANGER = "consultations.settle_danger", _("Text about somebody in danger dealt with")
    SAVE_HELPLINE = "consultations.save_helpline", _("Help number saved")
    REDACT_CONTRIBUTION = (
        "consultations.redact_contribution",
        _("Contribution read for names"),
    )
    OPEN_DATA = "consultations.open_data", _("Sealed data of a contributor opened")
    WITHDRAW_CONSENT = "consultations.withdraw_consent", _("Consent withdrawn")
    REPORT_TEXT = "consultations.report_text", _("Published text reported")
    SETTLE_REPORT = "consultations.settle_report", _("Report of a published text dealt with")
    RECORD_BOUNCE = "consultations.record_bounce", _("Mail to a contributor recorded as returned")
    LIST_ATTENDEE = "consultations.list_attendee", _("Person put on the list of an event")
    ERASE_ATTENDEE = "consultations.erase_attendee", _("Person taken off the list of an event")
    ATTACH_EVENT_FILE = "consultations.attach_event_file", _("File attached to an event")
    REMOVE_EVENT_FILE = "consultations.remove_event_file", _("File removed from an event")
    REGISTER_PERSON = "consultations.register_person", _("Engaged person counted")
    REQUEST_REPORT = "consultations.request_report", _("Report of a consultation asked for")
    REQUEST_PAPER = "consultations.request_paper", _("Paper form of a consultation asked for")
    EXPORT_ROUND = "consultations.export_round", _("Everything a consultation received, taken as a workbook")
    TAKE_REQUEST = "consultations.take_request", _("Request of a person about her data written down")
    ANSWER_REQUEST = "consultations.answer_request", _("Request of a person about her data answered")
    OPEN_INCIDENT = "consultations.open_incident", _("Incident with personal data written down")
    SETTLE_INCIDENT = "consultations.settle_incident", _("Incident with personal data notified or closed")
    CONFIRM_SUBSCRIPTION = "consultations.confirm_subscription", _("Address for news of consultations confirmed")
    LEAVE_SUBSCRIPTION = "consultations.leave_subscription", _("Address for news of consultations erased by its owner")
