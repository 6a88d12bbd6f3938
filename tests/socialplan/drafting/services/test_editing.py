"""Several people on one row: who is there, saving by itself, one event for it, and two texts made one by choice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation

from operations.models import Event
from socialplan.approval.services.steps import move_plan
from socialplan.content.enums import PlanStep
from socialplan.content.models import Chapter, Measure
from socialplan.content.services.locks import RowConflict
from socialplan.drafting.forms.content import CONTENT_FORMS, ChapterForm, MeasureForm
from socialplan.drafting.forms.merging import typed
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.chapters import shift_chapter
from socialplan.drafting.services.content import remove, save_chapter, store, store_by_itself
from socialplan.drafting.services.editing import HELD, close_lapsed, hold, last_writing, others_at
from socialplan.drafting.services.ordering import renumber
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanVersionFactory,
    RiskFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)
from tests.socialplan.addresses import named
from tests.socialplan.approval.test_way_to_force import at_once

pytestmark = pytest.mark.django_db
QUERIES_OF_A_LOGIN = 6  # reading session, person and roles; writing the session in its own savepoint


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def write(row: Any, actor: Any, revision: int, draft: str = "a", **fields: Any) -> Any:
    """The row saves itself with these fields, from a page that read this revision."""
    row = type(row).objects.select_related("version__plan").get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    return store_by_itself(row, actor=actor, expected_revision=revision, draft=draft)


def events() -> list[Any]:
    return list(Event.objects.filter(action__regex=r"^(content|drafting|approval|publishing)\.").order_by("sequence"))


def lapse() -> None:
    EditingHold.objects.update(until=Now() - timedelta(seconds=1))


# who is there


def test_others_see_who_has_it_open_until_the_signs_stop(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    hold(chapter, actor=people["staff"])
    hold(chapter, actor=people["staff"])

    assert others_at(chapter, actor=people["staff"]) == []
    assert [each.user for each in others_at(chapter, actor=people["expert"])] == [people["staff"]]
    assert others_at(ChapterFactory(version=chapter.version), actor=people["expert"]) == []
    lapse()
    assert others_at(chapter, actor=people["expert"]) == []


def test_a_hold_taken_up_again_tells_its_new_beginning(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    hold(chapter, actor=people["staff"])
    long_ago = timezone.now() - timedelta(hours=2)
    EditingHold.objects.update(opened_at=long_ago)
    hold(chapter, actor=people["staff"])
    assert EditingHold.objects.get().opened_at == long_ago
    lapse()
    hold(chapter, actor=people["staff"])
    assert EditingHold.objects.get().opened_at > long_ago


def test_half_a_change_is_refused_by_the_database(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    hold(chapter, actor=people["staff"])
    with pytest.raises(IntegrityError), transaction.atomic():
        EditingHold.objects.update(changed_at=Now())


# the history


def test_what_saves_itself_is_one_event_when_its_writer_saves(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para")
    for revision, title in enumerate(["A", "Ab", "Abc"], start=1):
        assert write(chapter, people["staff"], revision, title_sq=title).revision == revision + 1
    assert events() == []
    row = Chapter.objects.select_related("version__plan").get()
    row.title_sq = "Abcd"
    save_chapter(row, actor=people["staff"], expected_revision=4, draft="a")

    (event,) = events()
    assert (event.actor, event.before["title_sq"], event.after["title_sq"]) == (people["staff"], "Para", "Abcd")
    assert not EditingHold.objects.exists()


def test_what_saves_itself_is_told_when_its_writer_only_leaves(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para", code="3")
    write(chapter, people["staff"], 1, title_sq="Pas")
    assert close_lapsed() == 0
    lapse()

    assert close_lapsed() == 1
    (event,) = events()
    assert (event.action, event.subject_id) == ("drafting.store_chapter", str(chapter.pk))
    assert (event.before["title_sq"], event.after["title_sq"]) == ("Para", "Pas")
    assert (event.role, event.happened_on) == ("staff", timezone.localdate())
    assert "Pas" in event.subject_label
    assert close_lapsed() == 0


def test_a_quarter_of_an_hour_is_one_event(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para")
    write(chapter, people["staff"], 1, title_sq="A")
    EditingHold.objects.update(changed_since=timezone.now() - timedelta(minutes=16))
    write(chapter, people["staff"], 2, title_sq="B")
    lapse()
    close_lapsed()

    assert [(each.before["title_sq"], each.after["title_sq"]) for each in events()] == [("Para", "A"), ("A", "B")]


def test_each_person_answers_for_their_own_words(people: dict[str, Any]) -> None:
    staff, expert = people["staff"], people["expert"]
    chapter = ChapterFactory(title_sq="Para")
    write(chapter, staff, 1, title_sq="Një")
    write(chapter, expert, 2, draft="b", title_sq="Dy")
    write(chapter, staff, 3, title_sq="Tre")
    lapse()
    close_lapsed()

    told = [(each.actor, each.before["title_sq"], each.after["title_sq"]) for each in events()]
    assert told == [(staff, "Para", "Një"), (expert, "Një", "Dy"), (staff, "Dy", "Tre")]


def test_a_removal_comes_after_what_was_written(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para")
    write(chapter, people["staff"], 1, title_sq="Pas")
    remove(Chapter.objects.select_related("version").get(), actor=people["expert"])

    assert [each.action for each in events()] == ["drafting.store_chapter", "drafting.remove_chapter"]
    assert not EditingHold.objects.exists()


def test_a_closed_draft_has_its_history_whole(people: dict[str, Any]) -> None:
    version = PlanVersionFactory(number=1, content=True)
    chapter = version.chapters.first()
    write(chapter, people["expert"], chapter.revision, title_sq="Pas")
    move_plan(version, PlanStep.REVIEW, actor=people["staff"])

    assert [each.action for each in events()] == ["drafting.store_chapter", "approval.review_version"]
    assert not EditingHold.objects.exists()


# the check of the revision


def test_a_newer_row_is_never_overwritten_unseen(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    write(chapter, people["staff"], 1, title_sq="E para")
    with pytest.raises(RowConflict) as refused:
        write(chapter, people["expert"], 1, draft="b", title_sq="E dyta")

    assert refused.value.current.title_sq == "E para"  # type: ignore[attr-defined]
    last = last_writing(chapter)
    assert last is not None
    assert last.person == people["staff"]


def test_an_answer_lost_on_the_way_is_no_conflict_with_oneself(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    write(chapter, people["staff"], 1, title_sq="A")
    assert write(chapter, people["staff"], 1, title_sq="Ab").revision == 3
    with pytest.raises(RowConflict):
        write(chapter, people["staff"], 1, draft="other window", title_sq="B")
    write(chapter, people["expert"], 3, draft="b", title_sq="C")
    with pytest.raises(RowConflict):
        write(chapter, people["staff"], 3, title_sq="Abc")


def test_the_last_writer_is_known_by_the_history_too(people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    assert last_writing(chapter) is None
    store(chapter, actor=people["expert"])
    last = last_writing(chapter)
    assert last is not None
    assert last.person == people["expert"]


# pages


def opened(row: Any, form_class: Any = ChapterForm) -> dict[str, str]:
    """What the page of the row carries when it is opened."""
    row = type(row).objects.select_related("version__plan").get(pk=row.pk)
    form = form_class(instance=row, version=row.version)
    hidden = {"expected_revision": str(row.revision), "opened": form.fields["opened"].initial, "draft": "page"}
    return {name: "".join(typed(form, name)) for name in form.content_names} | hidden


def page_of(row: Any, name: str = "content_update", kind: str = "chapter") -> str:
    return reverse(named(name), args=[kind, row.pk])


def fields_of(page: Any) -> dict[str, str]:
    """What the merge page sends back beside the choices."""
    context = page.context
    return dict(context["carried"]) | {"expected_revision": context["revision"], "opened": context["opened"]}


@pytest.fixture
def clients(client_of: Any, people: dict[str, Any]) -> Any:
    return lambda role: client_of(people[role])


@pytest.mark.parametrize(("language", "words"), [("sq", "e ka këtë të hapur"), ("en", "has had this open since")])
def test_the_page_tells_who_else_is_there(language: str, words: str, clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    with translation.override(language):
        assert words not in clients("staff").get(page_of(chapter)).content.decode()
        page = clients("expert").get(page_of(chapter)).content.decode()
        signs = clients("staff").get(page_of(chapter, "content_autosave")).json()

    assert f"{people['staff'].name} {words}" in page
    assert signs["others"][0].startswith(people["expert"].name)
    assert signs["token"]


def test_a_chapter_saves_itself(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    client, sent = clients("staff"), opened(chapter) | {"person": str(people["staff"].pk)}

    same = client.post(page_of(chapter, "content_autosave"), sent)
    assert (same.status_code, same.json()["revision"]) == (200, 1)
    new = client.post(page_of(chapter, "content_autosave"), sent | {"body_sq": "<p>Tjetër<script>1</script></p>"})
    assert new.json()["revision"] == 2
    chapter.refresh_from_db()
    assert chapter.body_sq == "<p>Tjetër</p>"
    assert events() == []
    again = sent | new.json() | {"expected_revision": "2", "title_sq": "E re"}
    assert client.post(page_of(chapter), again).status_code == 302
    assert len(events()) == 1
    assert "page" in client.get(page_of(chapter)).context["saved_drafts"]


def test_what_cannot_be_saved_by_itself_is_a_sentence(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    client, sent = clients("staff"), opened(chapter) | {"person": str(people["staff"].pk)}
    address = page_of(chapter, "content_autosave")

    empty = client.post(address, sent | {"title_sq": ""})
    assert empty.status_code == 422
    assert empty.json()["error"].startswith(str(ChapterForm.base_fields["title_sq"].label))
    assert client.post(address, sent | {"person": str(people["expert"].pk), "title_sq": "X"}).status_code == 401
    write(chapter, people["expert"], 1, draft="b", title_sq="E kolegut")
    conflict = client.post(address, sent | {"title_sq": "Imja"})
    assert conflict.status_code == 409
    assert people["expert"].name in conflict.json()["error"]
    client.logout()
    ended = client.post(address, sent, headers={"Accept": "application/json"})
    assert (ended.status_code, "kept_post" in client.session) == (401, False)
    chapter.refresh_from_db()
    assert chapter.title_sq == "E kolegut"


def test_what_others_saved_elsewhere_in_the_row_is_no_conflict(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    sent = opened(chapter)
    Chapter.objects.update(revision=5)  # as by something that is not on the page
    client = clients("staff")

    by_itself = sent | {"person": str(people["staff"].pk), "title_sq": "Vetë"}
    assert client.post(page_of(chapter, "content_autosave"), by_itself).json()["revision"] == 6
    Chapter.objects.update(revision=9)
    assert (
        client.post(page_of(chapter), sent | {"title_sq": "Me dorë", "draft": ""}).status_code == 200
    )  # "Vetë" unseen
    assert client.post(page_of(chapter), opened(chapter) | {"title_sq": "Me dorë"}).status_code == 302


def test_both_texts_are_shown_and_made_one_by_choice(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory(body_sq="<p>Fillimi.</p>", body_en="", title_sq="Titulli", title_en="Title")
    sent = opened(chapter)
    write(chapter, people["staff"], 1, body_sq="<p>Fillimi.</p><p>Kolegia shton.</p>", title_en="Her title")
    client = clients("expert")

    mine = sent | {"body_sq": "<p>Fillimi.</p><p>Kjo mbetet.</p>", "title_sq": "Titulli im"}
    page = client.post(page_of(chapter), mine)
    proposed = {field.name: field.chosen for field in page.context["merge"].fields}
    text = page.content.decode()

    assert proposed == {"title_sq": "mine", "title_en": "theirs", "body_sq": ""}
    assert people["staff"].name in text
    assert text.count("<mark>") >= 2
    assert "Kolegia shton." in text
    assert "Kjo mbetet." in text
    chapter.refresh_from_db()
    assert chapter.revision == 2

    answer = fields_of(page) | {"choice_title_sq": "mine", "choice_title_en": "theirs", "merge": "save"}
    assert client.post(page_of(chapter), answer).context["complaint"]
    assert client.post(page_of(chapter), answer | {"choice_body_sq": "both"}).status_code == 302
    chapter.refresh_from_db()
    assert chapter.body_sq == "<p>Fillimi.</p><p>Kolegia shton.</p><p>Kjo mbetet.</p>"
    assert (chapter.title_sq, chapter.title_en, chapter.revision) == ("Titulli im", "Her title", 3)
    assert [each.actor for each in events()] == [people["staff"], people["expert"]]


def test_the_choice_can_be_edited_before_it_is_saved(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    sent = opened(chapter)
    write(chapter, people["staff"], 1, title_sq="E kolegut")
    client = clients("expert")
    page = client.post(page_of(chapter), sent | {"title_sq": "Imja"})

    form = client.post(page_of(chapter), fields_of(page) | {"choice_title_sq": "theirs", "merge": "edit"})

    assert form.templates[0].name == "drafting/content_form.html"
    assert form.context["form"]["title_sq"].value() == "E kolegut"
    assert form.context["form"]["expected_revision"].value() == "2"
    chapter.refresh_from_db()
    assert chapter.revision == 2


def test_a_third_hand_is_seen_at_the_merge(clients: Any, people: dict[str, Any]) -> None:
    chapter = ChapterFactory()
    sent = opened(chapter)
    write(chapter, people["staff"], 1, title_sq="E dyta")
    client = clients("expert")
    page = client.post(page_of(chapter), sent | {"title_sq": "Imja"})
    write(chapter, people["staff"], 2, title_sq="E treta")

    again = client.post(page_of(chapter), fields_of(page) | {"choice_title_sq": "mine", "merge": "save"})

    (field,) = again.context["merge"].fields
    assert (field.mine, field.theirs) == ("Imja", "E treta")
    chapter.refresh_from_db()
    assert chapter.title_sq == "E treta"


def test_a_measure_is_merged_field_by_field(clients: Any, people: dict[str, Any]) -> None:
    measure = MeasureFactory(women_share=40, due_on="2025-12-31", description_sq="Përshkrimi")
    sent = opened(measure, MeasureForm) | {"due_on": "31.12.2025"}
    theirs = {"women_share": 60, "description_sq": "E kolegut", "partners": "OJF"}
    write(measure, people["staff"], 1, **theirs)
    client = clients("expert")
    address = page_of(measure, kind="measure")
    page = client.post(address, sent | {"due_on": "30.06.2025", "description_sq": "Imja"})

    shown = {field.name: (field.mine, field.theirs, field.chosen) for field in page.context["merge"].fields}
    assert shown["due_on"] == ("30.06.2025", "31.12.2025", "mine")
    assert shown["women_share"] == ("40", "60", "theirs")
    assert shown["description_sq"] == ("Imja", "E kolegut", "")
    answer = {f"choice_{name}": chosen or "both" for name, (_mine, _theirs, chosen) in shown.items()}
    assert client.post(address, fields_of(page) | answer | {"merge": "save"}).status_code == 302
    stored = Measure.objects.get(pk=measure.pk)
    assert (stored.women_share, stored.partners, str(stored.due_on)) == (60, "OJF", "2025-06-30")
    assert stored.description_sq.split() == ["E", "kolegut", "Imja"]


def test_a_chapter_moved_by_a_colleague_stays_where_it_was_put(clients: Any, people: dict[str, Any]) -> None:
    first = ChapterFactory(code="1", position=0)
    second = ChapterFactory(version=first.version, code="2", position=1)
    client, address = clients("staff"), page_of(second, "content_autosave", "chapter")
    sent = opened(second, ChapterForm) | {"person": str(people["staff"].pk), "title_sq": "E re"}
    shift_chapter(second, by=-1, actor=people["expert"])

    assert client.post(address, sent).status_code == 200
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.title_sq, second.code, first.code) == ("E re", "1", "2")
    assert second.position < first.position


def test_a_waiting_save_does_not_put_an_old_place_back(people: dict[str, Any]) -> None:
    """Loaded before a neighbour was removed, saved after it."""
    one = MeasureFactory()
    same = {"version": one.version, "objective": one.objective}
    two, three = MeasureFactory(**same), MeasureFactory(**same)
    renumber(one.version, Measure)
    waiting = Measure.objects.select_related("version__plan").get(pk=three.pk)
    remove(two, actor=people["expert"])
    waiting.title_sq = "E re"
    store_by_itself(waiting, actor=people["staff"], expected_revision=waiting.revision, draft="a")

    stored = Measure.objects.get(pk=three.pk)
    assert (stored.title_sq, stored.code) == ("E re", f"{one.objective.code}.2")
    assert [each.position for each in one.version.measures.order_by("position")] == [1, 2]


def test_the_history_tells_a_change_deep_in_a_long_text(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(body_sq=f"<p>{'fjalë ' * 200}</p><p>Fundi.</p>")
    chapter.body_sq = chapter.body_sq.replace("Fundi", "Fillimi")
    save_chapter(chapter, actor=people["staff"], expected_revision=chapter.revision)

    (event,) = events()
    assert event.before["body_sq"] != event.after["body_sq"]


def test_a_hold_lasts_three_minutes(people: dict[str, Any]) -> None:
    hold(ChapterFactory(), actor=people["staff"])
    left = EditingHold.objects.get().until - timezone.now()
    assert timedelta(minutes=2) < left <= HELD


@pytest.mark.parametrize("name", ["content_update", "content_autosave"])
def test_saving_takes_twelve_queries_in_any_plan(
    name: str, clients: Any, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    measure = MeasureFactory()
    for _each in range(30):
        MeasureFactory(objective=measure.objective)
    client, address = clients("staff"), page_of(measure, name, "measure")
    client.get(address)
    sent = opened(measure, MeasureForm) | {"person": str(people["staff"].pk), "title_sq": "E re"}

    with django_assert_max_num_queries(12 + QUERIES_OF_A_LOGIN):
        assert client.post(address, sent).status_code in {200, 302}
    measure.refresh_from_db()
    assert measure.title_sq == "E re"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_shown_the_others_text(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para")
    writers = [(people["staff"], "Një"), (people["expert"], "Dy")]
    refused: list[Any] = []

    def save() -> None:
        actor, title = writers.pop()
        try:
            write(chapter, actor, 1, draft=title, title_sq=title)
        except RowConflict as conflict:
            refused.append((title, conflict.current.title_sq))  # type: ignore[attr-defined]
            raise

    assert at_once(2, save) == ["done", "refused"]
    chapter.refresh_from_db()
    assert refused[0][1] == chapter.title_sq != refused[0][0]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_lapses_while_it_is_saved_is_told_once(people: dict[str, Any]) -> None:
    chapter = ChapterFactory(title_sq="Para")
    write(chapter, people["staff"], 1, title_sq="A")
    lapse()
    deeds = [close_lapsed, close_lapsed, lambda: write(chapter, people["staff"], 2, title_sq="B")]

    assert at_once(3, lambda: deeds.pop()()) == ["done"] * 3  # noqa: PLW0108  each thread takes its own
    lapse()
    close_lapsed()
    told = [(each.before["title_sq"], each.after["title_sq"]) for each in events()]
    assert told in ([("Para", "B")], [("Para", "A"), ("A", "B")])


# a page that does not say what it had read

ROW_FACTORIES: dict[str, Any] = {
    "chapter": ChapterFactory,
    "goal": StrategicGoalFactory,
    "objective": SpecificObjectiveFactory,
    "measure": MeasureFactory,
    "indicator": IndicatorFactory,
    "risk": RiskFactory,
}
SAYS_NOTHING: list[dict[str, str]] = [{}, {"expected_revision": ""}, {"expected_revision": "një"}]


def without(sent: dict[str, Any], said: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name != "expected_revision"} | said


@pytest.mark.parametrize("said", SAYS_NOTHING)
@pytest.mark.parametrize("kind", sorted(CONTENT_FORMS))
def test_no_form_overwrites_what_it_does_not_say_it_had_read(kind: str, said: dict[str, str], clients: Any) -> None:
    """By hand and by itself, also where the page shows by digests what it had opened."""
    row = ROW_FACTORIES[kind]()
    before, client = row.title_sq, clients("staff")
    sent = without(opened(row, CONTENT_FORMS[kind]), said)
    sent |= {"person": str(client.session["_auth_user_id"]), "title_sq": "Pa u lexuar"}

    for mine in (sent, sent | {"opened": ""}):
        page = client.post(page_of(row, kind=kind), mine)
        by_itself = client.post(page_of(row, "content_autosave", kind), mine)

        assert [field.mine for field in page.context["merge"].fields] == ["Pa u lexuar"]
        assert by_itself.status_code == 409
    row.refresh_from_db()
    assert (row.title_sq, row.revision) == (before, 1)


@pytest.mark.parametrize("said", SAYS_NOTHING)
def test_neither_tree_nor_matrix_nor_part_overwrites_unread(said: dict[str, str], clients: Any) -> None:
    measure, client = MeasureFactory(), clients("staff")
    before = measure.title_sq
    titles = without({"title_sq": "Pa u lexuar", "title_en": ""}, said)
    cell = {"measure": measure.pk, "field": "title_sq", "typed": "Pa u lexuar", "was": measure.title_sq}
    cell |= {"revision": said["expected_revision"]} if said else {}

    in_tree = client.post(page_of(measure, "tree_node", "measure"), titles)
    in_matrix = client.post(reverse(named("matrix_cell"), args=[measure.version_id]), cell)
    links = client.post(
        reverse(named("measure_links"), args=[measure.pk]), {"units": [AdministrativeUnitFactory().pk], **said}
    )

    assert in_tree.context["form"].non_field_errors()
    assert in_matrix.status_code == 409
    assert "merge" in links.context
    measure.refresh_from_db()
    assert (measure.title_sq, measure.revision, measure.unit_links.count()) == (before, 1, 0)
