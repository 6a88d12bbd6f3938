"""Comments on places of a draft: who writes and settles them, how they are carried on, and from whom they are kept."""

import json
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from core.workflow import StepRefused
from operations.models import Event, OutgoingMessage
from socialplan.content.comments import open_counts, threads_of
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import FindingCode, NodeKind, PlanState
from socialplan.content.findings import findings
from socialplan.content.models import CommentSettlement, NodeComment, PlanVersion
from socialplan.content.notifications import commented_mail
from socialplan.content.plan_json import content_sha256, plan_json_text
from socialplan.content.services.comments import settle_comment, write_comment
from socialplan.drafting.services.content import remove
from socialplan.drafting.services.copying import open_amendment
from socialplan.publishing.documents.plan_pdf import PlanReportContext, load_version
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    NodeCommentFactory,
    PlanVersionFactory,
    RiskFactory,
    publish,
    put_in_state,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORDS = "Shifra e tabelës duhet kontrolluar"


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def version() -> PlanVersion:
    found: PlanVersion = PlanVersionFactory(content=True)
    RiskFactory(version=found)
    return found


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


def thread(version: PlanVersion, kind: str, row: Any) -> str:
    return reverse("content:comment_thread", args=[version.pk, kind, row.key])


@pytest.mark.parametrize("kind", NodeKind.values)
def test_every_kind_of_place_is_commented_on_its_page(
    kind: str, version: PlanVersion, staff: Any, client_of: Any
) -> None:
    row, client = getattr(version, NODE_RELATIONS[NodeKind(kind)]).get(), client_of(staff)

    answer = client.post(thread(version, kind, row), {"text": f"{WORDS} <b>x</b>"})

    assert answer.url == thread(version, kind, row)
    page = client.get(answer.url).content.decode()
    assert f"{WORDS} &lt;b&gt;x&lt;/b&gt;" in page
    form = client.get(reverse("drafting:content_update", args=[kind, row.pk]))
    assert WORDS in form.content.decode()
    assert open_counts(version) == {row.key: 1}


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.NGO, Role.COUNCILLOR}))
def test_all_who_work_on_the_draft_may_write(role: str, version: PlanVersion) -> None:
    chapter = version.chapters.get()

    write_comment(version, kind="chapter", key=chapter.key, text=WORDS, actor=UserFactory(role=role))

    assert NodeComment.objects.get().text == WORDS


@pytest.mark.parametrize("role", [Role.NGO, Role.COUNCILLOR])
def test_nobody_else_writes_or_settles(role: str, version: PlanVersion) -> None:
    comment = NodeCommentFactory(row=version.chapters.get())
    user = UserFactory(role=role)

    with pytest.raises(PermissionDenied):
        write_comment(version, kind="chapter", key=comment.node_key, text=WORDS, actor=user)
    with pytest.raises(PermissionDenied):
        settle_comment(comment, version, is_resolved=True, actor=user)


def test_it_is_resolved_and_opened_again_by_name_and_time(version: PlanVersion, staff: Any, client_of: Any) -> None:
    comment = NodeCommentFactory(row=version.chapters.get())
    address = reverse("content:comment_settle", args=[version.pk, comment.pk])
    client = client_of(staff)

    page = client.post(address, {"is_resolved": "1"}, follow=True).content.decode()
    assert str(staff) in page
    assert open_counts(version) == {}
    client.post(address, {"is_resolved": "1"})
    assert CommentSettlement.objects.count() == 1
    client.post(address, {"is_resolved": "0"})

    assert open_counts(version) == {comment.node_key: 1}
    assert list(comment.settlements.values_list("is_resolved", "settled_by")) == [(True, staff.pk), (False, staff.pk)]
    actions = Event.objects.filter(action__contains="_comment").values_list("action", flat=True)
    assert sorted(actions) == ["content.reopen_comment", "content.resolve_comment"]


def test_a_place_that_is_gone_or_foreign_takes_no_comment(version: PlanVersion, staff: Any, client_of: Any) -> None:
    foreign = ChapterFactory()

    with pytest.raises(StepRefused):
        write_comment(version, kind="chapter", key=foreign.key, text=WORDS, actor=staff)
    with pytest.raises(StepRefused):
        write_comment(version, kind="risk", key=version.chapters.get().key, text=WORDS, actor=staff)
    assert client_of(staff).get(thread(version, "chapter", foreign)).status_code == 404
    other = NodeCommentFactory()
    address = reverse("content:comment_settle", args=[version.pk, other.pk])
    assert client_of(staff).post(address, {"is_resolved": "1"}).status_code == 404
    with pytest.raises(PermissionDenied):
        settle_comment(other, version, is_resolved=True, actor=staff)


