"""What beat asks of the domain; the deed is the domain's, this only calls it."""

from __future__ import annotations

from celery import shared_task

from accounts.power import apply_due_changes
from assessments.imports.services import forget_old_imports
from assessments.rolled import refresh_edition_roll_ups
from assessments.service_map.stored_directory import refresh_directory_files
from monitoring.reporting.rolled import refresh_roll_ups
from monitoring.services.reminders import remind_offices
from socialplan.approval.services.reminders import remind_of_open_tasks
from socialplan.approval.services.steps import enforce_due_versions, expire_ended_versions
from socialplan.drafting.services.document_imports import forget_abandoned
from socialplan.drafting.services.editing import close_lapsed
from vlora_plan.calendar_watch import warn_of_next_year
from vlora_plan.reminding import remind_of_dates
from vlora_plan.telling import tell_what_became


@shared_task(name="vlora_plan.enforce_due_versions")
def enforce_due_plan_versions() -> None:
    enforce_due_versions()
    expire_ended_versions()


@shared_task(name="vlora_plan.apply_power_changes")
def apply_power_changes() -> None:
    apply_due_changes()


@shared_task(name="vlora_plan.remind_of_open_tasks")
def remind_of_open_plan_tasks() -> None:
    remind_of_open_tasks()
    remind_of_dates()
    remind_offices()


@shared_task(name="vlora_plan.refresh_roll_ups")
def refresh_period_roll_ups() -> None:
    refresh_roll_ups()
    refresh_edition_roll_ups()
    refresh_directory_files()


@shared_task(name="vlora_plan.forget_abandoned_documents")
def forget_abandoned_documents() -> None:
    forget_abandoned()
    forget_old_imports()


@shared_task(name="vlora_plan.close_lapsed_edits")
def close_lapsed_edits() -> None:
    close_lapsed()


@shared_task(name="vlora_plan.tell_speakers")
def tell_speakers_what_became() -> None:
    tell_what_became()


@shared_task(name="vlora_plan.warn_of_next_year")
def warn_of_a_year_not_entered() -> None:
    warn_of_next_year()
