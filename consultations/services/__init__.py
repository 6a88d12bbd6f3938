"""The deeds of consultation."""

from consultations.services.contributions import (
    Receipt,
    enter_contribution,
    erase_contact,
    receive_contribution,
    send_for_organisation,
)
from consultations.services.events import publish_attendance, record_attendance, save_event
from consultations.services.feedback import record_feedback
from consultations.services.persons import register_person
from consultations.services.recommendations import (
    answer_recommendation,
    code_contribution,
    mark_no_proposal,
    save_recommendation,
)
from consultations.services.rounds import (
    close_round,
    extend_round,
    move_round,
    publish_answers,
    publish_round,
    report_round,
    save_round,
)
from consultations.services.voice import write_voice

__all__ = [
    "Receipt",
    "answer_recommendation",
    "close_round",
    "code_contribution",
    "enter_contribution",
    "erase_contact",
    "extend_round",
    "mark_no_proposal",
    "move_round",
    "publish_answers",
    "publish_attendance",
    "publish_round",
    "receive_contribution",
    "record_attendance",
    "record_feedback",
    "register_person",
    "report_round",
    "save_event",
    "save_recommendation",
    "save_round",
    "send_for_organisation",
    "write_voice",
]
