"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class MonitoringAction(AuditAction):
    OPEN_PERIOD = "monitoring.open_period", _("Monitoring period opened")
    CORRECT_PERIOD = "monitoring.correct_period", _("Monitoring period corrected, with nothing in it")
    LOCK_PERIOD = "monitoring.lock_period", _("Monitoring period locked")
    UNLOCK_PERIOD = "monitoring.unlock_period", _("Monitoring period unlocked")
    INSTALL_PERIOD_KIND = "monitoring.install_periodkind", _("Kind of period delivered")
    SAVE_PERIOD_KIND = "monitoring.save_periodkind", _("Kind of period saved")
    REMOVE_PERIOD = "monitoring.remove_period", _("Monitoring period removed, with nothing in it")
    FILL_GRID = "monitoring.fill_grid", _("Results written in the grid")
    UNDO_GRID = "monitoring.undo_grid", _("Results of the grid taken back")
    REPORT_MEASURE = "monitoring.report_measure", _("Progress of a measure reported")
    REPORT_SPENDING = "monitoring.report_spending", _("Spending of a measure reported")
    REPORT_BENEFICIARIES = "monitoring.report_beneficiaries", _("Beneficiaries reported")
    CHANGE_TARGET = "monitoring.change_target", _("Target of an indicator changed")
    CHANGE_PASSPORT = "monitoring.change_passport", _("Passport of an indicator changed")
    TAKE_TREASURY_SHEET = "monitoring.take_treasury_sheet", _("Sheet of the finance office taken in")
    MAP_PROGRAMME = "monitoring.map_programme", _("Programme of the finance office mapped")
    KEEP_WARNING = "monitoring.keep_warning", _("Entry kept against a warning, with its reason")
    SAVE_CHECK_RULE = "monitoring.save_checkrule", _("Cross-check changed")
    INSTALL_CHECK_RULE = "monitoring.install_checkrule", _("Cross-check delivered")
    HAND_IN = "monitoring.hand_in", _("Results of an office handed in")
    ENTER_VALUE = "monitoring.enter_value", _("Value of an indicator entered")
    CHANGE_VALUE = "monitoring.change_value", _("Value of an indicator changed")
    SUBMIT_VALUE = "monitoring.submit_value", _("Value of an indicator submitted")
    RETURN_VALUE = "monitoring.return_value", _("Value of an indicator returned")
    APPROVE_VALUE = "monitoring.approve_value", _("Value of an indicator approved")
    OPEN_REPORT = "monitoring.open_report", _("Yearly report begun")
    WRITE_SECTION = "monitoring.write_section", _("Part of the yearly report written")
    ADD_RECOMMENDATION = "monitoring.add_recommendation", _("Recommendation of the yearly report added")
    EXPLAIN_RESULT = "monitoring.explain_result", _("Reason of a result written for the yearly report")
    FOLLOW_UP = "monitoring.follow_up_recommendation", _("Recommendation of the last yearly report followed up")
    REVIEW_REPORT = "monitoring.review_report", _("Yearly report sent to review")
    RETURN_REPORT = "monitoring.return_report", _("Yearly report returned to draft")
    VALIDATE_REPORT = "monitoring.validate_report", _("Yearly report validated")
    APPROVE_REPORT = "monitoring.approve_report", _("Yearly report approved by the mayor")
    PRESENT_REPORT = "monitoring.present_report", _("Yearly report presented to the council")
    SUBMIT_REPORT = "monitoring.submit_report", _("Yearly report declared submitted")
    PUBLISH_REPORT = "monitoring.publish_report", _("Yearly report published")
    REQUEST_REPORT_FILE = "monitoring.request_report_file", _("File of the yearly report asked for")
    SEND_REPORT = "monitoring.send_report", _("Yearly report sent to an addressee")
    RECORD_RECEIPT = "monitoring.record_receipt", _("Receipt of the yearly report recorded")
