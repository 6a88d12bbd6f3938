"""Who may do what in consultations."""

from typing import Any

import rules
from django.utils import timezone

from accounts.enums import Role
from accounts.predicates import (
    has_role,
    is_admin,
    is_coordinator,
    is_dpo,
    is_expert,
    is_staff_member,
    speaks_for_an_organisation,
    works_in,
)
from consultations.models import Contribution, EventFile, is_set_apart, is_with_protection
from operations.files import file_permission
from operations.models import StoredFile

#: The offices whose workers protect a child or act against violence (docs/law.md#protection-workers).
PROTECTION_OFFICES = ("NJMF", "KV")


@rules.predicate
def round_is_planned(user: Any, consultation: Any) -> bool:
    return consultation is None or consultation.is_planned


@rules.predicate
def round_is_workable(user: Any, document: Any) -> bool:
    """Until the answers are published; a row of a round is judged by its round."""
    if document is None:
        return True
    return getattr(document, "round", document).is_workable


@rules.predicate
def is_of_own_organisation(user: Any, contribution: Any) -> bool:
    if contribution is None:
        return True
    return contribution.organisation_id in {organisation.pk for organisation in user.organisations}


@rules.predicate
def keeps_counts_only(user: Any, event: Any) -> bool:
    return bool(getattr(event, "is_counts_only", False))


@rules.predicate
def keeps_names(user: Any, event: Any) -> bool:
    """An event that keeps only counts has neither names nor files."""
    return not getattr(event, "is_counts_only", True)


@rules.predicate
def recorded_the_event(user: Any, event: Any) -> bool:
    return getattr(event, "recorded_by_id", None) == user.pk


@rules.predicate
def is_in_the_open(user: Any, contribution: Any) -> bool:
    """Neither with the protection workers nor set apart on its arrival; of a round there is nothing to hide."""
    is_stored = isinstance(contribution, Contribution) and contribution.pk is not None
    return not is_stored or not (is_with_protection(contribution) or is_set_apart(contribution))


@rules.predicate
def typed_it_today(user: Any, contribution: Any) -> bool:
    if contribution is None or contribution.pk is None:
        return False
    return (
        contribution.entered_by_id == user.pk and timezone.localdate(contribution.recorded_at) == timezone.localdate()
    )


#: Where and when protected people meet is known to the coordinator and to whoever records it.
needs_its_place = ~keeps_counts_only | is_coordinator | recorded_the_event
is_worker = is_staff_member | is_coordinator
is_reader = is_worker | is_expert | has_role(Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO)

