"""A measure and an indicator in steps: each saves itself, and what a colleague writes in another is no conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.pages.stepped import PARAMETER
from operations.models import Event
from socialplan.content.models import Indicator, Measure
from socialplan.drafting.forms.content import CONTENT_FORMS
from tests.factories.socialplan import IndicatorFactory, MeasureFactory, SpecificObjectiveFactory

pytestmark = pytest.mark.django_db

STEPPED = ("measure", "indicator")
MODELS: dict[str, Any] = {"measure": Measure, "indicator": Indicator}
FIRST = {
    "measure": {"title_sq": "Transport i përshtatur", "description_sq": "Çdo ditë"},
    "indicator": {"title_sq": "Fëmijë me transport", "unit_label": "fëmijë", "direction": "UP", "kind": "FLOW"},
}


@pytest.fixture
def clients(client_of: Any, people: dict[str, Any]) -> Callable[[str], Client]:
    return lambda role: client_of(people[role])


def sent_from(page: Any) -> dict[str, Any]:
    """What the opened page sends back when nothing is typed in it."""
    form = page.context["form"]
    stands = {bound.html_name: bound.value() for bound in form}
    return {name: said for name, said in stands.items() if said not in (None, "", False)}


def names_of(kind: str, step: int) -> set[str]:
    return {*CONTENT_FORMS[kind].steps[step - 1].names}


def address_of(row: Any, kind: str, step: int = 0, name: str = "content_update") -> str:
    address = reverse(f"drafting:{name}", args=[kind, row.pk])
    return f"{address}?{PARAMETER}={step}" if step else address


@pytest.mark.parametrize("kind", STEPPED)
def test_a_new_row_is_made_by_its_first_step_and_goes_through_the_others(
    kind: str, clients: Callable[[str], Client]
) -> None:
    objective, client = SpecificObjectiveFactory(), clients("staff")
    address = reverse("drafting:content_create", args=[objective.version_id, kind])
    page: Any = client.get(address)
    words = sent_from(page) | FIRST[kind] | {"objective": objective.pk}

    first, again = (client.post(f"{address}?{PARAMETER}=1", words) for _time in range(2))

    assert {each.name for each in page.context["form"].visible_fields()} == names_of(kind, 1)
    assert [each.url for each in page.context["steps"]] == [""] * len(CONTENT_FORMS[kind].steps)
    row = MODELS[kind].objects.get()
    assert first["Location"] == again["Location"] == address_of(row, kind, 2)
    answer, seen = first, []
    while PARAMETER in answer["Location"]:
        page = client.get(answer["Location"])
        seen.append({each.name for each in page.context["form"].visible_fields()})
        answer = client.post(answer["Location"], sent_from(page))
        assert answer.status_code == 302, answer.context["form"].errors
    assert seen == [names_of(kind, number) for number in range(2, len(CONTENT_FORMS[kind].steps) + 1)]
    assert answer["Location"] == (row.get_absolute_url() if kind == "measure" else row.version.get_absolute_url())


def test_a_step_changes_its_own_fields_and_its_event_says_so(clients: Callable[[str], Client]) -> None:
    measure = MeasureFactory(description_sq="Përshkrimi", women_share=40, partners="OJF")
    client, address = clients("staff"), address_of(measure, "measure", 2)

    sent = sent_from(client.get(address)) | {"partners": "Qendra", "end": "1"}
    answer = client.post(address, sent)

    measure.refresh_from_db()
    assert answer["Location"] == measure.get_absolute_url()
    assert (measure.partners, measure.description_sq, measure.women_share) == ("Qendra", "Përshkrimi", 40)
    event = Event.objects.get(action="drafting.store_measure")
    assert {name for name in event.after if event.after[name] != event.before[name]} == {"partners", "revision"}


def test_two_who_write_in_two_steps_are_no_conflict_and_both_are_kept(clients: Callable[[str], Client]) -> None:
    measure = MeasureFactory(title_sq="Para", partners="")
    mine, hers = clients("staff"), clients("expert")
    first, second = address_of(measure, "measure", 1), address_of(measure, "measure", 2)
    my_words, her_words = sent_from(mine.get(first)), sent_from(hers.get(second))

    assert hers.post(second, her_words | {"partners": "Qendra"}).status_code == 302
    assert mine.post(first, my_words | {"title_sq": "Pas"}).status_code == 302

    measure.refresh_from_db()
    assert (measure.title_sq, measure.partners) == ("Pas", "Qendra")


def test_two_who_write_in_one_step_see_both_texts_and_the_choice_stays_in_the_step(
    clients: Callable[[str], Client],
) -> None:
    indicator = IndicatorFactory(source="Para", responsible="Zyra")
    mine, hers, address = clients("staff"), clients("expert"), address_of(indicator, "indicator", 2)
    my_words, her_words = sent_from(mine.get(address)), sent_from(hers.get(address))
    assert hers.post(address, her_words | {"source": "E kolegut"}).status_code == 302

    page: Any = mine.post(address, my_words | {"source": "Imja", "responsible": "Unë"})
    shown = {field.name: (field.mine, field.theirs) for field in page.context["merge"].fields}
    carried = dict(page.context["carried"]) | {"expected_revision": page.context["revision"]}
    chosen = {"choice_source": "theirs", "choice_responsible": "mine", "merge": "save"}
    saved = mine.post(address, carried | {"opened": page.context["opened"]} | chosen)

    indicator.refresh_from_db()
    assert shown == {"source": ("Imja", "E kolegut"), "responsible": ("Unë", "Zyra")}
    assert saved["Location"] == address_of(indicator, "indicator", 3)
    assert (indicator.source, indicator.responsible) == ("E kolegut", "Unë")


def test_a_step_saves_itself_while_it_is_written(clients: Callable[[str], Client], people: dict[str, Any]) -> None:
    measure = MeasureFactory(title_sq="Para", partners="")
    client = clients("staff")
    page: Any = client.get(address_of(measure, "measure", 2))
    assert page.context["autosave"] == address_of(measure, "measure", 2, "content_autosave")

    typed = sent_from(page) | {"partners": "Qendra", "person": str(people["staff"].pk), "draft": "page"}
    told = client.post(page.context["autosave"], typed).json()

    measure.refresh_from_db()
    assert (told["revision"], measure.partners, measure.title_sq) == (2, "Qendra", "Para")
    other: Any = client.get(address_of(measure, "measure", 1))
    assert other.context["form"]["expected_revision"].value() == 2


def test_what_a_refused_step_held_is_still_there(clients: Callable[[str], Client]) -> None:
    measure = MeasureFactory(women_share=40)
    client, address = clients("staff"), address_of(measure, "measure", 3)

    page: Any = client.post(
        address, sent_from(client.get(address)) | {"women_share": "101", "gender_objective_sq": "X"}
    )

    assert (page.status_code, [*page.context["form"].errors]) == (200, ["women_share"])
    assert page.context["form"]["gender_objective_sq"].value() == "X"
    assert [each.is_here for each in page.context["steps"]] == [False, False, True]


def test_what_the_row_says_of_another_step_is_a_sentence_and_no_fault(clients: Callable[[str], Client]) -> None:
    """The deadline was written before the plan's years were put right."""
    measure = MeasureFactory(due_on="2099-12-31")
    client, address = clients("staff"), address_of(measure, "measure", 1)

    page: Any = client.post(address, sent_from(client.get(address)) | {"title_sq": "E re"})

    assert page.status_code == 200
    [sentence] = page.context["form"].non_field_errors()
    assert sentence.startswith("Afati")
    assert page.context["form"]["title_sq"].value() == "E re"


@pytest.mark.parametrize("kind", ["chapter", "goal", "objective", "risk"])
def test_a_short_form_has_no_steps(kind: str, clients: Callable[[str], Client]) -> None:
    version = SpecificObjectiveFactory().version

    page: Any = clients("staff").get(reverse("drafting:content_create", args=[version.pk, kind]))

    assert "form-steps" not in page.content.decode()
    assert "?step=" not in page.content.decode()
    assert {each.name for each in page.context["form"].visible_fields()} == {*CONTENT_FORMS[kind]._meta.fields}  # type: ignore[arg-type]
