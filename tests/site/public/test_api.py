"""The interface for programs, read by a client that knows its OpenAPI document and nothing else."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import translation

from assessments.enums import AssessmentState
from assessments.report.open_data import COLUMN_NOTES
from consultations.outputs.open_data import ANSWER_NOTES
from core.text.sorting import albanian_key
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory, small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, publish
from vlora_plan.api.datasets import OWN_NOTES
from vlora_plan.api.readable import column_meanings

pytestmark = pytest.mark.django_db


class DescribedClient:
    """Fetches by the names of operations alone and holds every answer against its schema."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.document: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").content)
        self.base = "/" + self.document["servers"][0]["url"].split("/", 3)[3]
        self.paths = {way["get"]["operationId"]: (path, way["get"]) for path, way in self.document["paths"].items()}

    def get(self, operation: str, **headers: str) -> Any:
        path, way = self.paths[operation]
        answer = self.client.get(self.base + path, headers=headers)
        assert str(answer.status_code) in way["responses"]
        return answer

    def read(self, operation: str) -> Any:
        answer = self.get(operation)
        schema = self.paths[operation][1]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": self.document["components"]}
        content = json.loads(answer.content)
        jsonschema.Draft202012Validator(whole).validate(content)
        return content


@pytest.fixture
def reader(client: Client) -> DescribedClient:
    MunicipalityFactory()
    small_number_thresholds()
    return DescribedClient(client)


def cells(content: Any) -> list[Any]:
    return [
        cell["en"] if isinstance(cell, dict) else cell
        for item in content["items"]
        for table in item["tables"]
        for row in table["rows"]
        for cell in row["cells"]
    ]


def test_a_client_of_the_document_alone_reads_the_published_plan(reader: DescribedClient) -> None:
    publish(IndicatorFactory(title_sq="Treguesi i botuar", title_en="", baseline=40).version)
    IndicatorFactory(title_sq="Treguesi i draftit", title_en="")

    versions, indicators = cells(reader.read("versions_json")), cells(reader.read("indicators_json"))

    address = next(cell for cell in versions if str(cell).startswith("http"))
    assert reader.client.get("/" + address.split("/", 3)[3]).status_code == 200
    assert "Treguesi i botuar" in indicators
    assert "Treguesi i draftit" not in indicators


def test_every_operation_answers_with_its_schema_on_an_empty_installation(reader: DescribedClient) -> None:
    assert {name for name in reader.paths if name.endswith("_json")} == {
        f"{code}_json" for code in ("needs", "services", "versions", "indicators", "results", "consultations")
    }
    for name in reader.paths:
        if name.endswith("_json"):
            reader.read(name)
        else:
            assert reader.get(name).headers["Content-Type"].startswith("text/csv")


def test_nothing_protected_or_unpublished_goes_out(reader: DescribedClient) -> None:
    ServiceFactory(is_undisclosed=True, is_listed=True, unit=None, address="", name_sq="Streha", name_en="Shelter")
    ServiceFactory(is_listed=True, name_sq="Qendra", name_en="")
    NeedFactory(name_sq="Nevoja e draftit", name_en="")
    edition = AssessmentFactory()
    NeedFactory(assessment=edition, name_sq="Nevoja e botuar", name_en="", affected=3, covered=1, estimate=3)
    type(edition).objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)

    services, needs = cells(reader.read("services_json")), cells(reader.read("needs_json"))

    assert "Qendra" in services
    assert not {"Streha", "Shelter"} & set(map(str, services))
    assert "Nevoja e botuar" in needs
    assert "Nevoja e draftit" not in needs
    assert not {3, 1} & {cell for cell in needs if isinstance(cell, int)}


def test_an_answer_can_be_kept_and_asked_for_again(reader: DescribedClient) -> None:
    first = reader.get("services_json")

    again = reader.get("services_json", if_none_match=first.headers["ETag"])

    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert not first.cookies
    ServiceFactory(is_listed=True)
    assert reader.get("services_json", if_none_match=first.headers["ETag"]).status_code == 200


def test_columns_stand_in_the_order_of_the_alphabet_and_each_meaning_once() -> None:
    with translation.override("sq"):
        columns = column_meanings()
    heads = [column.head for column in columns]

    assert len(set(columns)) == len(columns)
    assert heads == sorted(heads, key=albanian_key)
    assert heads.index("Çelësi") < heads.index("Dita e fundit")
    assert heads.index("Në pritje") < heads.index("Njoftimi")


def test_people_read_of_every_operation_of_the_document_and_of_every_column(reader: DescribedClient) -> None:
    page = reader.client.get("/en/data/").content.decode()

    for path, _way in reader.paths.values():
        assert f'href="/api/v1{path}"' in page, path
    assert 'href="/api/v1/needs.csv?language=en"' in page
    assert 'href="/api/v1/openapi.json"' in page
    for head, note in (OWN_NOTES | COLUMN_NOTES | ANSWER_NOTES).items():
        assert f"<dt>{head}</dt>" in page
        assert str(note) in unescape(page)
