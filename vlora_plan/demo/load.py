"""Loading the whole demonstration as back-entry, by the role that does each step in life."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.demo import ensure_demo_accounts
from accounts.enums import Role
from accounts.models import User
from assessments.reference import install_reference_rows
from consultations.enums import RoundKind
from consultations.services.events import install_event_kinds
from consultations.services.safety import install_help_lines
from consultations.services.voice import write_voice
from monitoring.reference import install_check_rules, install_period_kinds, install_reporting_words
from municipality.models import AdministrativeUnit, Municipality, Project
from municipality.services import create_municipality, install_reference_data
from socialplan.publishing.reference import check_legal_bases, install_approval_rows
from vlora_plan.demo.ahead import look_ahead
from vlora_plan.demo.assessment import publish_assessment, write_assessment
from vlora_plan.demo.consultation import (
    answer_all,
    freeze_consulted_plan,
    hold_listening,
    open_for_visitors,
    publish_and_return,
)
from vlora_plan.demo.data import units
from vlora_plan.demo.minutes import write_minutes
from vlora_plan.demo.monitoring import report_first_year
from vlora_plan.demo.place import PLACE, PROJECT
from vlora_plan.demo.plan import adopt, link_feedback, place_answers, write_plan
from vlora_plan.demo.strategy import adopt_strategy, write_strategy


def is_loaded() -> bool:
    """Whether this installation already has its municipality, demonstrated or real."""
    return Municipality.objects.exists()


@transaction.atomic
def load_demo() -> None:
    """Everything of the demonstration, or nothing: assessment, consultation, plan and strategy, first report."""
    create_municipality(actor=None, is_demo=True, **PLACE)
    AdministrativeUnit.objects.bulk_create(AdministrativeUnit(**fields) for fields in units())
    Project(pk=1, **PROJECT).save(force_insert=True)
    install_reference_data()
    ensure_demo_accounts()
    actors = {role: User.objects.filter(assignments__role=role).earliest("pk") for role in Role}
    install_reference_rows(actor=actors[Role.ADMIN])
    install_approval_rows(actor=actors[Role.ADMIN])
    check_legal_bases(actor=actors[Role.ADMIN], checked_by="DEMO", checked_on=date(2024, 2, 1))
    install_help_lines(actor=actors[Role.ADMIN], checked_by="DEMO", checked_on=date(2024, 2, 1))
    install_event_kinds(actor=actors[Role.ADMIN])
    install_period_kinds(actor=actors[Role.ADMIN])
    install_check_rules(actor=actors[Role.ADMIN])
    install_reporting_words(actor=actors[Role.ADMIN])
    assessment = write_assessment(actors)
    rounds = hold_listening(assessment, actors)
    write_voice(assessment, actor=actors[Role.COORDINATOR])
    publish_assessment(assessment, actors)
    version = write_plan(assessment, rounds, actors)
    freeze_consulted_plan(rounds, actors)
    write_minutes(rounds[RoundKind.DRAFT_PLAN], actors)
    strategy = write_strategy(version.plan, actors)
    answers = answer_all(rounds, actors)
    place_answers(version, answers, actors)
    publish_and_return(rounds, actors)
    link_feedback(version, rounds, actors)
    version = adopt(version, actors)
    adopt_strategy(strategy, actors)
    report_first_year(version, actors)
    look_ahead(open_for_visitors(actors), actors)
