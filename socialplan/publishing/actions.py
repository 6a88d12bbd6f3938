"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class PublishingAction(AuditAction):
    REQUEST_REPORT = "publishing.request_report", _("File of a version asked for")
    SAVE_DOCUMENTTEMPLATE = "publishing.save_documenttemplate", _("Text of an official paper saved")
    SAVE_LEGALBASIS = "publishing.save_legalbasis", _("Legal basis saved")
    INSTALL_ROW = "publishing.install_row", _("Row delivered with the program added")