rules.add_perm("consultations.review_intake", is_coordinator)
rules.add_perm("consultations.work_round", is_reader)
rules.add_perm("consultations.work_event", is_reader)
rules.add_perm("consultations.view_event_place", is_reader & needs_its_place)
rules.add_perm("consultations.add_round", is_coordinator)
rules.add_perm("consultations.change_round", is_coordinator & round_is_planned)
rules.add_perm("consultations.freeze_draft", is_coordinator)
rules.add_perm("consultations.attach_file", is_coordinator)
rules.add_perm("consultations.extend_round", is_coordinator)
rules.add_perm("consultations.publish_round", is_coordinator)
rules.add_perm("consultations.register_round", is_coordinator)
rules.add_perm("consultations.publish_attendance", is_coordinator)
rules.add_perm("consultations.close_round", is_coordinator)
rules.add_perm("consultations.answer_round", is_coordinator)
rules.add_perm("consultations.ask_numbers", is_coordinator)
#: Another coordinator takes the step herself and confirms in its comment; where there is one alone, it is the officer.
rules.add_perm("consultations.confirm_numbers", is_dpo)
rules.add_perm("consultations.report_round", is_coordinator)
rules.add_perm("consultations.add_event", is_worker & round_is_workable)
rules.add_perm("consultations.change_event", is_worker & round_is_workable & needs_its_place)
rules.add_perm("consultations.view_event_kind", is_reader)
rules.add_perm("consultations.change_event_kind", is_coordinator | is_admin)
rules.add_perm("consultations.view_attendee", is_worker & keeps_names & (is_coordinator | recorded_the_event))
rules.add_perm(
    "consultations.list_attendee",
    is_worker & keeps_names & (is_coordinator | recorded_the_event) & round_is_workable,
)
rules.add_perm("consultations.attach_event_file", is_worker & keeps_names & round_is_workable)
rules.add_perm("consultations.view_internal_minutes", is_worker)
rules.add_perm("consultations.approve_minutes", is_worker & round_is_workable & needs_its_place)
rules.add_perm("consultations.view_contribution", (is_worker | is_expert) & is_in_the_open)
rules.add_perm("consultations.read_inbox", is_worker | is_expert)
rules.add_perm("consultations.view_contact", is_coordinator)
rules.add_perm("consultations.erase_contact", is_coordinator | is_dpo)
#: Whoever typed the words in has seen the code, and prints it while the person may still stand there.
rules.add_perm("consultations.print_slip", is_coordinator & is_in_the_open & typed_it_today)
rules.add_perm("consultations.attach_scan", is_coordinator & is_in_the_open)
rules.add_perm("consultations.redact_contribution", (is_worker | is_dpo) & is_in_the_open)
rules.add_perm("consultations.redact_point", is_coordinator | is_dpo)
#: What goes is kept nowhere: whoever wrote it does not take it out herself.
rules.add_perm("consultations.take_out_words", is_dpo)
rules.add_perm("consultations.open_data", (is_coordinator | is_dpo) & is_in_the_open)
rules.add_perm("consultations.withdraw_consent", is_coordinator | is_dpo)
rules.add_perm("consultations.settle_report", is_coordinator | is_dpo)
rules.add_perm("consultations.view_danger", is_worker & works_in(*PROTECTION_OFFICES))
rules.add_perm("consultations.view_helpline", is_reader)
rules.add_perm("consultations.change_helpline", is_worker | is_admin)
#: Also once the answers are published: a letter that came in time is taken up, a late one is kept apart.
rules.add_perm("consultations.enter_contribution", is_coordinator)
#: Also who corrects a referral of a round that is answered: the text goes back and is owed an answer.
rules.add_perm("consultations.take_up_letter", is_coordinator | (is_worker & works_in(*PROTECTION_OFFICES)))
rules.add_perm("consultations.reopen_round", is_coordinator)
rules.add_perm("consultations.answer_late", is_coordinator)
rules.add_perm("consultations.answer_proposal", is_coordinator)
rules.add_perm("consultations.keep_complaint", is_coordinator)
rules.add_perm("consultations.change_complaintbody", is_coordinator | is_admin)
rules.add_perm("consultations.send_contribution", speaks_for_an_organisation)
rules.add_perm(
    "consultations.view_own_contribution", speaks_for_an_organisation & is_of_own_organisation & is_in_the_open
)
rules.add_perm("consultations.code_contribution", is_worker & round_is_workable & is_in_the_open)
rules.add_perm("consultations.view_recommendation", is_reader)
rules.add_perm("consultations.add_recommendation", is_worker & round_is_workable)
rules.add_perm("consultations.change_recommendation", is_worker & round_is_workable)
rules.add_perm("consultations.change_answertemplate", is_coordinator)
rules.add_perm("consultations.answer_recommendation", is_coordinator & round_is_workable)
rules.add_perm("consultations.record_feedback", is_coordinator)
rules.add_perm("consultations.view_unique_person", is_reader)
rules.add_perm("consultations.add_unique_person", is_coordinator)
rules.add_perm("consultations.write_voice", is_coordinator)
rules.add_perm("consultations.enter_afterwards", is_coordinator)
rules.add_perm("consultations.request_report", is_reader)
rules.add_perm("consultations.export_round", is_worker | is_expert)
rules.add_perm("consultations.keep_privacy", is_dpo)


@file_permission("consultations.event_file")
def may_open_event_file(user: Any, stored: StoredFile) -> bool:
    """For those who read the internal minutes, while the file hangs on an event."""
    return user.has_perm("consultations.view_internal_minutes") and EventFile.objects.filter(file=stored).exists()
