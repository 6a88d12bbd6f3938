"""`make bench`: 100,000 contributions in the inbox, the form beside a bare INSERT, a flood; nothing here is a test.

`VLORA_BENCH_VOICES` says how many contributions; `VLORA_BENCH_FLOOD` how many automated posts of one minute.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from consultations.codes import code_digest, reference_code, text_digest
from consultations.intake.signs import new_submission
from consultations.models import Contribution, IntakeHold
from tests.bench.bench_plan import queries_of, say, timed
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.urls import urlpatterns as site_patterns

pytestmark = pytest.mark.django_db
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
def bare(request: HttpRequest) -> HttpResponse:
    """Nothing but the row: no token, no receipt, no history."""
    key = uuid.uuid4()
    consultation = RoundFactory._meta.model.objects.get(pk=request.POST["round"])
    row = said(consultation, 1)
    row.submission_key, row.text = key, request.POST["text"]
    row.save(force_insert=True)
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *site_patterns]


def test_inbox(client_of: Any) -> None:
    MunicipalityFactory()
    consultation, reader = RoundFactory(is_open=True), UserFactory(role="coordinator")
    Contribution.objects.bulk_create([said(consultation, number) for number in range(100)])
    client = client_of(reader)
    pages = [reverse("consultations:contribution_list"), reverse("consultations:contribution_list") + "?coding=open"]
    pages += [reverse("consultations:identical_letters", args=[consultation.pk])]
    before = [queries_of(client, page) for page in pages]
    for start in range(100, SIZE, BATCH):
        Contribution.objects.bulk_create(
            [said(consultation, number) for number in range(start, min(start + BATCH, SIZE))]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    after = [queries_of(client, page) for page in pages]
    say(f"queries of the inbox with {SIZE} contributions", f"{after}", f"= {before}")
    say("  seconds of each page", ", ".join(f"{timed(lambda page=page: client.get(page)):.2f}" for page in pages))


def test_form(serving: None, settings: Any) -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)
    settings.ROOT_URLCONF = "tests.bench.bench_voices"
    address, client = reverse("consultations:contribute", args=[consultation.pk]), Client()

    def sent(number: int) -> dict[str, str]:
        return {"submission": new_submission(), "text": f"Fjalë {number}", "language": "sq", "spoken_by": "resident"}

    client.post(address, sent(0))
    with connection.execute_wrapper(lambda execute, *rest: (asked.append(rest[0]), execute(*rest))[1]):
        asked: list[str] = []
        client.post(address, sent(1))
    own = sum(timed(lambda number=number: client.post(address, sent(number))) for number in range(2, 52))
    plain = {"round": str(consultation.pk), "text": "x"}
    reference = sum(timed(lambda: client.post("/bare/", plain)) for _number in range(50))
    say("the public form's POST / a bare INSERT", f"{own / reference:.1f}", "<= 4")
    say("  queries of the POST", f"{len(asked)}", "<= 8")


def test_flood() -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)
    address = reverse("consultations:contribute", args=[consultation.pk])
    for number in range(FLOOD):
        form = {"submission": new_submission(), "text": f"Reklamë {number}", "language": "sq", "spoken_by": "resident"}
        Client().post(address, form)
    apart = IntakeHold.objects.count()
    assert Contribution.objects.count() == FLOOD
    say(f"of {FLOOD} automated posts set apart, percent", f"{100 * apart / FLOOD:.2f}", ">= 99")
