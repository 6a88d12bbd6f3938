import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.opened.digests import digest
from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.enums import FundingState
from socialplan.content.models import FundingLine, Measure, MeasureCost
from socialplan.content.services.locks import RowConflict
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, LineBudget, YearBudget
from socialplan.drafting.services.editable_parts import OpenedPage, set_part
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import FundingLineFactory, FundingSourceFactory, MeasureCostFactory, MeasureFactory

SECURED, APPLIED, EXPECTED = FundingState.SECURED, FundingState.APPLIED, FundingState.EXPECTED


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def measure(db: None) -> Any:
    """One million in 2024, of which the municipality's four hundred thousand are expected."""
    return FundingLineFactory(cost=MeasureCostFactory(), state=EXPECTED).cost.measure


def page_of(measure: Any) -> OpenedPage:
    """A page that is opened now."""
    place = BUDGET_OF_MEASURE
    return OpenedPage({name: digest(place.text(budget)) for name, budget in place.read(measure).items()})


def set_budget(measure: Any, *, years: dict[int, YearBudget], actor: Any, page: OpenedPage | None = None) -> None:
    wanted = {str(year): budget for year, budget in years.items()}
    set_part(BUDGET_OF_MEASURE, measure, wanted, actor=actor, page=page or page_of(measure))


def lines_of(measure: Measure) -> list[tuple[int, str, str, int]]:
    rows = FundingLine.objects.filter(cost__measure=measure).order_by("cost__year", "source__code", "state")
    return list(rows.values_list("cost__year", "source__code", "state", "amount"))


def test_a_source_may_give_with_several_certainties(measure: Any, staff: Any) -> None:
    source = FundingSourceFactory()
    lines = (LineBudget(source, SECURED, 300_000), LineBudget(source, APPLIED, 200_000))

    set_budget(measure, years={2024: YearBudget(1_000_000, lines)}, actor=staff)

    assert lines_of(measure) == [(2024, "MB", "applied", 200_000), (2024, "MB", "secured", 300_000)]


def test_history_keeps_the_budget_before_and_after(measure: Any, staff: Any) -> None:
    set_budget(measure, years={2024: YearBudget(500_000)}, actor=staff)

    event = Event.objects.get(action="drafting.set_budget")
    assert event.before["2024"]["cost"] == 1_000_000
    assert event.before["2024"]["lines"][0]["source"] == "MB"
    assert event.before["2024"]["lines"][0]["amount"] == 400_000
    assert event.after == {"2024": {"cost": 500_000, "lines": []}}


def test_an_unchanged_line_is_not_written_again(measure: Any, staff: Any) -> None:
    line = FundingLine.objects.get()
    years = {2024: YearBudget(2_000_000, (LineBudget(line.source, EXPECTED, 400_000),))}

    set_budget(measure, years=years, actor=staff)

    assert FundingLine.objects.get() == line
    assert FundingLine.objects.get().revision == 1
    assert MeasureCost.objects.get().revision == 2


def test_an_empty_year_takes_its_lines_away(measure: Any, staff: Any) -> None:
    set_budget(measure, years={2024: YearBudget(None), 2025: YearBudget(0)}, actor=staff)

    assert list(measure.costs.values_list("year", "amount")) == [(2025, 0)]
    assert lines_of(measure) == []


@pytest.mark.parametrize(
    ("years", "refusal"),
    [
        ({2024: YearBudget(100, ())}, None),
        ({2027: YearBudget(100, ())}, StepRefused),
        ({2024: YearBudget(1_000_000_000_001, ())}, ValidationError),
    ],
)
def test_a_budget_outside_the_plan_or_reason_is_refused(
    measure: Any, staff: Any, years: dict[int, YearBudget], refusal: Any
) -> None:
    if refusal is None:
        set_budget(measure, years=years, actor=staff)
        return
    with pytest.raises(refusal):
        set_budget(measure, years=years, actor=staff)
    assert lines_of(measure) == [(2024, "MB", "expected", 400_000)]


def test_funding_above_cost_is_refused_whole(measure: Any, staff: Any) -> None:
    lines = (LineBudget(FundingSourceFactory(), SECURED, 1_000_001),)

    with pytest.raises(StepRefused, match="1000001"):
        set_budget(measure, years={2024: YearBudget(1_000_000, lines)}, actor=staff)


def test_a_budget_somebody_else_saved_meanwhile_is_refused(measure: Any, staff: Any) -> None:
    page = page_of(measure)
    set_budget(measure, years={2024: YearBudget(500_000)}, actor=staff, page=page)

    with pytest.raises(RowConflict):
        set_budget(measure, years={2024: YearBudget(700_000)}, actor=staff, page=page)
    assert measure.costs.get().amount == 500_000


