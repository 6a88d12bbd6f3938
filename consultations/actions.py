"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class ConsultationAction(AuditAction):
    SAVE_ROUND = "consultations.save_round", _("Consultation round saved")
    PUBLISH_ROUND = "consultations.publish_round", _("Consultation round published")
    EXTEND_ROUND = "consultations.extend_round", _("Consultation round extended")
    CLOSE_ROUND = "consultations.close_round", _("Consultation round closed")
    ANSWER_ROUND = "consultations.answer_round", _("Answers of the round published")
    REPORT_ROUND = "consultations.report_round", _("Feedback of the round recorded as given")
    SAVE_EVENT = "consultations.save_event", _("Consultation event saved")
    LOWER_PROTECTION = "consultations.lower_protection", _("Protection of an event lowered, with its reason")
    RECORD_ATTENDANCE = "consultations.record_attendance", _("Attendance counted")
    PUBLISH_ATTENDANCE = "consultations.publish_attendance", _("Attendance published")
    RECEIVE_CONTRIBUTION = "consultations.receive_contribution", _("Contribution received")
    ERASE_CONTACT = "consultations.erase_contact", _("Contact of a contributor erased")
    CODE_CONTRIBUTION = "consultations.code_contribution", _("Contribution put into recommendations")
    EXCLUDE_CONTRIBUTION = "consultations.exclude_contribution", _("Contribution set aside as no proposal")
    SAVE_RECOMMENDATION = "consultations.save_recommendation", _("Recommendation saved")
    ANSWER_RECOMMENDATION = "consultations.answer_recommendation", _("Recommendation answered")
    RECORD_FEEDBACK = "consultations.record_feedback", _("Feedback recorded")
    REGISTER_PERSON = "consultations.register_person", _("Engaged person counted")
