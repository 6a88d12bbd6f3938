"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class AssessmentAction(AuditAction):
    SAVE_GROUP = "assessments.save_group", _("Group in need saved")
    SAVE_SERVICE_TYPE = "assessments.save_service_type", _("Type of service saved")
    OPEN_ASSESSMENT = "assessments.open_assessment", _("Assessment begun")
    CHANGE_ASSESSMENT = "assessments.change_assessment", _("Assessment changed")
    VERIFY_ASSESSMENT = "assessments.verify_assessment", _("Assessment verified")
    RETURN_ASSESSMENT = "assessments.return_assessment", _("Assessment returned to drafting")
    PUBLISH_ASSESSMENT = "assessments.publish_assessment", _("Assessment published")
    REGISTER_NEED = "assessments.register_need", _("Need registered")
    CHANGE_NEED = "assessments.change_need", _("Need changed")
    REGISTER_DATA_POINT = "assessments.register_data_point", _("Figure of a need registered")
    REGISTER_SERVICE = "assessments.register_service", _("Service registered")
    CHANGE_SERVICE = "assessments.change_service", _("Service changed")
    WRITE_VOICE = "assessments.write_voice", _("Share of contributions written into the needs")