@pytest.mark.parametrize("text", ["", "   ", "a" * 4_001])
def test_nothing_and_too_much_are_refused_and_kept_in_the_form(
    text: str, version: PlanVersion, staff: Any, client_of: Any
) -> None:
    page = client_of(staff).post(thread(version, "chapter", version.chapters.get()), {"text": text})

    assert page.context["form"].errors["text"]
    assert text in page.context["form"]["text"].value()
    assert not NodeComment.objects.exists()


def test_a_deed_without_words_is_refused(version: PlanVersion, staff: Any) -> None:
    with pytest.raises(ValidationError):
        write_comment(version, kind="chapter", key=version.chapters.get().key, text="  ", actor=staff)


def test_what_is_said_stays_said(version: PlanVersion, staff: Any) -> None:
    comment = NodeCommentFactory(row=version.chapters.get())
    settlement = settle_comment(comment, version, is_resolved=True, actor=staff)

    for row, change in ((comment, {"text": "Tjetër"}), (settlement, {"is_resolved": False})):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="nodecomment_has_text"), transaction.atomic():
        NodeCommentFactory(row=version.chapters.get(), text="")


def test_open_comments_go_on_in_the_next_version(version: PlanVersion, staff: Any) -> None:
    chapter, risk = version.chapters.get(), version.risks.get()
    waiting = NodeCommentFactory(row=chapter)
    done = NodeCommentFactory(row=risk, node_kind="risk")
    settle_comment(done, version, is_resolved=True, actor=staff)
    publish(version)

    amended = open_amendment(version, actor=staff)
    later = write_comment(amended, kind="chapter", key=chapter.key, text=WORDS, actor=staff)

    assert [[each.pk for each in found.comments] for found in threads_of(amended)] == [[waiting.pk, later.pk]]
    assert [[each.pk for each in found.comments] for found in threads_of(version)] == [[waiting.pk]]
    assert len(threads_of(amended, with_resolved=True)) == 2
    settle_comment(waiting, amended, is_resolved=True, actor=staff)
    assert open_counts(amended) == {chapter.key: 1}


def test_a_decided_version_is_read_and_not_discussed(version: PlanVersion, staff: Any, client_of: Any) -> None:
    comment = NodeCommentFactory(row=version.chapters.get())
    publish(version)
    address = thread(version, "chapter", version.chapters.get())

    page = client_of(staff).get(address)
    assert comment.text in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert client_of(staff).post(address, {"text": WORDS}).status_code == 403
    with pytest.raises(PermissionDenied):
        settle_comment(comment, version, is_resolved=True, actor=staff)


def test_reviewers_comment_while_nobody_may_change_the_text(version: PlanVersion) -> None:
    put_in_state(version, PlanState.IN_REVIEW)

    write_comment(version, kind="chapter", key=version.chapters.get().key, text=WORDS, actor=UserFactory(role="dpo"))

    assert NodeComment.objects.count() == 1


def test_comments_on_a_removed_place_are_listed_last_and_can_be_settled(
    version: PlanVersion, staff: Any, client_of: Any
) -> None:
    comment = NodeCommentFactory(row=version.risks.get(), node_kind="risk")
    NodeCommentFactory(row=version.chapters.get())
    remove(version.risks.get(), actor=staff)

    assert [found.row is None for found in threads_of(version)] == [False, True]
    address = reverse("content:comment_settle", args=[version.pk, comment.pk])
    answer = client_of(staff).post(address, {"is_resolved": "1"})
    assert answer.url == reverse("content:comment_list", args=[version.pk])
    assert FindingCode.COMMENT_OPEN in {each.code for each in findings(version)}


def test_it_is_told_in_what_is_missing_and_stops_nothing(version: PlanVersion) -> None:
    NodeCommentFactory(row=version.chapters.get())

    found = next(each for each in findings(version) if each.code == FindingCode.COMMENT_OPEN)

    assert found.place.url == thread(version, "chapter", version.chapters.get())
    assert not found.is_open
    assert not found.can_be_accepted


def test_neither_seal_nor_json_nor_paper_nor_public_pages_know_of_it(client: Any, version: PlanVersion) -> None:
    before = content_sha256(version)
    NodeCommentFactory(row=version.chapters.get(), text=WORDS)
    NodeCommentFactory(row=version.measures.get(), node_kind="measure", text=WORDS)
    assert content_sha256(version) == before
    publish(version)

    addresses = [
        reverse("publishing:version_public", args=[version.pk]),
        reverse("publishing:measure_public", args=[version.measures.get().pk]),
        reverse("publishing:version_json", args=[version.pk]),
    ]
    for address in addresses:
        assert WORDS not in client.get(address).content.decode()
    assert WORDS not in plan_json_text(version)
    printed = PlanReportContext.of(load_version(version.pk)).fragments()
    assert all(WORDS not in fragment.html for fragment in printed)
    assert WORDS not in json.dumps(list(Event.objects.values_list("before", "after")), default=str)


