"""Every form that changes a row with two persons in it, and the page that begins one sent again after "back"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from assessments.models import RequirementLine
from core import once_only
from core.pages.stepped import PARAMETER, SteppedView
from core.views import DeedFormView
from monitoring.models import RecommendationFollowUp
from tests.everywhere.test_create_forms import DEEDS, args_of, filled, grown, opened, rows, send, written
from tests.everywhere.valid_forms import VALID
from tests.factories.assessments import ServiceTypeFactory, TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.municipality import ProjectFactory

pytestmark = pytest.mark.django_db
# What is sent from them is no row yet: a provider's proposal, and a figure that its second step saves.
NO_ROW = {"assessments:service_propose", "assessments:datapoint_create"}
# The rows of a draft have revisions and a page on which both texts stand (socialplan/drafting/test_steps_of_forms.py).
REVISED = {"drafting:content_create", "drafting:content_update"}
# What a new event leaves to its groups is chosen for one that stands.
ASKED_OF_A_STORED_ROW = {"confidentiality"}
# What must be there before such a form can be written.
AROUND: dict[str, Callable[..., Any]] = {
    "assessments:line_update": lambda pk: RequirementLine.objects.get(pk=pk).service_types.add(ServiceTypeFactory()),
    "consultations:event_create": lambda _pk: ConsultationEventFactory(),
    "consultations:planned_update": lambda _pk: TargetGroupFactory.create_batch(2),
    "monitoring:follow_up": lambda report, advice: RecommendationFollowUp.objects.create(
        report_id=report, recommendation_id=advice, outcome="done", text_sq="Fjalë"
    ),
    "municipality:project_update": ProjectFactory,
}
NOTHING = forms.Form()
# Whether a field of a page's step is saved when it alone is written otherwise: by view, step and field.
WRITABLE: dict[tuple[str, str, str], bool] = {}
FREE = (
    forms.BooleanField,
    forms.CharField,
    forms.DateField,
    forms.DecimalField,
    forms.IntegerField,
    forms.ModelMultipleChoiceField,
)
NOT_FREE = (forms.SlugField, forms.EmailField, forms.URLField)


def views(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", getattr(pattern.callback, "view_class", None)


PAGES_OF_DEEDS = {name: view for name, view in views(get_resolver().url_patterns) if name in DEEDS and view}
STEPPED = {name: view for name, view in PAGES_OF_DEEDS.items() if issubclass(view, SteppedView) and name not in NO_ROW}
# Rows that another name than "update" changes, some of them begun by whoever comes first.
OTHERWISE_CHANGED = {
    "consultations:minutes_point",
    "monitoring:follow_up",
    "monitoring:period_correct",
    "monitoring:progress_edit",
    "monitoring:section_edit",
    "monitoring:value_edit",
    "municipality:guide_council",
}
# What is sent waits for a second person, and no other change of the row is taken until she has answered.
OF_TWO_PERSONS = {f"municipality:{name}_update" for name in ("asked", "day", "deadline", "majority", "threshold")}
# A table of counts, held against what was seen as a whole.
SEEN_AS_A_WHOLE = {"consultations:attendance_update"}
ON_ONE_PAGE = sorted(
    {name for name in PAGES_OF_DEEDS if name.endswith("_update")} - set(STEPPED) - OF_TWO_PERSONS - SEEN_AS_A_WHOLE
    | OTHERWISE_CHANGED
)
BEGUN = sorted(name for name in STEPPED if not name.endswith(("_update", "profile_update")))
CHANGED = sorted(set(STEPPED) - set(BEGUN) - REVISED)
EVERY = sorted({*CHANGED, *ON_ONE_PAGE})
# Two that write the same tick agree; of two ticks each keeps its own.
TICKED = {"monitoring:passport_edit"}
SAW_NO_ROW = sorted(name for name, view in PAGES_OF_DEEDS.items() if getattr(view.form_class, "begun_by", ()))


def is_tick(bound: Any) -> bool:
    return isinstance(bound.field, forms.BooleanField)


class OpenedStep:
    """One step as a person has it open, with a field in it that can be written otherwise."""

    def __init__(self, client: Any, address: str, number: int, words: dict[str, Any] | None = None) -> None:
        self.client, self.address = client, f"{address}?{PARAMETER}={number}" if number else address
        shown: Any = client.get(self.address)
        self.form = shown.context["form"]
        carried = re.findall(r'name="opened" value="([^"]*)"', shown.content.decode())
        self.words = words or {}
        ticked = {each.html_name: "on" for each in self.form if is_tick(each) and each.value()}
        self.sent = filled(self.form) | ticked | self.words | {"once": shown.context["once"]}
        self.sent |= {"opened": unescape(carried[0])} if carried else {}

    def fields(self) -> list[str]:
        """Texts first."""
        free = [bound for bound in self.form if isinstance(bound.field, FREE) and not bound.is_hidden]
        some = [each for each in free if not isinstance(each.field, NOT_FREE) and each.html_name != "code"]
        return [each.html_name for each in sorted(some, key=lambda each: type(each.field) is not forms.CharField)]

    def other(self, name: str, mark: str) -> Any:
        """Something else than what stands there, by who writes it."""
        field, value = self.form.fields[name], self.sent.get(name, "")
        first = mark == "x"
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [str(each.pk) for each in field.queryset]
            return keys[:1] if first else keys[-1:]
        if isinstance(field, forms.BooleanField):
            return "" if value else "on"
        if isinstance(field, forms.DateField):
            return "03.05.2030" if first else "04.05.2030"
        if not isinstance(field, forms.CharField):
            stands = int(value) if str(value).isdecimal() else 2
            return str(stands + (1 if first else 2))
        return (value[: max((field.max_length or 99) - 2, 0)] + mark) if value else mark * 2

    def post(self, changed: dict[str, Any]) -> Any:
        return self.client.post(self.address, self.sent | changed)

    def stored(self, name: str) -> Any:
        return self.shown(self.client.get(self.address).context["form"][name])

    @staticmethod
    def shown(bound: Any) -> Any:
        if is_tick(bound):
            return "on" if bound.value() else ""
        found = bound.field.widget.format_value(bound.value())
        return found if isinstance(found, list) else str("" if found is None else found).strip()

    def writable(self, taken: str = "") -> str:
        """A field that this step saves when it alone is written otherwise; empty where there is none."""
        return next((name for name in self.fields() if name != taken and self.is_writable(name)), "")

    def is_writable(self, name: str) -> bool:
        """Tried once for all tests of the page: to look for such fields took most of their time."""
        page, _step, number = self.address.partition(f"?{PARAMETER}=")
        known = (resolve(page).view_name, number, name)
        if known not in WRITABLE:
            WRITABLE[known] = all(self.is_saved(name, mark) for mark in "xy")
        return WRITABLE[known]

    def is_saved(self, name: str, mark: str) -> bool:
        with transaction.atomic():
            other = self.other(name, mark)
            answer = self.post({name: other, "once": mark * 32})
            found = answer.status_code == 302 and self.stored(name) == other != self.shown(self.form[name])
            transaction.set_rollback(True)
        return found


def placed(name: str) -> list[Any]:
    """The arguments of an address, with what must stand around its row."""
    args = args_of(name)
    if name in AROUND:
        AROUND[name](*args)
    return args


def steps_of(name: str, visitors: dict[str, str]) -> list[OpenedStep]:
    page, _shown = opened(name, placed(name), visitors)
    address = page.address.partition("?")[0]
    count = len(getattr(page.form, "steps", ()))
    words = VALID[name].sent(page) if name in VALID and not count else {}
    return [OpenedStep(page.client, address, number, words) for number in range(1, count + 1) or (0,)]


def again(step: OpenedStep) -> OpenedStep:
    """The same, opened by somebody else."""
    address, _step, number = step.address.partition(f"?{PARAMETER}=")
    return OpenedStep(step.client, address, int(number or 0), step.words)


def test_what_is_tried_here_are_all_forms_that_change_a_row() -> None:
    assert len(CHANGED) > 15
    assert len(ON_ONE_PAGE) > 15
    assert len(BEGUN) > 15


@pytest.mark.parametrize("name", CHANGED)
def test_two_steps_saved_at_one_moment_are_both_stored(
    name: str, visitors: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The colleague's step is saved after this one's was checked and before it is written."""
    with transaction.atomic():
        writable = [(step, field) for step in steps_of(name, visitors) if (field := step.writable())]
        assert len(writable) > 1, "steps with nothing that can be written"
        (mine, my_field), (hers, her_field) = writable[:2]
        keeper = type(once_only.keeper())
        claim, asked = keeper.claim, []

        def claim_after_her(self: Any, key: str) -> str | None:
            asked.append(key)
            if len(asked) == 1:
                assert hers.post({her_field: hers.other(her_field, "y")}).status_code == 302
            return claim(self, key)

        monkeypatch.setattr(keeper, "claim", claim_after_her)
        answer = mine.post({my_field: mine.other(my_field, "x")})
        found = mine.stored(my_field), hers.stored(her_field)
        transaction.set_rollback(True)

    assert answer.status_code == 302, answer.context["form"].errors
    assert found == (mine.other(my_field, "x"), hers.other(her_field, "y"))


