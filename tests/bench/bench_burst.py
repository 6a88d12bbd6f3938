"""`make bench`: a thousand contributions, a hundred and all at once, on the server as production starts it. No test.

Each sender opens the form, sends it, and every fourth sends the same once more. None may be lost, none doubled; the
95th percentile of the answers is printed beside its goal of 3 seconds for a hundred at once.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from consultations.models import Contribution
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.operations.waiting import ROOT, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS, GOAL_SECONDS = 1_000, 3.0
PATIENCE = 600  # of a sender, so that what is slow is told from what is lost
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
HIDDEN = re.compile(r'name="(submission|csrfmiddlewaretoken)" value="([^"]+)"')


@pytest.fixture
def port(process_environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "vlora_plan.wsgi", "--bind", f"127.0.0.1:{number}"]
    server = subprocess.Popen(
        [*command, "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--log-level", "error"],
        cwd=ROOT,
        env={**os.environ, **process_environment},
    )
    wait_for(lambda: is_open(number))
    yield number
    server.terminate()
    server.wait()


def is_open(number: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", number)) == 0


def asked(number: int, method: str, address: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=PATIENCE)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, address, body or None, headers)
    answer = connection.getresponse()
    told = answer.read().decode()
    cookies = "; ".join(each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie", []))
    connection.close()
    return answer.status, told, cookies


def sends(number: int, address: str, sender: int) -> tuple[float, set[str]]:
    """How long the answer to the words took, and the codes that the receipts gave."""
    _status, page, cookie = asked(number, "GET", address)
    hidden = dict(HIDDEN.findall(page))
    words = {"text": f"Na duhet një qendër, thotë dërguesi {sender}.", "language": "sq", "spoken_by": "undeclared"}
    body = urlencode(hidden | words)
    began = time.monotonic()
    status, receipt, _cookies = asked(number, "POST", address, body, cookie)
    took = time.monotonic() - began
    assert status == 200, status
    codes = set(CODE.findall(receipt))
    if sender % 4 == 0:
        codes |= set(CODE.findall(asked(number, "POST", address, body, cookie)[1]))
    return took, codes


@pytest.mark.parametrize("at_once", [100, 1_000])
def test_a_thousand_contributions(port: int, at_once: int) -> None:
    MunicipalityFactory()
    address = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])
    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(lambda sender: sends(port, address, sender), range(SENDERS)))
    whole = time.monotonic() - began
    took, codes = [answer[0] for answer in answers], [answer[1] for answer in answers]
    p95 = statistics.quantiles(took, n=20)[-1]
    sys.stdout.write(
        f"\n{SENDERS} contributions, {at_once} at once: {whole:.0f} s; median {statistics.median(took):.2f} s,"
        f" 95th percentile {p95:.2f} s (goal for a hundred: {GOAL_SECONDS} s), slowest {max(took):.2f} s\n"
    )

    assert {len(each) for each in codes} == {1}, "one receipt a sender, also of what was sent twice"
    assert Contribution.objects.count() == SENDERS == len(set.union(*codes))
    assert Contribution.objects.values("text").distinct().count() == SENDERS
