"""What cannot be right is a sentence at every entrance of monitoring: nothing typed is lost, nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import (
    BeneficiaryCount,
    BudgetExecution,
    ChangedTarget,
    IndicatorValue,
    MeasureProgress,
    Period,
    ReportSubmission,
    SubmissionReceipt,
    TreasurySheet,
)
from socialplan.approval.models import PlanAddressee
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import PeriodFactory, ReportSubmissionFactory, YearlyReportFactory, measure_of
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import FundingSourceFactory
from tests.monitoring.parting.test_parted import period_of

pytestmark = pytest.mark.django_db
WRITTEN = (
    BeneficiaryCount, BudgetExecution, ChangedTarget, IndicatorValue, MeasureProgress, ReportSubmission,
    SubmissionReceipt, TreasurySheet,
)  # fmt: skip
ROW = {
    "title_sq": "2025", "target_year": "2025", "starts_on": "01.01.2025", "ends_on": "31.12.2025",
    "cut_off_on": "31.01.2026",
}  # fmt: skip
TARGET = {"year": "2024", "value": "5", "valid_from": "01.09.2024", "reason": "Fondi"}


def at(name: str, *more: Callable[[Period], Any]) -> Callable[[Period], str]:
    return lambda period: reverse(f"monitoring:{name}", args=[period.pk, *(each(period) for each in more)])


def measure(period: Period) -> int:
    return int(measure_of(period).pk)


def indicator(period: Period) -> int:
    return int(period.version.indicators.first().pk)


def report_send(period: Period) -> str:
    return reverse("monitoring:report_send", args=[YearlyReportFactory(period=period).pk])


# Where it is entered, by whom, what is typed, and the field that says so.
CASES: dict[str, tuple[Callable[[Period], str], str, dict[str, Any], str]] = {
    "a period from year 1": (
        lambda period: reverse("monitoring:period_create"), "staff", ROW | {"starts_on": "01.01.0001"}, "starts_on",
    ),
    "a period to year 9999": (
        lambda period: reverse("monitoring:period_create"), "staff", ROW | {"ends_on": "31.12.9999"}, "ends_on",
    ),
    "targets of year 0": (
        lambda period: reverse("monitoring:period_create"), "staff", ROW | {"target_year": "0"}, "target_year",
    ),
    "a period over another": (
        lambda period: reverse("monitoring:period_create"), "staff",
        ROW | {"starts_on": "01.12.2024", "ends_on": "31.12.2024", "target_year": "2024"}, "__all__",
    ),
    "a period outside the plan": (
        lambda period: reverse("monitoring:period_create"), "staff",
        ROW | {"starts_on": "01.01.2031", "ends_on": "31.12.2031", "cut_off_on": "31.01.2032"}, "starts_on",
    ),
    "a transfer of nothing": (
        at("transfer_create"), "staff",
        {"amount": "0", "happened_on": "01.10.2024", "document": "VKB 1", "reason": "Prokurimi"}, "__all__",
    ),
    "letters in a number": (
        at("value_create"), "staff", {"amount": "dymbëdhjetë", "source": "NJVNR", "quality": "B"}, "amount",
    ),
    "both decimal signs": (
        at("value_create"), "staff", {"amount": "1,2.3,4", "source": "NJVNR", "quality": "B"}, "amount",
    ),
    "a value below nothing": (
        at("value_create"), "staff", {"amount": "-5", "source": "NJVNR", "quality": "B"}, "__all__",
    ),
    "four billion beneficiaries": (
        at("beneficiaries_edit"), "staff", {"women": "4000000000", "men": "0", "undeclared": "0"}, "women",
    ),
    "five million beneficiaries": (
        at("beneficiaries_edit"), "staff", {"women": "5000000", "men": "0", "undeclared": "0"}, "__all__",
    ),
    "spent above committed": (
        at("spending_edit", measure), "staff", {"allocated": "10", "committed": "5", "spent": "9"}, "__all__",
    ),
    "more than all is done": (
        at("progress_edit", measure), "staff", {"status": "on_track", "share_done": "120"}, "__all__",
    ),
    "a target of year 0": (at("target_change", indicator), "coordinator", TARGET | {"year": "0"}, "year"),
    "a target since year 1": (
        at("target_change", indicator), "coordinator", TARGET | {"valid_from": "01.01.0001"}, "valid_from",
    ),
    "a target since long before the plan": (
        at("target_change", indicator), "coordinator", TARGET | {"valid_from": "01.01.1990"}, "__all__",
    ),
    "a submission without its number": (report_send, "staff", {"sent_on": "01.03.2025"}, "protocol_no"),
    "a sheet without heads": (at("treasury_take"), "staff", {"pasted": "a\tb\n1\t2", "title": "T"}, "__all__"),
}  # fmt: skip


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_right_is_a_sentence(period: Period, client_of: Any, case: str) -> None:
    address, role, typed, field = CASES[case]
    given = {
        "kind": period.kind_id, "version": period.version_id, "indicator": indicator(period),
        "group": TargetGroupFactory().pk, "source": FundingSourceFactory().pk,
    }  # fmt: skip
    url = address(period)

    answer = client_of(UserFactory(role=role)).post(url, given | typed)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors, answer.context["form"].errors
    for name, words in typed.items():
        if name in answer.context["form"].fields:
            assert answer.context["form"][name].value() == words
    assert not [model for model in WRITTEN if model.objects.exists()]
    assert Period.objects.count() == 1


def test_a_value_before_the_baseline_is_a_sentence_in_form_and_grid(client_of: Any) -> None:
    period = period_of(baseline=4, baseline_year=2025)
    row, client = period.version.indicators.get(code="X9"), client_of(UserFactory(role="staff"))
    typed = {"indicator": row.pk, "amount": "5", "source": "R", "quality": "B"}

    form = client.post(reverse("monitoring:value_create", args=[period.pk]), typed)
    assert "2025" in str(form.context["form"].errors["amount"])
    cell = {"row": row.pk, "field": "amount", "typed": "5", "was": ""}
    answer = client.post(reverse("monitoring:grid_cell", args=[period.pk, "indicators"]), cell)
    assert answer.status_code == 422
    assert "2025" in answer.json()["error"]
    assert not IndicatorValue.objects.exists()


def test_a_proof_that_is_no_document_and_a_receipt_of_year_1_are_sentences(period: Period, client_of: Any) -> None:
    submission = ReportSubmissionFactory(report__period=period)
    client = client_of(UserFactory(role="staff"))
    address = reverse("monitoring:receipt_create", args=[submission.pk])
    proof = SimpleUploadedFile("prova.pdf", b"MZ\x90\x00")

    answer = client.post(address, {"received_on": "03.03.2025", "their_protocol_no": "1", "proof": proof})
    assert answer.context["form"].errors["proof"]
    answer = client.post(address, {"received_on": "01.01.0001", "their_protocol_no": "1", "no_proof_reason": "Libri"})
    assert answer.context["form"].errors
    assert not SubmissionReceipt.objects.exists()
    assert PlanAddressee.objects.exists()