@pytest.mark.parametrize("name", EVERY)
def test_one_field_written_by_two_is_asked_about_with_both_values(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        mine, field = next((step, field) for step in steps_of(name, visitors) if (field := step.writable()))
        hers = again(mine)
        assert hers.post({field: hers.other(field, "y")}).status_code == 302
        asked = mine.post({field: mine.other(field, "x")})
        between = mine.stored(field)
        form = asked.context["form"]
        shown = form[field].value()
        insisted = mine.post({field: mine.other(field, "x"), "opened": form.shown_digests})
        after = mine.stored(field)
        transaction.set_rollback(True)

    assert asked.status_code == 200
    assert [*form.errors] == [field]
    assert hers.other(field, "y") in unescape(str(form.errors[field])) or isinstance(hers.other(field, "y"), list)
    assert (between, shown) == (hers.other(field, "y"), mine.other(field, "x"))
    assert (insisted.status_code, after) == (302, mine.other(field, "x"))


@pytest.mark.parametrize("name", sorted({*EVERY, *TICKED}))
def test_what_only_a_colleague_changed_in_the_same_step_stays(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        found = [
            (step, first, second)
            for step in steps_of(name, visitors)
            if (first := step.writable()) and (second := step.writable(first))
        ]
        if found:
            mine, my_field, her_field = found[0]
            hers = again(mine)
            assert hers.post({her_field: hers.other(her_field, "y")}).status_code == 302
            answer = mine.post({my_field: mine.other(my_field, "x")})
            stored = mine.stored(my_field), mine.stored(her_field)
        transaction.set_rollback(True)

    assert not found or answer.status_code == 302, answer.context["form"].errors
    assert not found or stored == (mine.other(my_field, "x"), hers.other(her_field, "y"))


@pytest.mark.parametrize("name", sorted(set(SAW_NO_ROW) - TICKED))
def test_a_row_begun_between_the_check_and_the_deed_is_asked_about(
    name: str, visitors: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        (mine,) = steps_of(name, visitors)
        mine.form.instance.__class__.objects.all().delete()
        mine = again(mine)
        assert mine.form.instance._state.adding
        field, hers = mine.writable(), again(mine)
        act_once, asked = DeedFormView.act_once, []

        def act_after_her(view: DeedFormView, form: Any) -> str:
            asked.append(form)
            if len(asked) == 1:
                assert hers.post({field: hers.other(field, "y")}).status_code == 302
            return act_once(view, form)

        monkeypatch.setattr(DeedFormView, "act_once", act_after_her)
        answer = mine.post({field: mine.other(field, "x")})
        between, form = mine.stored(field), answer.context and answer.context["form"]
        insisted = mine.post({field: mine.other(field, "x"), "opened": form.shown_digests if form else ""})
        after = mine.stored(field)
        transaction.set_rollback(True)

    assert (answer.status_code, between) == (200, hers.other(field, "y"))
    assert hers.other(field, "y") in unescape(str(form.errors[field]))
    assert (insisted.status_code, after) == (302, mine.other(field, "x"))


@pytest.mark.parametrize("name", BEGUN)
def test_other_words_from_the_page_that_began_a_row_change_that_row(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        page, shown = opened(name, placed(name), visitors)
        token = shown.context["form"].initial.get("draft") or shown.context["once"]
        sent = written(name, page, shown)
        first, made = send(page, sent), rows()
        assert first.status_code == 302, first.context["form"].errors
        step = OpenedStep(page.client, page.address.partition("?")[0], 1, sent)
        answers = [send(page, sent | {field: step.other(field, "x")}) for field in step.fields()[:3]]
        after, back = rows(), page.client.get(f"{page.address.partition('?')[0]}?opened_as={token}")
        transaction.set_rollback(True)

    refused = {field for answer in answers for field in (answer.context or {}).get("form", NOTHING).errors}
    assert refused <= ASKED_OF_A_STORED_ROW, refused
    assert grown(made, after) <= set()
    assert back.status_code == 302
    assert f'data-opened-as="{token}"' in shown.content.decode()


@pytest.mark.parametrize("name", sorted(set(BEGUN) - REVISED))
def test_the_page_that_began_a_row_takes_back_nothing_of_a_colleague(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        page, shown = opened(name, placed(name), visitors)
        token = shown.context["form"].initial.get("draft") or shown.context["once"]
        sent = written(name, page, shown)
        assert send(page, sent).status_code == 302
        row = page.client.get(f"{page.address.partition('?')[0]}?opened_as={token}").url
        hers = OpenedStep(page.client, row.partition("?")[0], 1)
        her_field = hers.writable()
        assert her_field, "nothing that can be written otherwise"
        my_field = hers.writable(her_field)
        assert hers.post({her_field: hers.other(her_field, "y")}).status_code == 302
        mended = send(page, sent | ({my_field: hers.other(my_field, "x")} if my_field else {}))
        found = hers.stored(her_field), my_field and hers.stored(my_field)
        asked = send(page, sent | {her_field: hers.other(her_field, "x")})
        between = hers.stored(her_field)
        transaction.set_rollback(True)

    assert found[0] == hers.other(her_field, "y")
    assert (asked.status_code, between) == (200, hers.other(her_field, "y"))
    refused = set((mended.context or {}).get("form", NOTHING).errors)
    assert refused <= ASKED_OF_A_STORED_ROW
    assert refused or not my_field or found[1] == hers.other(my_field, "x")


@pytest.mark.parametrize("name", BEGUN)
def test_a_page_that_begins_a_row_gives_itself_a_name_where_there_are_no_scripts(
    name: str, visitors: dict[str, str]
) -> None:
    with transaction.atomic():
        page, shown = opened(name, placed(name), visitors)
        (address,) = re.findall(
            r'<noscript>\s*<meta http-equiv="refresh" content="0; url=([^"]+)">', shown.content.decode()
        )
        bare = page.address.partition("?")[0]
        named = page.client.get(bare + unescape(address))
        token = named.context["form"].initial.get("draft") or named.context["once"]
        refused = page.client.post(page.address, {"once": named.context["once"]})
        transaction.set_rollback(True)

    assert f"opened_as={token}" in address
    assert "http-equiv" not in named.content.decode()
    assert refused.status_code != 200 or "http-equiv" not in refused.content.decode(), "what was typed would be lost"


@pytest.mark.parametrize("name", BEGUN)
def test_words_mended_while_the_first_were_on_their_way_are_not_lost(name: str, visitors: dict[str, str]) -> None:
    """Pressed twice on a slow network, with a mended word the second time: the second comes to its deed first."""
    with transaction.atomic():
        page, shown = opened(name, placed(name), visitors)
        sent = written(name, page, shown)
        step = OpenedStep(page.client, page.address.partition("?")[0], 1, sent)
        field = next((each for each in step.fields() if isinstance(step.other(each, "x"), str)), "")
        mended = sent | ({field: step.other(field, "x")} if field else {})
        keeper, asked = type(once_only.keeper()), []
        answer_of = keeper.answer_of

        def answer_before_the_first(self: Any, key: str) -> str:
            """The page asks twice, for this form and for this page; the first one is stored after both answers."""
            found = answer_of(self, key)
            asked.append(key)
            if len(asked) == 2:
                assert send(page, sent).status_code == 302
            return str(found)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(keeper, "answer_of", answer_before_the_first)
            answer, made = send(page, mended), rows()
        third = send(page, mended)
        after, stored = rows(), mended.get(field)
        if answer.status_code == 302:
            step_one = page.client.get(f"{answer.url.partition('?')[0]}?{PARAMETER}=1").context
            stored = step_one["form"][field].value() if field and "form" in (step_one or {}) else stored
        transaction.set_rollback(True)

    assert len(asked) > 2
    assert str(stored) == str(mended.get(field))
    refused = set((answer.context or {}).get("form", NOTHING).errors)
    assert refused <= ASKED_OF_A_STORED_ROW, refused
    assert third.status_code == answer.status_code
    assert grown(made, after) <= set()
