"""The deeds of consultation."""

from consultations.services.contributions import (
    Receipt,
    enter_contribution,
    erase_contact,
    receive_contribution,
    send_for_organisation,
)
from consultations.services.drafts import attach_file, freeze_draft
from consultations.services.events import publish_attendance, record_attendance, save_event
from consultations.services.notices import record_bounce, record_feedback, tell_speakers
from consultations.services.persons import register_person
from consultations.services.recommendations import (
    answer_recommendation,
    code_contribution,
    mark_no_proposal,
    save_recommendation,
)
from consultations.services.redactions import open_data, redact, report_text, settle_report, withdraw_consent
from consultations.services.rounds import (
    close_round,
    extend_round,
    move_round,
    publish_answers,
    publish_round,
    register_round,
    report_round,
    save_round,
)
from consultations.services.safety import correct_danger, raise_danger, save_helpline, settle_danger
from consultations.services.voice import write_voice

__all__ = [
    "Receipt",
    "answer_recommendation",
    "attach_file",
    "close_round",
    "code_contribution",
    "correct_danger",
    "enter_contribution",
    "erase_contact",
    "extend_round",
    "freeze_draft",
    "mark_no_proposal",
    "move_round",
    "open_data",
    "publish_answers",
    "publish_attendance",
    "publish_round",
    "raise_danger",
    "receive_contribution",
    "record_attendance",
    "record_bounce",
    "record_feedback",
    "redact",
    "register_person",
    "register_round",
    "report_round",
    "report_text",
    "save_event",
    "save_helpline",
    "save_recommendation",
    "save_round",
    "send_for_organisation",
    "settle_danger",
    "settle_report",
    "tell_speakers",
    "withdraw_consent",
    "write_voice",
]