def test_a_councillor_reads_the_measure_without_comments(version: PlanVersion, client_of: Any) -> None:
    NodeCommentFactory(row=version.measures.get(), node_kind="measure", text=WORDS)
    put_in_state(version, PlanState.BEFORE_COUNCIL)
    councillor = client_of(UserFactory(role="councillor"))

    measure = councillor.get(version.measures.get().get_absolute_url())
    tree = councillor.get(reverse("drafting:tree", args=[version.pk]))

    assert measure.status_code == tree.status_code == 200
    assert WORDS not in measure.content.decode()
    assert "/comments/" not in measure.content.decode() + tree.content.decode()


def test_the_trail_does_not_repeat_the_words(version: PlanVersion, staff: Any) -> None:
    write_comment(version, kind="chapter", key=version.chapters.get().key, text=WORDS, actor=staff)

    event = Event.objects.get(action="content.write_comment")
    assert WORDS not in json.dumps([event.before, event.after], default=str)


def test_whoever_spoke_there_before_is_told_without_the_words(version: PlanVersion, staff: Any) -> None:
    first = NodeCommentFactory(row=version.chapters.get())
    NodeCommentFactory(row=version.risks.get(), node_kind="risk")

    write_comment(version, kind="chapter", key=first.node_key, text=WORDS, actor=staff)

    message = OutgoingMessage.objects.get(kind="socialplan.commented")
    mail = commented_mail(message)
    assert message.recipient == first.written_by
    assert WORDS not in mail.body
    assert str(first.node_key) in mail.body


@pytest.mark.parametrize("kind", NodeKind.values)
def test_the_mail_names_the_place_as_long_as_it_is_there(kind: str, version: PlanVersion, staff: Any) -> None:
    row = getattr(version, NODE_RELATIONS[NodeKind(kind)]).get()
    NodeCommentFactory(row=row, node_kind=kind)

    write_comment(version, kind=kind, key=row.key, text=WORDS, actor=staff)

    message = OutgoingMessage.objects.get(kind="socialplan.commented")
    for language, marks in (("sq", "„%s“"), ("en", "“%s”")):
        with translation.override(language):
            quoted = marks % row
            mail = commented_mail(message)
            assert quoted in mail.subject
            assert quoted in mail.body
            assert quoted in getattr(message, f"heading_{language}")
    row.delete()
    assert str(version) in commented_mail(message).subject


def test_tree_and_version_page_count_what_is_open(version: PlanVersion, staff: Any, client_of: Any) -> None:
    NodeCommentFactory.create_batch(2, row=version.measures.get(), node_kind="measure")
    NodeCommentFactory(row=version.chapters.get())
    client = client_of(staff)

    tree = client.get(reverse("drafting:tree", args=[version.pk])).content.decode()
    page = client.get(version.get_absolute_url())

    assert "2 komente të hapura" in tree
    assert page.context["open_comments"] == 3
    assert "1 koment i hapur" in page.content.decode()


def test_the_number_of_a_chapter_is_not_read_out_as_a_number_of_comments(
    version: PlanVersion, staff: Any, client_of: Any
) -> None:
    (chapter,) = version.chapters.all()
    page = lxml.html.fromstring(client_of(staff).get(version.get_absolute_url()).content)

    (link,) = page.xpath(f"//a[@class='comments-link'][contains(@href, '{chapter.key}')]")

    assert link.text_content().strip() == f"Asnjë koment i hapur për {chapter.code}"


def test_unknown_places_are_not_found(version: PlanVersion, staff: Any, client_of: Any) -> None:
    address = reverse("content:comment_thread", args=[version.pk, "chapter", uuid4()])

    assert client_of(staff).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("page", ["list", "thread"])
def test_the_pages_keep_their_queries(
    page: str, count: int, version: PlanVersion, staff: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    chapter = version.chapters.get()
    for _each in range(count):
        comment = NodeCommentFactory(row=chapter)
        NodeCommentFactory(row=RiskFactory(version=version), node_kind="risk")
        CommentSettlement.objects.create(comment=comment, is_resolved=False, settled_by=UserFactory(role="dpo"))
    client = client_of(staff)
    listed = reverse("content:comment_list", args=[version.pk])

    with django_assert_max_num_queries({"list": 14, "thread": 14}[page]):
        answer = client.get(listed if page == "list" else thread(version, "chapter", chapter))
    assert answer.status_code == 200
