"""Budget, links and targets save themselves as texts of rows do: nothing is overwritten unseen, one event tells it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.opened.digests import digest
from operations.models import Event
from socialplan.content.models import FundingLine, IndicatorTarget, Measure, MeasureGroup
from socialplan.content.services.locks import RowConflict
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, YearBudget
from socialplan.drafting.services.cells import set_cell
from socialplan.drafting.services.content import remove, store
from socialplan.drafting.services.editable_parts import EditablePart, OpenedPage, set_part, set_place_by_itself
from socialplan.drafting.services.editing import close_lapsed, last_writing
from socialplan.drafting.services.parts import LINKS_OF_MEASURE, TARGETS_OF_INDICATOR
from socialplan.drafting.services.paste import paste_block, plan_paste
from socialplan.drafting.services.undo import undo_last
from tests.factories.assessments import TargetGroupFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
)
from tests.socialplan.addresses import named
from tests.socialplan.approval.test_way_to_force import at_once

pytestmark = pytest.mark.django_db


@dataclass
class Case:
    """A part of a row: its page, and what a page sends for the values 1, 2 and 3 of its first field."""

    place: EditablePart
    row: Any
    page: str
    field: str
    sent: dict[int, Any]
    told: dict[int, Any]
    name: str

    def address(self, what: str = "") -> str:
        return reverse(named(f"{self.page}{what}"), args=[self.row.pk])

    @property
    def action(self) -> str:
        return f"drafting.set_{self.place.part}"

    def fresh(self) -> Any:
        return type(self.row).objects.select_related("version__plan").get(pk=self.row.pk)

    def stands(self) -> Any:
        return self.place.plain(self.place.read(self.fresh())).get(self.name)


def targets() -> Case:
    row = IndicatorFactory()
    row.targets.create(version=row.version, year=2024, value=1)
    values = {1: "1", 2: "2", 3: "3"}
    return Case(TARGETS_OF_INDICATOR, row, "indicator_targets", "target_2024", values, values, "2024")


def links() -> Case:
    row = MeasureFactory()
    groups = {number: TargetGroupFactory() for number in (1, 2, 3)}
    row.group_links.create(version=row.version, group=groups[1])
    sent = {number: [str(group.pk)] for number, group in groups.items()}
    told = {number: {str(group.pk): group.code} for number, group in groups.items()}
    return Case(LINKS_OF_MEASURE, row, "measure_links", "groups", sent, told, "group")


def budget() -> Case:
    return budget_of(MeasureCostFactory(amount=1, year=2024).measure)


def budget_of(row: Any) -> Case:
    sent = {number: str(number) for number in (1, 2, 3)}
    told = {number: {"cost": number, "lines": []} for number in (1, 2, 3)}
    return Case(BUDGET_OF_MEASURE, row, "measure_budget", "cost_2024", sent, told, "2024")


CASES = {"targets": targets, "links": links, "budget": budget}


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture(params=CASES)
def case(request: Any) -> Case:
    return CASES[request.param]()


@pytest.fixture
def clients(people: dict[str, Any]) -> Any:
    """A browser of its own for each."""

    def log_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role], backend="accounts.login.backends.PasswordBackend")
        session = client.session
        session["began_at"] = session["seen_at"] = int(time.time())
        session.save()
        return client

    return log_in


def opened(client: Any, case: Case) -> dict[str, Any]:
    """What the page carries when it is opened."""
    form = client.get(case.address()).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None} | {"draft": "page"}


def by_itself(client: Any, case: Case, person: Any, sent: dict[str, Any]) -> Any:
    return client.post(case.address("_autosave"), sent | {"person": str(person.pk)})


def told(case: Case) -> list[tuple[Any, Any, Any]]:
    events = Event.objects.filter(action=case.action).order_by("sequence")
    return [(event.actor, event.before.get(case.name), event.after.get(case.name)) for event in events]


def lapse() -> None:
    EditingHold.objects.update(until=Now() - timedelta(seconds=1))


# saving by itself, and the history


def test_what_saves_itself_is_one_event_when_its_writer_saves(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    client, staff = clients("staff"), people["staff"]
    sent = opened(client, case)
    assert by_itself(client, case, staff, sent).status_code == 200
    assert not EditingHold.objects.unrecorded().exists()

    answer = by_itself(client, case, staff, sent | {case.field: case.sent[2]})
    assert (answer.status_code, case.stands(), told(case)) == (200, case.told[2], [])
    new = sent | {"opened": answer.json()["opened"], case.field: case.sent[3]}
    assert client.post(case.address(), new).status_code == 302

    assert told(case) == [(staff, case.told[1], case.told[3])]
    assert not EditingHold.objects.exists()
    assert client.get(case.address()).context["saved_drafts"] == "page"
    event = Event.objects.get(action=case.action)
    assert (event.subject_id, event.subject_label) == (str(case.row.pk), str(case.fresh()))


def test_who_only_leaves_is_told_too_and_a_quarter_of_an_hour_is_one_event(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    client, staff = clients("staff"), people["staff"]
    sent = opened(client, case)
    by_itself(client, case, staff, sent | {case.field: case.sent[2]})
    EditingHold.objects.update(changed_since=timezone.now() - timedelta(minutes=16))
    by_itself(client, case, staff, sent | {case.field: case.sent[3]})
    lapse()
    close_lapsed()

    assert told(case) == [(staff, case.told[1], case.told[2]), (staff, case.told[2], case.told[3])]
    event = Event.objects.filter(action=case.action).last()
    assert event is not None
    assert (event.role, event.happened_on) == ("staff", timezone.localdate())
    assert event.subject_label == str(case.fresh())


def test_looking_a_page_through_is_no_event(case: Case, clients: Any) -> None:
    client = clients("staff")
    assert client.post(case.address(), opened(client, case)).status_code == 302
    assert told(case) == []


# two people


def test_others_see_who_has_it_open_here_and_not_at_the_text_of_the_row(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    staff, expert = clients("staff"), clients("expert")
    staff.get(case.address())
    assert people["staff"].name in expert.get(case.address()).context["others"][0]
    assert people["expert"].name in staff.get(case.address("_autosave")).json()["others"][0]
    kind = case.row._meta.model_name
    page = clients("expert").get(reverse("drafting:content_update", args=[kind, case.row.pk]))
    assert page.context["others"] == []


def test_what_a_colleague_saved_is_shown_and_both_are_made_one_by_choice(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    staff, expert = clients("staff"), clients("expert")
    sent = opened(expert, case)
    by_itself(staff, case, people["staff"], opened(staff, case) | {case.field: case.sent[2], "draft": "hers"})

    mine = sent | {case.field: case.sent[3]}
    refused = by_itself(expert, case, people["expert"], mine)
    assert refused.status_code == 409
    assert people["staff"].name in refused.json()["error"]
    page = expert.post(case.address(), mine)
    (field,) = page.context["merge"].fields
    assert (page.templates[0].name, field.name, field.chosen) == ("drafting/content_merge.html", case.name, "")
    assert case.stands() == case.told[2]

    answer: dict[str, Any] = {"opened": page.context["opened"], "merge": "save", f"choice_{case.name}": "theirs"}
    for name, value in page.context["carried"]:
        answer.setdefault(name, []).append(value)
    assert expert.post(case.address(), answer).status_code == 302
    assert case.stands() == case.told[2]
    assert expert.post(case.address(), answer | {f"choice_{case.name}": "mine"}).status_code == 302
    assert case.stands() == case.told[3]
    assert told(case) == [
        (people["staff"], case.told[1], case.told[2]),
        (people["expert"], case.told[2], case.told[3]),
    ]


def test_a_third_hand_is_seen_at_the_merge(case: Case, clients: Any, people: dict[str, Any]) -> None:
    expert, staff = clients("expert"), clients("staff")
    sent = opened(expert, case)
    first = by_itself(staff, case, people["staff"], opened(staff, case) | {case.field: case.sent[2], "draft": "hers"})
    page = expert.post(case.address(), sent | {case.field: case.sent[3]})
    again = {"opened": first.json()["opened"], case.field: case.sent[1], "draft": "hers"}
    assert by_itself(staff, case, people["staff"], opened(staff, case) | again).status_code == 200

    answer = {"opened": page.context["opened"], "merge": "save", f"choice_{case.name}": "mine"}
    shown = expert.post(case.address(), answer | {case.field: case.sent[3]})

    assert len(shown.context["merge"].fields) == 1
    assert case.stands() == case.told[1]


def test_a_new_title_of_the_row_is_no_conflict_with_its_part(case: Case, clients: Any, people: dict[str, Any]) -> None:
    client = clients("expert")
    sent = opened(client, case)
    row = case.fresh()
    row.title_sq = "Titull tjetër"
    store(row, actor=people["staff"])

    assert client.post(case.address(), sent | {case.field: case.sent[2]}).status_code == 302
    assert case.stands() == case.told[2]
    assert case.fresh().revision == row.revision
    last = last_writing(row)
    assert last is not None
    assert last.person == people["staff"]


def test_an_answer_lost_on_the_way_is_no_conflict_with_oneself(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    client, staff = clients("staff"), people["staff"]
    sent = opened(client, case)
    assert by_itself(client, case, staff, sent | {case.field: case.sent[2]}).status_code == 200

    assert by_itself(client, case, staff, sent | {case.field: case.sent[3], "draft": "other"}).status_code == 409
    assert by_itself(client, case, staff, sent | {case.field: case.sent[3]}).status_code == 200
    assert client.post(case.address(), sent | {case.field: case.sent[2]}).status_code == 302
    assert case.stands() == case.told[2]


def test_a_lost_answer_hides_no_colleague(case: Case, clients: Any, people: dict[str, Any]) -> None:
    staff, expert = clients("staff"), clients("expert")
    sent = opened(staff, case)
    by_itself(staff, case, people["staff"], sent | {case.field: case.sent[2]})
    by_itself(expert, case, people["expert"], opened(expert, case) | {case.field: case.sent[3], "draft": "his"})

    assert by_itself(staff, case, people["staff"], sent | {case.field: case.sent[2]}).status_code == 409
    assert case.stands() == case.told[3]


def test_what_cannot_be_saved_by_itself_is_a_sentence(case: Case, clients: Any, people: dict[str, Any]) -> None:
    client = clients("staff")
    sent = opened(client, case)
    bad = by_itself(client, case, people["staff"], sent | {case.field: "fjalë"})
    assert (bad.status_code, bad.json()["error"] != "") == (422, True)
    assert by_itself(client, case, people["expert"], sent).status_code == 401
    client.logout()
    ended = client.post(case.address("_autosave"), sent, headers={"Accept": "application/json"})
    assert (ended.status_code, "kept_post" in client.session) == (401, False)
    assert case.stands() == case.told[1]


def test_an_emptied_target_is_taken_away_by_the_button_alone(clients: Any, people: dict[str, Any]) -> None:
    case, client = targets(), clients("staff")
    key = case.row.targets.get().key
    sent = opened(client, case) | {"target_2024": ""}

    answer = by_itself(client, case, people["staff"], sent)
    assert answer.status_code == 422
    assert "2024" in answer.json()["error"]
    assert by_itself(client, case, people["staff"], sent | {"target_2024": "1 2"}).status_code == 422
    by_itself(client, case, people["staff"], sent | {"target_2024": "12,5"})
    assert case.row.targets.get().key == key
    assert client.post(case.address(), sent).status_code == 302
    assert not case.row.targets.exists()


def test_both_sides_of_a_choice_are_all_that_either_chose(clients: Any, people: dict[str, Any]) -> None:
    case = links()
    staff, expert = clients("staff"), clients("expert")
    sent = opened(expert, case)
    hers = opened(staff, case) | {"groups": case.sent[1] + case.sent[2], "draft": "hers"}
    by_itself(staff, case, people["staff"], hers)

    mine = {"opened": sent["opened"], "groups": case.sent[3]}
    page = expert.post(case.address(), mine)
    answer = mine | {"opened": page.context["opened"], "merge": "save", "choice_group": "both"}
    assert expert.post(case.address(), answer).status_code == 302

    assert case.stands() == case.told[1] | case.told[2] | case.told[3]


def test_another_field_of_the_part_is_proposed_from_the_side_that_changed_it(
    clients: Any, people: dict[str, Any]
) -> None:
    case = targets()
    staff, expert = clients("staff"), clients("expert")
    sent = opened(expert, case)
    by_itself(staff, case, people["staff"], opened(staff, case) | {"target_2025": "7,5", "draft": "hers"})

    page = expert.post(case.address(), sent | {"target_2024": "2"})

    proposed = {field.name: (field.mine, field.theirs, field.chosen) for field in page.context["merge"].fields}
    assert proposed == {"2024": ("2", "1", "mine"), "2025": ("", "7,5", "theirs")}
    answer = sent | {"opened": page.context["opened"], "target_2024": "2", "merge": "save"}
    expert.post(case.address(), answer | {"choice_2024": "mine", "choice_2025": "theirs"})
    assert case.place.plain(case.place.read(case.fresh())) == {"2024": "2", "2025": "7.5"}


# the history's order


def test_another_deed_on_the_row_comes_after_what_waits_in_its_part(
    case: Case, clients: Any, people: dict[str, Any]
) -> None:
    client = clients("staff")
    by_itself(client, case, people["staff"], opened(client, case) | {case.field: case.sent[2]})
    row = case.fresh()
    row.title_sq = "Titull tjetër"

    store(row, actor=people["expert"])

    actions = Event.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == [case.action, f"drafting.store_{row._meta.model_name}"]


def test_links_with_an_indicator_are_told_before_it_is_removed(clients: Any, people: dict[str, Any]) -> None:
    case, client = links(), clients("staff")
    indicator = IndicatorFactory(version=case.row.version, objective=case.row.objective)
    by_itself(client, case, people["staff"], opened(client, case) | {"indicators": [str(indicator.pk)]})

    remove(indicator, actor=people["expert"])

    actions = Event.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["drafting.set_links", "drafting.remove_indicator"]


# concurrency


def page_of(case: Case, draft: str = "") -> OpenedPage:
    return OpenedPage(
        {name: digest(case.place.text(value)) for name, value in case.place.read(case.fresh()).items()}, draft
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [set_part, set_place_by_itself])
def test_of_two_who_save_at_once_one_is_shown_the_others_values(deed: Any, people: dict[str, Any]) -> None:
    case = targets()
    page = page_of(case, "a")
    writers = [(people["staff"], {"2024": 2, "2025": 20}), (people["expert"], {"2024": 3, "2025": 30})]
    done: list[Any] = []

    def save() -> None:
        actor, wanted = writers.pop()
        decimals = {year: IndicatorTarget._meta.get_field("value").to_python(value) for year, value in wanted.items()}
        deed(case.place, case.fresh(), decimals, actor=actor, page=page)
        done.append({year: str(value) for year, value in wanted.items()})

    assert at_once(2, save) == ["done", "refused"]
    assert case.place.plain(case.place.read(case.fresh())) == done[0]


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(case: Case, people: dict[str, Any]) -> None:
    empty = {"group": []}.get(case.name, YearBudget(9) if case.page == "measure_budget" else None)
    wanted = {case.name: empty}
    with pytest.raises(RowConflict):
        set_part(case.place, case.fresh(), wanted, actor=people["staff"], page=OpenedPage({}))
    assert case.stands() == case.told[1]


@pytest.mark.parametrize("count", [1, 12])
def test_links_are_saved_with_the_same_queries_however_many(
    count: int, clients: Any, django_assert_max_num_queries: Any
) -> None:
    case, client = links(), clients("staff")
    chosen = [str(TargetGroupFactory().pk) for _each in range(count)]
    sent = opened(client, case) | {"groups": chosen}
    with django_assert_max_num_queries(30):
        assert client.post(case.address(), sent).status_code == 302
    assert MeasureGroup.objects.filter(measure=case.row).count() == count
    assert Measure.objects.get().revision == 1
    assert json.loads(sent["opened"])


# the budget


def line(number: int, source: Any, amount: str, **changed: str) -> dict[str, str]:
    fields = {"source": str(source.pk), "state": "expected", "currency": "ALL", "amount": amount} | changed
    return {f"{name}_2024_{number}": value for name, value in fields.items()}


def test_a_half_typed_budget_stays_unsaved_and_says_where(clients: Any, people: dict[str, Any]) -> None:
    case, client, staff = budget(), clients("staff"), people["staff"]
    source = FundingSourceFactory()
    sent = opened(client, case)

    def refused(changed: dict[str, str]) -> str:
        answer = by_itself(client, case, staff, sent | changed)
        assert answer.status_code == 422
        return str(answer.json()["error"])

    assert "2024" in refused({"cost_2024": ""})
    assert "zëri 1 i vitit 2024" in refused(line(0, source, ""))
    assert "zëri 1 i vitit 2024" in refused(line(0, source, "1", currency="EUR"))
    assert "Kostoja" in refused(line(0, source, "5"))
    assert case.stands() == case.told[1]
    assert by_itself(client, case, staff, sent | line(0, source, "1")).status_code == 200
    assert case.stands()["lines"][0]["amount"] == 1


def test_a_line_that_is_typed_anew_keeps_its_key(clients: Any, people: dict[str, Any]) -> None:
    """Versions are compared by it."""
    stored = FundingLineFactory(cost=MeasureCostFactory(amount=1_000, year=2024), amount=400, state="expected")
    case, client = budget_of(stored.cost.measure), clients("staff")
    sent = opened(client, case)
    for amount in ("", "5", "50"):
        by_itself(client, case, people["staff"], sent | line(0, stored.source, amount))

    kept = FundingLine.objects.get()
    assert (kept.key, kept.amount) == (stored.key, 50)


def test_a_budget_is_merged_year_by_year(clients: Any, people: dict[str, Any]) -> None:
    stored = FundingLineFactory(cost=MeasureCostFactory(amount=1_000, year=2024), amount=400, state="expected")
    case, staff, expert = budget_of(stored.cost.measure), clients("staff"), clients("expert")
    donor = FundingSourceFactory(code="DON", name_sq="Donatorë")
    sent = opened(expert, case)
    euro = {"currency": "EUR", "rate": "98,5", "rate_on": "15.01.2024", "state": "applied"}
    hers = opened(staff, case) | line(1, donor, "5,50", **euro) | {"draft": "hers"}
    assert by_itself(staff, case, people["staff"], hers).status_code == 200

    mine = sent | line(0, stored.source, "7") | {"cost_2024": "2 000", "cost_2025": "9"}
    page = expert.post(case.address(), mine)
    fields = {field.name: field for field in page.context["merge"].fields}

    assert {name: field.chosen for name, field in fields.items()} == {"2024": "", "2025": "mine"}
    assert fields["2024"].theirs.split("\n")[0].replace("\xa0", " ") == "Kostoja: 1 000 ALL"
    assert "5,50 EUR × 98,5 (15.01.2024)" in fields["2024"].theirs
    assert "7 ALL" in fields["2024"].mine
    answer = mine | {"opened": page.context["opened"], "choice_2025": "mine", "merge": "save"}
    assert expert.post(case.address(), answer | {"choice_2024": "theirs"}).status_code == 302
    stands = case.place.plain(case.place.read(case.fresh()))
    assert [each["source"] for each in stands["2024"]["lines"]] == ["DON", stored.source.code]
    assert (stands["2024"]["cost"], stands["2025"]["cost"]) == (1_000, 9)
    assert stands["2024"]["lines"][0]["original_amount"] == "5.5"


def test_a_cell_of_the_matrix_is_no_costs_lost_and_tells_who(clients: Any, people: dict[str, Any]) -> None:
    case, client = budget(), clients("staff")
    sent = opened(client, case)
    by_itself(client, case, people["staff"], sent | {"cost_2024": "2"})
    row = case.fresh()
    cell = {"field": "cost_2024", "typed": "3", "was": "2", "expected_revision": row.revision}
    set_cell(row.version, row.pk, **cell, actor=people["expert"])

    refused = by_itself(client, case, people["staff"], sent | {"cost_2024": "20"})

    assert refused.status_code == 409
    assert people["expert"].name in refused.json()["error"]
    actions = Event.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["drafting.set_budget", "drafting.set_cell"]


def test_who_pasted_or_took_back_a_cost_is_named(people: dict[str, Any]) -> None:
    case = budget()
    row, staff, expert = case.fresh(), people["staff"], people["expert"]
    where: dict[str, Any] = {"objective": row.objective, "first": row, "column": "cost_2024"}

    def writer(part: str) -> Any:
        last = last_writing(case.fresh(), part)
        return last and last.person

    set_part(case.place, row, {"2025": YearBudget(9)}, actor=expert, page=page_of(case))
    assert (writer("budget"), writer("")) == (expert, None)
    paste_block(row.version, "5", shown=plan_paste(row.version, "5", **where).digest, actor=staff, **where)
    assert (writer("budget"), writer("")) == (staff, staff)
    set_part(case.place, row, {"2025": YearBudget(8)}, actor=expert, page=page_of(case))
    assert (writer("budget"), writer("links")) == (expert, None)
    undo_last(row.version, actor=staff)
    assert writer("budget") == staff


def test_one_more_line_goes_on_saving_what_was_typed(clients: Any) -> None:
    case, client = budget(), clients("staff")
    sent = opened(client, case)

    page = client.post(case.address(), sent | {"cost_2024": "2", "longer": "2024"})

    assert b"data-unsaved" in page.content
    assert b"data-look" not in page.content
    form = page.context["form"]
    assert (form["opened"].value(), form["draft"].value()) == (sent["opened"], "page")


@pytest.mark.parametrize("place", ["", "_autosave"])
def test_a_whole_budget_is_saved_in_twelve_queries(
    place: str, clients: Any, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    stored = FundingLineFactory(cost=MeasureCostFactory(amount=1_000, year=2024), amount=400, state="expected")
    case, client = budget_of(stored.cost.measure), clients("staff")
    sent = opened(client, case) | line(0, stored.source, "50") | {"cost_2024": "900"}
    sent |= line(1, FundingSourceFactory(code="DON"), "60") | {"person": str(people["staff"].pk), "draft": ""}

    with django_assert_max_num_queries(12 + 6 + 2):  # two say who acts, and that nobody does any more
        assert client.post(case.address(place), sent).status_code in {200, 302}
    assert len(case.stands()["lines"]) == 2
