import logging
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.results import results
from vlora_plan.web import errors
from vlora_plan.web.middleware import RequestReferenceMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def test_an_unknown_address_gets_the_way_on(client: Any) -> None:
    page = client.get("/sq/nuk-ekziston/")

    assert page.status_code == 404
    assert reverse("site:follow") in page.content.decode()


def test_a_failure_shows_the_reference_that_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr("vlora_plan.views.public.read_plan_statuses", fail)

    with caplog.at_level(logging.ERROR):
        page = Client(raise_request_exception=False).get("/en/")

    reference = page.headers["X-Request-ID"]
    assert page.status_code == 500
    assert reference in page.content.decode()
    assert any(reference in record.getMessage() for record in caplog.records)
    assert results is not fail


def test_a_request_too_large_gets_a_sentence(settings: Any, client: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    page = client.post(reverse("site:follow"), {"code": "A" * 1_000})

    assert page.status_code == 413
    assert "30 MB" in page.content.decode()


def test_a_page_open_too_long_says_so() -> None:
    page = Client(enforce_csrf_checks=True).post(reverse("site:follow"), {"code": "A"})

    assert page.status_code == 403
    assert "<h1>" in page.content.decode()


def test_other_bad_requests_get_400() -> None:
    request = RequestFactory().get("/en/")

    page = RequestReferenceMiddleware(lambda asked: errors.bad_request(asked, RequestDataTooBig()))(request)

    assert page.status_code == 413
    assert page.headers["X-Request-ID"]
