"""`make bench`: 100,000 contributions in inbox and search, the form beside a bare INSERT, floods; no tests.

`VLORA_BENCH_VOICES` says how many contributions; `VLORA_BENCH_FLOOD` how many automated posts of one minute.
"""

from __future__ import annotations

import os
import time
import uuid
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from consultations.codes import code_digest, reference_code, text_digest
from consultations.intake.signs import SUBMISSION_SALT, is_proved, new_submission
from consultations.models import Contribution, IntakeHold
from operations.search.finding import find
from tests.bench.analysing import analyse
from tests.bench.bench_plan import queries_of, say, timed
from tests.bench.bench_search import asked, bare, middle, ranked
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.urls import urlpatterns as site_patterns

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = int(os.environ.get("VLORA_BENCH_VOICES", "100000"))
FLOOD = int(os.environ.get("VLORA_BENCH_FLOOD", "5000"))
BATCH = 5_000
WORD = "rampë"


def said(consultation: Any, number: int) -> Contribution:
    key, text = uuid.uuid4(), f"Na duhet {WORD if number % 100 == 0 else 'ujë'} në fshatin {number}."
    return Contribution(
        round=consultation,
        submission_key=key,
        channel="web",
        text=text,
        happened_on=consultation.notice_on,
        reference_hash=code_digest(reference_code(key)),
        digest=text_digest(key, text),
    )


@login_not_required
def bare_insert(request: HttpRequest) -> HttpResponse:
    """Nothing but the row: no token, no receipt, no history."""
    key = uuid.uuid4()
    consultation = RoundFactory._meta.model.objects.get(pk=request.POST["round"])
    row = said(consultation, 1)
    row.submission_key, row.text = key, request.POST["text"]
    row.save(force_insert=True)
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare_insert), *site_patterns]


# What the search of a coordinator stands for: the words of contributions she may open, the nearest first.
BY_HAND = """
    SELECT e.object_id, e.title_sq, e.body_sq, ts_rank(e.words, asked) AS closeness
    FROM operations_searchentry e, to_tsquery('simple', %s) asked
    WHERE e.words @@ asked AND e.kind = 'contribution'
        AND EXISTS (SELECT 1 FROM consultations_contribution c WHERE c.id = e.object_id
            AND NOT EXISTS (SELECT 1 FROM consultations_dangeralert a WHERE a.contribution_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM consultations_intakehold h
                WHERE h.contribution_id = c.id AND h.result <> 'genuine'))
    ORDER BY closeness DESC, e.title_sq LIMIT 7
"""


def test_inbox(client_of: Any) -> None:
    MunicipalityFactory()
    consultation, reader = RoundFactory(is_open=True), UserFactory(role="coordinator")
    Contribution.objects.bulk_create([said(consultation, number) for number in range(100)])
    client = client_of(reader)
    pages = [reverse("consultations:contribution_list"), reverse("consultations:contribution_list") + "?coding=open"]
    pages += [reverse("consultations:contribution_list") + f"?words={WORD}"]
    pages += [reverse("consultations:identical_letters", args=[consultation.pk])]
    pages += [str(Contribution.objects.earliest("pk").get_absolute_url()), reverse("site:search") + f"?q={WORD}"]
    before = [queries_of(client, page) for page in pages]
    for start in range(100, SIZE, BATCH):
        Contribution.objects.bulk_create(
            [said(consultation, number) for number in range(start, min(start + BATCH, SIZE))]
        )
    analyse("consultations_contribution", "operations_searchentry")
    after = [queries_of(client, page) for page in pages]
    say(f"queries of inbox, text and search with {SIZE} contributions", f"{after}", f"= {before}")
    say("  seconds of each page", ", ".join(f"{timed(lambda page=page: client.get(page)):.2f}" for page in pages))
    assert after == before
    searching, of_all = middle(lambda: find(reader, WORD)), middle(bare(reader, ranked(WORD)))
    by_hand = middle(asked(BY_HAND, "rampe:*"))
    say("  search / its SQL of all groups", f"{searching / of_all:.1f}", f"<= 2  ({searching:.0f} / {of_all:.0f} ms)")
    say("  the same of contributions alone, by hand", f"{by_hand:.0f} ms", "")


def test_form(serving: None, settings: Any) -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)
    settings.ROOT_URLCONF = "tests.bench.bench_voices"
    address, client = reverse("consultations:contribute", args=[consultation.pk]), Client()

    def sent(number: int) -> dict[str, str]:
        return {"submission": new_submission(), "text": f"Fjalë {number}", "language": "sq", "spoken_by": "resident"}

    client.post(address, sent(0))
    with connection.execute_wrapper(lambda execute, *rest: (statements.append(rest[0]), execute(*rest))[1]):
        statements: list[str] = []
        client.post(address, sent(1))
    own = sum(timed(lambda number=number: client.post(address, sent(number))) for number in range(2, 52))
    plain = {"round": str(consultation.pk), "text": "x"}
    reference = sum(timed(lambda: client.post("/bare/", plain)) for _number in range(50))
    say("the public form's POST / a bare INSERT", f"{own / reference:.1f}", "<= 4")
    say("  queries of the POST", f"{len(statements)}", "<= 8")


def proved(token: str) -> str:
    """What a browser finds while somebody writes."""
    return next(str(number) for number in count() if is_proved(token, str(number)))


def page_of(minutes: int) -> str:
    """The token of a page that somebody opened some minutes ago."""
    return signing.dumps(f"{uuid.uuid4()}:{int(time.time()) - 60 * minutes}", salt=SUBMISSION_SALT)


def hold_the_minute() -> None:
    """However long this machine takes to send them, all posts are of one minute: that of the limits' own clock."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE operations_attempt SET since = statement_timestamp() WHERE count > 1")


@pytest.mark.parametrize("costs", [False, True], ids=["without proof", "with proof"])
def test_flood(*, costs: bool) -> None:
    """Automated posts, each from a page of its own, and among every hundred one person who wrote for minutes."""
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)
    address = reverse("consultations:contribute", args=[consultation.pk])
    people = FLOOD // 100
    for number in range(FLOOD + people):
        hold_the_minute()
        is_person = number % 101 == 100
        token = page_of(5) if is_person else new_submission()
        form = {"submission": token, "text": f"Reklamë {number}", "language": "sq", "spoken_by": "resident"}
        form |= {"text": f"Na duhet ujë {number}"} if is_person else {}
        form |= {"proof": proved(token)} if is_person or costs else {}
        assert "reference-code" in Client().post(address, form).content.decode()
    apart = IntakeHold.objects.filter(contribution__text__startswith="Reklamë").count()
    heard = Contribution.objects.filter(text__startswith="Na duhet")
    kind = "with a proof" if costs else "without a proof"
    say(f"of {FLOOD} automated posts {kind} set apart, percent", f"{100 * apart / FLOOD:.2f}", ">= 99")
    say(f"  of {people} people's posts received", f"{heard.count()}", f"= {people}")
    say("  of them straight on", f"{heard.in_the_open().count()}", "")
    assert heard.count() == people
    assert Contribution.objects.count() == FLOOD + people
