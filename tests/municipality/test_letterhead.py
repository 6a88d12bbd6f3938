"""The letterhead stands around every mail, whoever composed it: sending knows one way only."""

from typing import Any

import pytest
from django.test import override_settings

from operations.queue import messages
from tests.factories.municipality import MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(messages._composers, "tests.head", lambda _message: messages.Mail("A task", "Words.\n"))


def sent(mailoutbox: list[Any], language: str = "en") -> Any:
    payload: dict[str, Any] = {}
    messages.write_message("tests.head", dedupe_key="x", to="a@example.org", payload=payload, language=language)
    assert messages.send_due() == 1
    return mailoutbox[-1]


@override_settings(DEFAULT_FROM_EMAIL="Program <plani@fier.example>")
def test_sender_and_subject_name_the_municipality(mailoutbox: list[Any]) -> None:
    MunicipalityFactory(name_sq="Bashkia Fier", name_en="Municipality of Fier", is_demo=False)

    mail = sent(mailoutbox)

    assert mail.from_email == "Municipality of Fier <plani@fier.example>"
    assert mail.subject == "Municipality of Fier: A task"
    assert "DEMO" not in mail.body


def test_demonstration_says_so_in_subject_and_first_line(mailoutbox: list[Any]) -> None:
    MunicipalityFactory(is_demo=True)

    mail = sent(mailoutbox)

    assert mail.subject.startswith("DEMO · ")
    assert mail.body.splitlines()[0].endswith("DEMONSTRATION DATA – NOT FACTS")


@pytest.mark.parametrize(("language", "words"), [("sq", "Falënderim."), ("en", "Thanks.")])
def test_donor_is_acknowledged_in_the_words_of_the_project(mailoutbox: list[Any], language: str, words: str) -> None:
    MunicipalityFactory()
    ProjectFactory(
        acknowledgement_sq="Falënderim.", acknowledgement_en="Thanks.", disclaimer_sq="Sqarim.", disclaimer_en="Views."
    )

    assert words in sent(mailoutbox, language).body
