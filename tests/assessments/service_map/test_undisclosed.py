"""A place that became undisclosed: no page, file, file name or history tells anybody but the staff where it was."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from assessments.enums import AssessmentStep, ImportKind, ImportState
from assessments.forms import ServiceForm
from assessments.imports.services import SheetUpload, read_sheet, take_import
from assessments.imports.tables import columns_for
from assessments.models import Service
from assessments.service_map.proposals import decide_changes, propose_changes
from assessments.service_map.stored_directory import refresh_directory_files
from assessments.services import change_service, move_assessment, register_service
from operations.models import Event
from tests.access import ANONYMOUS, Page
from tests.assessments.imports.sheets import pasted, table_file
from tests.everywhere.test_access import PAGES
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import NeedFactory, ServiceFactory, ServiceTypeFactory, small_number_thresholds
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
PLANTED = "Rrugicapafund"
PLACE = {
    "address": f"{PLANTED} 77",
    "opening_hours": f"hyrja nga {PLANTED}",
    "referral_path": f"kthehuni te {PLANTED}",
    "accessibility": f"pjerrinë në {PLANTED}",
    "phone": f"+355 {PLANTED}",
    "email": f"{PLANTED}@example.org".lower(),
    "website": f"https://example.org/{PLANTED}",
}
NOBODYS = dict.fromkeys(PLACE, "")


@pytest.fixture
def closed() -> Service:
    """Registered with its whole place, frozen in a published edition, then closed by the staff."""
    MunicipalityFactory()
    small_number_thresholds()
    staff, unit = UserFactory(role="staff"), AdministrativeUnitFactory()
    row = ServiceFactory.build(service_type=ServiceTypeFactory(), unit=unit, is_listed=True, **PLACE)
    service = register_service(row, actor=staff, units=[unit])
    edition = NeedFactory().assessment
    move_assessment(edition, AssessmentStep.VERIFY, actor=staff)
    move_assessment(edition, AssessmentStep.PUBLISH, actor=UserFactory(role="coordinator"))
    for name, nothing in {**NOBODYS, "is_undisclosed": True}.items():
        setattr(service, name, nothing)
    return change_service(service, actor=staff)


def words_of(answer: Any) -> str:
    """All that an answer tells: its headers, its body, and what a packed file holds."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    parts = [body]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts += [packed.read(name) for name in packed.namelist()]
    return " ".join([str(dict(answer.headers)), *(part.decode("utf-8", "replace") for part in parts)]).lower()


def read_by(session: str, page: Page, address: str) -> str:
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return words_of(client.get(address, page.sent))


def test_the_search_finds_what_is_planted_where_it_is_not_closed(closed: Service, visitors: dict[str, str]) -> None:
    Service.objects.filter(pk=closed.pk).update(is_undisclosed=False, **PLACE)

    found = read_by("", Page(), reverse("assessments:directory_json"))

    assert found.count(PLANTED.lower()) >= 5


def test_no_page_or_file_tells_the_place_to_others(closed: Service, visitors: dict[str, str]) -> None:
    telling = []
    for name, page in PAGES.items():
        if page.method != "get":
            continue
        with transaction.atomic():
            address = reverse(name, args=page.args())
            telling += [
                (name, visitor)
                for visitor in (ANONYMOUS, Role.EXPERT)
                if PLANTED.lower() in read_by(visitors[visitor], page, address)
            ]
            transaction.set_rollback(True)

    assert telling == []


def test_its_own_page_and_the_sheets_name_no_unit(closed: Service, visitors: dict[str, str]) -> None:
    unit = closed.unit
    assert unit is not None

    page = read_by(visitors[Role.EXPERT], Page(), closed.get_absolute_url())
    sheet = read_by(visitors[Role.EXPERT], Page(), reverse("assessments:service_export", args=["csv"]))
    published = read_by(
        "", Page(), reverse("assessments:assessment_public", args=[closed.assessed.get().assessment_id])
    )

    assert unit.name_sq.lower() not in page
    assert unit.code.lower() not in sheet
    assert f"<td>{unit.name_sq.lower()}</td>" not in published


def test_no_event_of_the_history_holds_the_place(closed: Service) -> None:
    told = str(list(Event.objects.values_list("before", "after", "source_document", "subject_label")))

    assert "assessments.register_service" in set(Event.objects.values_list("action", flat=True))
    assert PLANTED.lower() not in told.lower()


def close_on_its_page(staff: Any) -> None:
    service = Service.objects.get()
    service.is_undisclosed = True
    change_service(service, actor=staff)