@pytest.mark.parametrize("count", [1, 4])
def test_a_budget_is_saved_with_the_same_queries_whatever_its_lines(
    staff: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    measure = MeasureFactory()
    sources = [FundingSourceFactory(code=f"S{number}") for number in range(count)]
    lines = tuple(LineBudget(source, state, 10) for source in sources for state in FundingState.values)
    years = dict.fromkeys((2024, 2025, 2026), YearBudget(1_000, lines))

    page = page_of(measure)

    with django_assert_max_num_queries(12):
        set_budget(measure, years=years, actor=staff, page=page)

    assert len(lines_of(measure)) == 9 * count


def fields(measure: Any, **changed: str) -> dict[str, str]:
    opened = json.dumps(page_of(measure).shown)
    return {"opened": opened, "count_2024": "3", "cost_2024": "1 800 000"} | changed


def address(measure: Any) -> str:
    return reverse("drafting:measure_budget", args=[measure.pk])


def test_a_donors_amount_keeps_currency_rate_and_day(client_of: Any, staff: Any) -> None:
    measure, donor = MeasureFactory(), FundingSourceFactory(code="DON")
    sent = fields(
        measure,
        source_2024_0=str(donor.pk),
        state_2024_0=APPLIED,
        currency_2024_0="EUR",
        amount_2024_0="12.500,50",
        rate_2024_0="98,45",
        rate_on_2024_0="15.01.2024",
    )

    assert client_of(staff).post(address(measure), sent).status_code == 302

    line = FundingLine.objects.get()
    assert (line.currency, line.original_amount, line.rate) == ("EUR", Decimal("12500.50"), Decimal("98.45"))
    assert (line.rate_on, line.amount, line.state) == (date(2024, 1, 15), 1_230_674, APPLIED)
    page = client_of(staff).get(reverse("drafting:measure_detail", args=[measure.pk])).content.decode()
    assert "12\u00a0500,50 EUR × 98,45 (15.01.2024)" in re.sub(r"[ \n]+", " ", page)
    form = client_of(staff).get(address(measure)).context["form"]
    assert form["amount_2024_0"].value() == "12\u00a0500,50"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"cost_2024": "-5"}, "cost_2024", "më e vogël se zero"),
        ({"cost_2024": "9 000 000 000 000"}, "cost_2024", "më së shumti"),
        ({"cost_2024": "1 800 000,50"}, "cost_2024", "të plota"),
        ({"cost_2024": "dy milionë"}, "cost_2024", "vetëm me shifra"),
        ({"amount_2024_0": "1.800.001"}, "cost_2024", "1800001"),
        ({"amount_2024_0": "0"}, "amount_2024_0", "më të madhe se zero"),
        ({"amount_2024_0": "10,50"}, "amount_2024_0", "të plota"),
        ({"source_2024_0": ""}, "source_2024_0", "kush e jep"),
        ({"currency_2024_0": "EUR"}, "rate_2024_0", "kursin"),
        ({"currency_2024_0": "EUR", "rate_2024_0": "98"}, "rate_on_2024_0", "kursin"),
        ({"currency_2024_0": "XXX"}, "currency_2024_0", ""),
        (
            {"currency_2024_0": "EUR", "rate_2024_0": "98", "rate_on_2024_0": "01.01.2099"},
            "rate_on_2024_0",
            "ardhmen",
        ),
        (
            {"currency_2024_0": "EUR", "rate_2024_0": "-98", "rate_on_2024_0": "01.01.2024"},
            "rate_2024_0",
            "më i madh se zero",
        ),
        ({"amount_2024_0": "", "rate_2024_0": "98"}, "amount_2024_0", "nuk ka shumë"),
    ],
)
def test_each_bad_figure_is_refused_at_its_field_and_kept(
    client_of: Any, staff: Any, changed: dict[str, str], field: str, sentence: str
) -> None:
    measure, source = MeasureFactory(), FundingSourceFactory()
    line = {"source_2024_0": str(source.pk), "state_2024_0": SECURED, "currency_2024_0": "ALL", "amount_2024_0": "5"}
    sent = fields(measure, **line) | changed

    answer = client_of(staff).post(address(measure), sent)

    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["amount_2024_0"].value() == sent["amount_2024_0"]
    assert answer.context["form"]["cost_2024"].value() == sent["cost_2024"]
    assert not measure.costs.exists()


def test_the_same_source_twice_with_one_certainty_is_refused(client_of: Any, staff: Any) -> None:
    measure, source = MeasureFactory(), FundingSourceFactory()
    sent = fields(measure)
    for number in (0, 1):
        sent |= {f"source_2024_{number}": str(source.pk), f"state_2024_{number}": SECURED}
        sent |= {f"currency_2024_{number}": "ALL", f"amount_2024_{number}": "5"}

    answer = client_of(staff).post(address(measure), sent)

    assert "state_2024_1" in answer.context["form"].errors


def test_one_more_line_keeps_what_was_typed_and_saves_nothing(client_of: Any, staff: Any) -> None:
    measure = MeasureFactory()

    answer = client_of(staff).post(
        address(measure), fields(measure, amount_2024_2="7 000", cost_2024="e pasaktë", longer="2024")
    )

    form = answer.context["form"]
    assert form["amount_2024_2"].value() == "7 000"
    assert form["cost_2024"].value() == "e pasaktë"
    assert "amount_2024_3" in form.fields
    assert not form.errors
    assert not measure.costs.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_whole_save_from_the_page_stays_small(
    client_of: Any, staff: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    measure = MeasureFactory()
    sources = [FundingSourceFactory(code=f"S{number}") for number in range(count)]
    client, sent = client_of(staff), fields(measure, count_2024=str(count))
    for number, source in enumerate(sources):
        sent |= {f"source_2024_{number}": str(source.pk), f"currency_2024_{number}": "ALL"}
        sent |= {f"state_2024_{number}": SECURED, f"amount_2024_{number}": "5"}

    with django_assert_max_num_queries(17):  # two say who acts, and that nobody does any more
        assert client.post(address(measure), sent).status_code == 302

    assert len(lines_of(measure)) == count
