"""Windows that are open beside each other are told apart by their titles, which say the object first."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from municipality.models import MajorityRule, Threshold
from municipality.services import install_reference_data
from tests.everywhere.names import called_otherwise, title_of
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import FundingSourceFactory, PlanVersionFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client_of: Any) -> Any:
    MunicipalityFactory()
    install_reference_data()
    return client_of(UserFactory(role="admin"))


def test_the_same_form_for_two_rows_has_two_titles(admin: Any) -> None:
    sources = [FundingSourceFactory(code=code) for code in ("Q1", "Q2")]
    pages = [
        *(reverse("drafting:source_update", args=[each.pk]) for each in sources),
        *(reverse("municipality:threshold_update", args=[each.pk]) for each in Threshold.objects.all()[:2]),
        *(reverse("municipality:majority_update", args=[each.pk]) for each in MajorityRule.objects.all()[:2]),
    ]

    titles = [title_of(admin.get(page)) for page in pages]

    assert len(set(titles)) == len(pages)
    assert [title.startswith(str(each)) for title, each in zip(titles, sources, strict=False)] == [True, True]


def test_what_one_works_on_and_what_the_public_reads_differ(admin: Any) -> None:
    consultation = RoundFactory(is_open=True)
    measure = publish(PlanVersionFactory(content=True)).measures.get()  # type: ignore[arg-type]
    pages = [
        consultation.get_absolute_url(),
        reverse("consultations:public_round_detail", args=[consultation.pk]),
        measure.get_absolute_url(),
        reverse("publishing:measure_public", args=[measure.pk]),
    ]

    titles = [title_of(admin.get(page)) for page in pages]

    assert len(set(titles)) == len(pages)


def test_what_stands_on_one_page_alone_is_not_told_from_another(admin: Any) -> None:
    names = ("home", "follow", "help", "help_words", "open_data", "search", "privacy", "accessibility", "verify")
    titles = {name: title_of(admin.get(reverse(f"site:{name}"))) for name in names}

    assert {name for name, title in titles.items() if "Siç e lexon publiku" in title} == set()
    assert titles["home"].startswith("Detyrat e mia")


def test_a_name_without_the_visible_words_is_found(admin: Any) -> None:
    answer = admin.get(reverse("site:home"))
    answer.content = b'<a aria-label="Trace N1">What came of it</a><a aria-label="Trace: N2">Trace</a>'

    assert called_otherwise(answer) == {("Trace N1", "What came of it")}