def close_by_a_sheet(staff: Any) -> None:
    _heads, cells = csv.reader(io.StringIO(table_file(ImportKind.SERVICES, None, "csv").decode("utf-8-sig")))
    row = dict(zip((column.name for column in columns_for(ImportKind.SERVICES)), cells, strict=True))
    closing = pasted(row | {"is_undisclosed": "po"})
    take_import(read_sheet(ImportKind.SERVICES, closing, assessment=None, actor=staff), actor=staff)


@pytest.mark.parametrize("close", [close_on_its_page, close_by_a_sheet])
def test_no_table_holds_the_place_of_a_closed_service_that_was_imported_and_proposed_for(
    close: Callable[[Any], None],
) -> None:
    """Nor a preview that writes its code in other letters."""
    small_number_thresholds()
    MunicipalityFactory()
    staff, provider = UserFactory(role="staff"), MembershipFactory(user=UserFactory(role="ngo")).user
    service = ServiceFactory(organisation=provider.organisations[0], is_listed=True, **PLACE)
    propose_changes(service, {"phone": f"{PLANTED} 1", "opening_hours": f"{PLANTED} 2"}, actor=provider)
    decide_changes(service, accepted={service.proposed_changes.get(field="phone").pk}, refused=(), actor=staff)
    sheet = table_file(ImportKind.SERVICES, None, "csv").decode("utf-8-sig").replace(" 77", " 78")
    upload = SheetUpload("sherbime.csv", sheet.encode())
    take_import(read_sheet(ImportKind.SERVICES, upload, assessment=None, actor=staff), actor=staff)
    waiting = SheetUpload("sherbime.csv", sheet.replace(" 78", " 79").encode())
    preview = read_sheet(ImportKind.SERVICES, waiting, assessment=None, actor=staff)
    otherwise = SheetUpload("tjeter.csv", sheet.replace(service.code, f" {service.code.lower()} ").encode())
    read_sheet(ImportKind.SERVICES, otherwise, assessment=None, actor=staff)
    refresh_directory_files()
    assert tables_with(PLANTED) >= {
        "assessments_service",
        "assessments_importedrow",
        "assessments_sheetimport",
        "assessments_proposedchange",
    }

    close(staff)

    assert Service.objects.get().is_undisclosed
    assert tables_with(PLANTED) == set()
    preview.refresh_from_db()
    assert preview.state == ImportState.DISCARDED


def tables_with(words: str) -> set[str]:
    """Whose rows say the words in any of their columns."""
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" r WHERE r::text ILIKE %s LIMIT 1', [f"%{words}%"])
            found |= {table for _row in cursor.fetchall()}
    return found


def test_closing_empties_what_stood_and_refuses_what_is_typed_with_it() -> None:
    small_number_thresholds()
    staff = UserFactory(role="staff")
    service = ServiceFactory(**PLACE)
    service.is_undisclosed, service.phone = True, "+355 tjetër"
    with pytest.raises(ValidationError, match="vend që nuk bëhet i ditur nuk ruan"), transaction.atomic():
        change_service(service, actor=staff)
    assert Service.objects.get().place_words() == PLACE

    service = Service.objects.get()
    service.is_undisclosed = True
    change_service(service, actor=staff)

    assert Service.objects.get().place_words() == NOBODYS
    (event,) = Event.objects.filter(action="assessments.change_service")
    assert PLANTED.lower() not in str((event.before, event.after)).lower()


def test_the_form_as_a_whole_empties_what_stood_and_refuses_what_is_typed(visitors: dict[str, str]) -> None:
    small_number_thresholds()
    service = ServiceFactory(**PLACE)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors[Role.STAFF]
    form = ServiceForm(instance=service)
    shown = {name: form[name].value() for name in form.fields}
    stands = {name: value for name, value in shown.items() if value is not None and value is not False}
    address = reverse("assessments:service_update", args=[service.pk])
    ticked = stands | {"is_undisclosed": "on", "source_on": "01.12.2023"}

    refused = client.post(address, ticked | {"address": "Rruga tjetër"})
    assert (refused.status_code, Service.objects.get().is_undisclosed) == (200, False)
    taken = client.post(address, ticked)

    assert taken.status_code == 302, taken.context["form"].errors
    assert (taken.status_code, Service.objects.get().place_words()) == (302, NOBODYS)


@pytest.mark.parametrize("field", PLACE)
def test_a_closed_service_keeps_nothing_of_its_place(closed: Service, field: str) -> None:
    setattr(closed, field, PLACE[field])

    with pytest.raises(ValidationError, match="vend që nuk bëhet i ditur nuk ruan"):
        change_service(closed, actor=UserFactory(role="staff"))
