"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class PublishingAction(AuditAction):
    REQUEST_REPORT = "publishing.request_report", _("File of a version asked for")
    SAVE_DOCUMENTTEMPLATE = "publishing.save_documenttemplate", _("Text of an official paper saved")
    SAVE_LEGALBASIS = "publishing.save_legalbasis", _("Legal basis saved")
    UPLOAD_WORDTEMPLATE = "publishing.upload_wordtemplate", _("Word template of an official paper uploaded")
    USE_WORDTEMPLATE = "publishing.use_wordtemplate", _("Word template of an official paper taken into use")
    LEAVE_WORDTEMPLATE = "publishing.leave_wordtemplate", _("Word template of an official paper set aside")
    INSTALL_ROW = "publishing.install_row", _("Row delivered with the program added")
