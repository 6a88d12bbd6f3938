"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class MunicipalityAction(AuditAction):
    CREATE_MUNICIPALITY = "municipality.create_municipality", _("Municipality created")
    INSTALL_ROWS = "municipality.install_rows", _("Rows delivered with the program added")
    CHANGE_MUNICIPALITY = "municipality.change_municipality", _("Profile of the municipality changed")
    ADD_ADMINISTRATIVEUNIT = "municipality.add_administrativeunit", _("Administrative unit added")
    CHANGE_ADMINISTRATIVEUNIT = "municipality.change_administrativeunit", _("Administrative unit changed")
    REMOVE_ADMINISTRATIVEUNIT = "municipality.remove_administrativeunit", _("Administrative unit removed")
    REMOVE_OFFICE = "municipality.remove_office", _("Office removed")
    ADD_PROJECT = "municipality.add_project", _("Project added")
    CHANGE_PROJECT = "municipality.change_project", _("Project changed")
    REMOVE_PROJECT = "municipality.remove_project", _("Project removed")
    FINISH_STEP = "municipality.finish_step", _("Step of the first-run guide finished")
    ADD_OFFICE = "municipality.add_office", _("Office added")
    CHANGE_OFFICE = "municipality.change_office", _("Office changed")
    ADD_OFFICETENURE = "municipality.add_officetenure", _("Tenure of an office added")
    CHANGE_OFFICETENURE = "municipality.change_officetenure", _("Tenure of an office changed")
    ADD_CALENDARDAY = "municipality.add_calendarday", _("Day of the calendar added")
    CHANGE_CALENDARDAY = "municipality.change_calendarday", _("Day of the calendar changed")
    ADD_DEADLINERULE = "municipality.add_deadlinerule", _("Rule of a deadline added")
    CHANGE_DEADLINERULE = "municipality.change_deadlinerule", _("Rule of a deadline changed")
    ADD_MAJORITYRULE = "municipality.add_majorityrule", _("Rule of a majority added")
    CHANGE_MAJORITYRULE = "municipality.change_majorityrule", _("Rule of a majority changed")
    ADD_THRESHOLD = "municipality.add_threshold", _("Threshold added")
    CHANGE_THRESHOLD = "municipality.change_threshold", _("Threshold changed")
    ADD_ASKED = "municipality.add_asked", _("What is asked for added")
    CHANGE_ASKED = "municipality.change_asked", _("What is asked for changed")
    REMOVE_CALENDARDAY = "municipality.remove_calendarday", _("Day of the calendar removed")
    ASK_RULECHANGE = "municipality.ask_rulechange", _("Change of a rule asked for")
    CONFIRM_RULECHANGE = "municipality.confirm_rulechange", _("Change of a rule confirmed by a second person")
    STOP_RULECHANGE = "municipality.stop_rulechange", _("Change of a rule stopped")
    CONFIRM_CALENDARDAY = "municipality.confirm_calendarday", _("Day of the calendar confirmed")
