"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class ContentAction(AuditAction):
    WRITE_COMMENT = "content.write_comment", _("Comment written")
    RESOLVE_COMMENT = "content.resolve_comment", _("Comment resolved")
    REOPEN_COMMENT = "content.reopen_comment", _("Comment opened again")
    KEEP_WARNING = "content.keep_warning", _("Warning kept, with a reason")
