"""The founding of an installation: administrator, municipality and reference data, all or nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import create_first_administrator
from assessments.reference import install_reference_rows
from consultations.services.events import install_event_kinds
from consultations.services.safety import install_help_lines
from monitoring.reference import install_check_rules, install_period_kinds, install_reporting_words
from municipality.guide import FIRST_STEP
from municipality.services import create_municipality, give_arms, install_reference_data
from socialplan.publishing.reference import install_approval_rows


@transaction.atomic
def found_installation(
    *, email: str, name: str, password: str, language: str, arms_file: Any = None, **municipality: Any
) -> User:
    """Make the first administrator and the municipality; ValidationError where either exists already."""
    administrator = create_first_administrator(email=email, name=name, password=password, language=language)
    place = create_municipality(actor=administrator, guide_step=FIRST_STEP, **municipality)
    if arms_file:
        give_arms(place, arms_file, actor=administrator)
    install_reference_data(actor=administrator)
    install_reference_rows(actor=administrator)
    install_approval_rows(actor=administrator)
    install_help_lines(actor=administrator)
    install_event_kinds(actor=administrator)
    install_period_kinds(actor=administrator)
    install_check_rules(actor=administrator)
    install_reporting_words(actor=administrator)
    return administrator
