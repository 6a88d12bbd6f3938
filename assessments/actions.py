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
    REGISTER_LINE = "assessments.register_line", _("Requirement line registered")
    CHANGE_LINE = "assessments.change_line", _("Requirement line changed")
    REMOVE_LINE = "assessments.remove_line", _("Requirement line removed")
    SAVE_STAFF = "assessments.save_staff", _("Staff requirement saved")
    REMOVE_STAFF = "assessments.remove_staff", _("Staff requirement removed")
    REGISTER_DATA_POINT = "assessments.register_data_point", _("Figure of a need registered")
    SAVE_DEFINITION = "assessments.save_definition", _("Definition of a figure saved")
    CORRECT_DATA_POINT = "assessments.correct_data_point", _("Figure corrected by a new row")
    REMOVE_DATA_POINT = "assessments.remove_data_point", _("Figure removed")
    VERIFY_DATA_POINTS = "assessments.verify_data_points", _("Figures verified")
    REGISTER_SERVICE = "assessments.register_service", _("Service registered")
    CHANGE_SERVICE = "assessments.change_service", _("Service changed")
    WRITE_VOICE = "assessments.write_voice", _("Share of contributions written into the needs")
    READ_IMPORT = "assessments.read_import", _("Sheet read for import")
    TAKE_IMPORT = "assessments.take_import", _("Import taken")
    DISCARD_IMPORT = "assessments.discard_import", _("Import thrown away")
    UNDO_IMPORT = "assessments.undo_import", _("Import undone")
    PROPOSE_SERVICE = "assessments.propose_service", _("Change of a service proposed by its provider")
    DECIDE_PROPOSAL = "assessments.decide_proposal", _("Proposal of a provider decided")
    SAVE_PROVIDER = "assessments.save_provider", _("Provider of services saved")
    SAVE_SERVICE_PART = "assessments.save_service_part", _("Staff, year or money of a service saved")
    REMOVE_SERVICE_PART = "assessments.remove_service_part", _("Staff, year or money of a service removed")
    SAVE_CALL = "assessments.save_call", _("Call of the Social Fund saved")
    CLOSE_CALL = "assessments.close_call", _("Outcome of a call recorded")
    SAVE_COSTING = "assessments.save_costing", _("Costing of a service saved")
    SAVE_FUND_PART = "assessments.save_fund_part", _("Row of a call or costing saved")
    REMOVE_FUND_PART = "assessments.remove_fund_part", _("Row of a call or costing removed")
    REQUEST_FUND_PACKAGE = "assessments.request_fund_package", _("Application package asked for")
    REQUEST_REPORT = "assessments.request_report", _("File of an assessment asked for")
    FILL_GRID = "assessments.fill_grid", _("Needs, services or figures written in the grid")
    UNDO_GRID = "assessments.undo_grid", _("Last change in the grid taken back")
