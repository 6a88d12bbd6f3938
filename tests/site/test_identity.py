"""Whose a public page is: the arms at its head, the donor's words at its foot, none of them a constant."""

from typing import Any

import pytest
from django.test import Client

from operations.files import store_file
from operations.models import StoredFile
from tests.factories.municipality import MunicipalityFactory, ProjectFactory
from tests.factories.operations import StoredFileFactory

pytestmark = pytest.mark.django_db
PAGES = ["/en/", "/en/verify/", "/en/follow/", "/en/contribute/"]


def words_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def arms() -> StoredFile:
    stored: StoredFile = StoredFileFactory(is_public=True, purpose="arms")
    MunicipalityFactory(arms=stored)
    return stored


@pytest.mark.parametrize("address", PAGES)
def test_page_carries_arms_acknowledgement_and_disclaimer(address: str, arms: StoredFile) -> None:
    ProjectFactory(acknowledgement_en="Paid by the Fund of Rivers.", disclaimer_en="The Fund holds no view.")

    page = words_of(address)

    assert f'src="{arms.get_absolute_url()}"' in page
    assert "Paid by the Fund of Rivers." in page
    assert "The Fund holds no view." in page
    assert "img/eu" not in page


@pytest.mark.parametrize("address", PAGES)
def test_no_donor_is_thanked_where_there_is_no_project(address: str) -> None:
    MunicipalityFactory()

    page = words_of(address)

    assert "European Union" not in page
    assert "Bashkimi Evropian" not in page


def test_emblem_of_the_union_stands_where_the_project_says_so() -> None:
    MunicipalityFactory()
    ProjectFactory(acknowledgement_en="Funded by the European Union", eu_emblem=True)

    assert "img/eu" in words_of("/en/")


@pytest.mark.parametrize("address", PAGES)
def test_the_donors_own_emblem_stands_on_the_page_with_its_name(address: str, arms: StoredFile) -> None:
    emblem = store_file(
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "e.png", uploaded_by=None, purpose="emblem", is_public=True
    )
    ProjectFactory(donor_en="Fund of Rivers", emblem=emblem)

    page = words_of(address)

    assert f'src="{emblem.get_absolute_url()}"' in page
    assert 'alt="Fund of Rivers"' in page
    picture: Any = Client().get(emblem.get_absolute_url())
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
