"""What a page is told of each answer, and what the line says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scripts.conftest import Desk

pytestmark = pytest.mark.browser
SEND = """async (fields) => {
  const { send } = await import("/js/saving.js");
  return send("/save", fields, "token-of-the-page");
}"""
LINE = """async ([deed, ...words]) => {
  const { SaveLine } = await import("/js/saving.js");
  const place = document.querySelector("p");
  new SaveLine(place)[deed](...words);
  return [place.textContent, place.className];
}"""
REFUSAL = {"error": "Ndërkohë e ndryshoi dikush tjetër."}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"json": {"revision": 3}}, {"status": 200, "body": {"revision": 3}}),
        ({"status": 409, "json": REFUSAL}, {"status": 409, "body": REFUSAL}),
        ({"status": 422, "json": REFUSAL}, {"status": 422, "body": REFUSAL}),
        ({"status": 401, "json": {}}, {"status": "login"}),
        ({"status": 302, "headers": {"Location": "/sq/login/"}}, {"status": "login"}),
        ({"status": 403, "body": "<h1>Nuk lejohet</h1>"}, {"status": 403}),
        ({"status": 404, "body": "<h1>Nuk u gjet</h1>"}, {"status": 404}),
        ({"status": 500, "body": "<h1>Gabim</h1>"}, {"status": "server"}),
        ({"status": 200, "body": "<h1>Hyrja</h1>"}, {"status": "server"}),
        ("internetdisconnected", {"status": "offline"}),
        ("connectionreset", {"status": "offline"}),
    ],
)
def test_every_kind_of_answer_has_a_status_of_its_own(desk: Desk, answer: Any, expected: dict[str, Any]) -> None:
    desk.answers = [answer]

    assert desk.open().evaluate(SEND, {"title": "Hyrje"}) == expected


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"title": "Hyrje & fund", "body": ""}, [("title", "Hyrje & fund"), ("body", "")]),
        ([["unit", "1"], ["unit", "7"]], [("unit", "1"), ("unit", "7")]),
        ({"text": "ë ç „Vlorë“ +=%"}, [("text", "ë ç „Vlorë“ +=%")]),
    ],
)
def test_fields_are_sent_as_they_are_with_the_token(desk: Desk, fields: Any, sent: list[tuple[str, str]]) -> None:
    desk.answers = [{"json": {}}]

    desk.open().evaluate(SEND, fields)

    assert desk.posts == [[*sent, ("csrfmiddlewaretoken", "token-of-the-page")]]


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (["saving"], ["po ruhet …", "is-waiting"]),
        (["saved", "14:05"], ["u ruajt në 14:05", ""]),
        (["failed", "nuk ka lidhje."], ["NUK u ruajt: nuk ka lidhje.", "is-failure"]),
    ],
)
def test_the_line_says_how_it_stands(desk: Desk, deed: list[str], expected: list[str]) -> None:
    desk.html = '<p data-saving="po ruhet …" data-saved="u ruajt në" data-not-saved="NUK u ruajt:"></p>'

    assert desk.open().evaluate(LINE, deed) == expected


def test_without_the_servers_hour_the_machines_own_is_said(desk: Desk) -> None:
    desk.html = '<p class="is-failure" data-saved="u ruajt në"></p>'
    desk.page.clock.install(time="2026-03-01T08:07:00")

    assert desk.open().evaluate(LINE, ["saved"]) == ["u ruajt në 08:07", ""]
