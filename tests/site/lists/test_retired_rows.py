"""What a list has retired is offered by no form any more, and stays where it was chosen before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.urls import get_resolver

from assessments.models import TargetGroup
from consultations.forms import RoundForm
from core.forms import CrispyModelForm
from monitoring.forms import SendForm
from socialplan.approval.models import PlanAddressee
from tests.factories.assessments import FigureDefinitionFactory, ServiceProviderFactory, TargetGroupFactory
from tests.factories.consultations import EventKindFactory, RoundFactory
from tests.factories.monitoring import PeriodKindFactory
from tests.factories.socialplan import CommitteeFactory, FundingSourceFactory, PlanAddresseeFactory

pytestmark = pytest.mark.django_db
FACTORIES: dict[str, Any] = {
    "TargetGroup": TargetGroupFactory,
    "FigureDefinition": FigureDefinitionFactory,
    "FundingSource": FundingSourceFactory,
    "Committee": CommitteeFactory,
    "PlanAddressee": PlanAddresseeFactory,
    "EventKind": EventKindFactory,
    "PeriodKind": PeriodKindFactory,
    "ServiceProvider": lambda code, **more: ServiceProviderFactory(name=code, **more),
}


def model_forms(cls: type = CrispyModelForm) -> Iterator[type]:
    for each in cls.__subclasses__():
        yield each
        yield from model_forms(each)


def choices_of_lists() -> Iterator[tuple[str, str, forms.ModelChoiceField[Any]]]:
    """Form, field and its choice of rows that can be retired, of every model form that needs nothing to be made."""
    assert get_resolver().url_patterns
    for form in model_forms():
        try:
            made = form()
        except (TypeError, ValueError, ObjectDoesNotExist):  # it is made for a row or a person, or a base of others
            continue
        for name, field in made.fields.items():
            if isinstance(field, forms.ModelChoiceField) and hasattr(field.queryset, "in_use"):
                yield form.__name__, name, field


def test_no_form_offers_a_retired_row() -> None:
    retired = {name: make(code="off", is_active=False) for name, make in FACTORIES.items() if name != "PlanAddressee"}
    retired["PlanAddressee"] = PlanAddresseeFactory(
        code="off", is_active=False, receives_report=False, is_report_compulsory=False
    )
    used = {name: make(code="on") for name, make in FACTORIES.items()}

    checked = list(choices_of_lists())

    assert len(checked) >= 4
    for form, name, field in checked:
        kind = field.queryset.model.__name__
        offered = set(field.queryset)
        assert used[kind] in offered, (form, name)
        assert retired[kind] not in offered, (form, name)


def test_a_row_that_was_chosen_before_it_was_retired_stays_chosen() -> None:
    round_, group = RoundFactory(), TargetGroupFactory()
    round_.groups.add(group)
    TargetGroup.objects.update(is_active=False)
    another = TargetGroupFactory(is_active=False)

    offered = set(RoundForm(instance=round_).fields["groups"].queryset)  # type: ignore[attr-defined]

    assert group in offered
    assert another not in offered


def test_who_receives_the_report_alone_is_offered_for_the_report_alone() -> None:
    fund = PlanAddresseeFactory(is_active=False, receives_report=True)

    assert fund in SendForm().fields["addressee"].queryset  # type: ignore[attr-defined]
    assert fund not in PlanAddressee.objects.for_plan()
