"""What a new municipality types wrong: one sentence at its place, nothing of it lost, nothing half saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import create_first_administrator
from municipality.models import AdministrativeUnit, CalendarDay, MajorityRule, Municipality, Office
from municipality.services import install_reference_data
from socialplan.content.models import FundingSource
from socialplan.publishing.reference import install_approval_rows
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, OfficeTenureFactory
from tests.factories.socialplan import FundingLineFactory
from vlora_plan.first_token import first_token

pytestmark = pytest.mark.django_db

CHECKED = {"source": "Fletorja Zyrtare", "source_mark": "found", "checked_by": "Zyra Juridike"}
MAJORITY = CHECKED | {"checked_on": "01.06.2024", "name_sq": "Shumica", "use": "plan", "base": "seats"}
DAY = {"kind": "extra_day_off", "name_sq": "Pushim", "legal_basis": "VKM", "source": "FZ", "source_mark": "found"}
AS_1250 = "Fier\nDërmenas".encode().decode("cp1250")
LOST = "Fier\nDërmenas".encode("cp1250").decode("utf-8", "replace")


@dataclass(frozen=True)
class Typed:
    """A page, what is typed there, and the field where the one sentence stands; "" where it is the whole form's."""

    page: str
    values: dict[str, str]
    field: str
    row: Callable[[], Any] | None = None

    @property
    def address(self) -> str:
        return reverse(self.page, args=[self.row().pk] if self.row else [])


def rule() -> MajorityRule:
    return MajorityRule.objects.earliest("pk")


def majority(numerator: str, denominator: str, field: str) -> Typed:
    share = {"numerator": numerator, "denominator": denominator, "comparison": "more"}
    return Typed("municipality:majority_update", MAJORITY | share, field, rule)


WRONG = {
    "no unit": Typed("municipality:unit_block", {"block": "  \n \n"}, "block"),
    "unit without a name": Typed("municipality:unit_block", {"block": "Fier\n;Mbrostar;120"}, "block"),
    "a unit named twice": Typed("municipality:unit_block", {"block": "Fier\nMbrostar\nfier"}, "block"),
    "a unit that is there": Typed("municipality:unit_block", {"block": "QENDRA"}, "block"),
    "units in cp1250, read as UTF-8": Typed("municipality:unit_block", {"block": LOST}, "block"),
    "units in UTF-8, read as cp1250": Typed("municipality:unit_block", {"block": AS_1250}, "block"),
    "two seats": Typed("municipality:guide_council", {"seats": "2"}, "seats"),
    "half of the seats": Typed("municipality:guide_council", {"seats": "30", "quorum": "15"}, ""),
    "more than the seats": Typed("municipality:guide_council", {"seats": "31", "quorum": "32"}, ""),
    "a majority of nothing": majority("0", "5", "numerator"),
    "a majority of all": majority("1", "1", ""),
    "a majority of more than all": majority("3", "2", ""),
    "the year 0": Typed("municipality:day_create", DAY | {"day": "01.01.0000"}, "day"),
    "the year 99999": Typed("municipality:day_create", DAY | {"day": "01.01.99999"}, "day"),
    "a day that is there": Typed("municipality:day_create", DAY | {"day": "01.05.2024"}, ""),
    "two tenures on one day": Typed(
        "municipality:tenure_create",
        {"starts_on": "31.12.2024", "act": "Urdhër 7"},
        "",
        lambda: OfficeTenureFactory(starts_on="2024-01-01", ends_on="2024-12-31").office,
    ),
}  # fmt: skip


@pytest.fixture
def admin() -> User:
    MunicipalityFactory(seats=None, quorum=None, guide_step=3)
    install_reference_data()
    AdministrativeUnitFactory(name_sq="Qendra")
    user: User = UserFactory(role="admin")
    return user


@pytest.fixture
def desk(admin: User, client_of: Any) -> Client:
    client: Client = client_of(admin)
    return client


def counted() -> list[Any]:
    place = Municipality.objects.get()
    rows = (AdministrativeUnit, CalendarDay, MajorityRule, Office)
    return [place.seats, place.quorum, *(list(model.objects.order_by("pk").values()) for model in rows)]


@pytest.mark.parametrize("case", WRONG)
def test_one_sentence_at_its_place_and_nothing_typed_is_lost(case: str, desk: Client) -> None:
    typed = WRONG[case]
    address = typed.address
    before = counted()

    answer = desk.post(address, typed.values)

    assert answer.status_code == 200
    form = answer.context["form"]
    told = {field: len(sentences) for field, sentences in form.errors.items()}
    assert told == {typed.field or "__all__": 1}
    assert {name: form[name].value() for name in typed.values} == typed.values
    page = answer.content.decode()
    assert "Traceback" not in page
    assert counted() == before


def test_a_second_first_administrator_is_one_sentence_and_no_page() -> None:
    UserFactory(role="admin")

    with pytest.raises(ValidationError) as refusal:
        create_first_administrator(email="b@example.org", name="B", password="një fjali e gjatë", language="sq")
    assert len(refusal.value.messages) == 1
    assert Client().get(reverse("site:first_run")).status_code == 404
    assert Client().post(reverse("site:first_run"), {"token": first_token()}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("page", ["municipality:unit_remove", "municipality:office_remove"])
def test_what_is_used_stays_and_the_sentence_names_what_rests_on_it(page: str, desk: Client) -> None:
    office = OfficeTenureFactory().office
    unit = AdministrativeUnitFactory(name_sq="Mbrostar")
    unused = AdministrativeUnitFactory(name_sq="Cakran")
    row = office if "office" in page else unit
    if row is unit:
        ServiceFactory(unit=unit)

    told = desk.post(reverse(page, args=[row.pk]), follow=True)

    assert [str(row) in str(each) for each in told.context["messages"]] == [True]
    assert type(row).objects.filter(pk=row.pk).exists()
    desk.post(reverse("municipality:unit_remove", args=[unused.pk]))
    assert not AdministrativeUnit.objects.filter(pk=unused.pk).exists()


def test_a_source_of_money_in_use_is_retired_and_never_removed(desk: Client) -> None:
    """No page removes a source; the database keeps what has paid, and a retired one stays with it."""
    install_approval_rows(actor=None)
    line = FundingLineFactory()
    source = line.source

    with pytest.raises(ProtectedError):
        source.delete()
    told = {"code": source.code, "name_sq": source.name_sq, "position": "1"}
    desk.post(reverse("drafting:source_update", args=[source.pk]), told)

    line.refresh_from_db()
    assert line.source == source
    assert source not in FundingSource.objects.in_use()
