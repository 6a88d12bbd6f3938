"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class ApprovalAction(AuditAction):
    CONSULT_VERSION = "approval.consult_version", _("Version opened for consultation")
    REVIEW_VERSION = "approval.review_version", _("Version sent to review")
    RETURN_VERSION = "approval.return_version", _("Version returned to drafting")
    APPROVE_VERSION = "approval.approve_version", _("Version approved for submission")
    SUBMIT_VERSION = "approval.submit_version", _("Version submitted to the council")
    ADOPT_VERSION = "approval.adopt_version", _("Version adopted by the council")
    AMEND_VERSION = "approval.amend_version", _("Version adopted by the council with amendments")
    CONFIRM_AMENDMENTS = "approval.confirm_amendments", _("Amendments of the council confirmed")
    ASK_NUMBERS = "approval.ask_numbers", _("Confirmation of numbers in the words of a version asked for")
    CONFIRM_NUMBERS = "approval.confirm_numbers", _("Numbers in the words of a version looked at by a second person")
    REJECT_VERSION = "approval.reject_version", _("Version rejected by the council")
    ANNOUNCE_VERSION = "approval.announce_version", _("Version announced")
    ENFORCE_VERSION = "approval.enforce_version", _("Version came into force")
    REEXAMINE_VERSION = "approval.reexamine_version", _("Version put before the council again")
    REPEAL_VERSION = "approval.repeal_version", _("Version repealed by the council")
    SUPERSEDE_VERSION = "approval.supersede_version", _("Version replaced by a later one")
    EXPIRE_VERSION = "approval.expire_version", _("Period of the version over")
    RECORD_DECISION = "approval.record_decision", _("Decision of the council recorded")
    KEEP_PAPER = "approval.keep_paper", _("Paper kept with the version")
    WITHDRAW_ACT = "approval.withdraw_act", _("Act withdrawn")
    SAVE_COMMITTEE = "approval.save_committee", _("Committee saved")
    SAVE_PLANADDRESSEE = "approval.save_planaddressee", _("Addressee of the plan saved")
