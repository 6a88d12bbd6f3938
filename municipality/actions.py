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
    REMOVE_CALENDARDAY = "municipality.remove_calendarday", _("Day of the calendar removed")
    CONFIRM_CALENDARDAY = "municipality.confirm_calendarday", _("Day of the calendar confirmed")
