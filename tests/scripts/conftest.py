"""A page of its own for each test of a script: the scripts come from the project, every answer from the test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browsing import launched_browser

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "static/js"
ADDRESS = "http://scripts.test"


class Desk:
    """A page before a server that answers as it is told, and keeps what was sent to it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        self.posts: list[list[tuple[str, str]]] = []
        self.answers: list[dict[str, Any] | str] = []
        self.told: dict[str, Any] = {"token": "fresh", "others": []}
        page.route(f"{ADDRESS}/**", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("/js/"):
            route.fulfill(path=SCRIPTS / path.removeprefix("/js/"), content_type="text/javascript")
        elif route.request.method == "POST":
            self.posts.append(parse_qsl(route.request.post_data or "", keep_blank_values=True))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, str):
                route.abort(answer)
            else:
                route.fulfill(**answer)
        elif path == "/save":
            route.fulfill(json=self.told)
        else:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")

    def open(self, path: str = "/sq/page/") -> Page:
        self.page.goto(f"{ADDRESS}{path}")
        return self.page

    def kept(self) -> dict[str, Any]:
        """What the browser keeps of drafts."""
        return {key: json.loads(text) for key, text in self.page.evaluate("Object.entries(localStorage)")}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched_browser() as one:
        yield one


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield Desk(context.new_page())
    context.close()
