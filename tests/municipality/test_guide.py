"""The first-run guide: everything that may be left out may be, what is typed wrong gets one sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from municipality.guide import FIRST_STEP, STEPS
from municipality.models import AdministrativeUnit, MajorityRule, Municipality, Office, Project
from municipality.services import install_reference_data
from operations.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.first_token import first_token
from vlora_plan.pages.results import results

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

BAD_PICTURES = {
    "svg": ("stema.svg", SCRIPT),
    "svg-named-png": ("stema.png", SCRIPT),
    "pdf": ("stema.png", b"%PDF-1.7 letter"),
    "20-mb": ("stema.png", PNG + b"\x00" * 20 * 1024 * 1024),
}


def first_run(**changed: Any) -> dict[str, Any]:
    told = {
        "token": first_token(), "email": "admin@example.org", "name": "Admin", "password": "një fjali e gjatë e mirë",
        "name_sq": "Bashkia Fier", "name_en": "Municipality of Fier", "county_sq": "Qarku Fier",
    }  # fmt: skip
    return told | changed


@pytest.fixture
def admin() -> User:
    MunicipalityFactory(seats=None, quorum=None, guide_step=FIRST_STEP)
    install_reference_data()
    user: User = UserFactory(role="admin")
    return user


@pytest.fixture
def desk(admin: User, client_of: Any) -> Client:
    client: Client = client_of(admin)
    return client


def test_arms_colour_and_address_are_told_in_the_first_step(client: Client) -> None:
    arms = SimpleUploadedFile("stema.png", PNG, "image/png")

    client.post(
        reverse("site:first_run"), first_run(arms_file=arms, colour="#1a2b3c", contact_email="pyetje@fier.example")
    )

    place = Municipality.objects.get()
    assert (place.colour, place.contact_email) == ("#1a2b3c", "pyetje@fier.example")
    assert place.arms is not None
    assert place.arms.is_public


@pytest.mark.parametrize(("name", "content"), BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_arms_are_judged_by_their_content(client: Client, name: str, content: bytes) -> None:
    arms = SimpleUploadedFile(name, content, "image/png")

    answer = client.post(reverse("site:first_run"), first_run(arms_file=arms))

    form = answer.context["form"]
    assert list(form.errors) == ["arms_file"]
    assert len(form.errors["arms_file"]) == 1
    assert form["name_sq"].value() == "Bashkia Fier"
    assert not User.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_donors_emblem_is_judged_like_the_arms_kept_and_taken_away(desk: Client) -> None:
    address = reverse("municipality:project_update")
    told = {"title_sq": "Projekti i lumenjve", "donor_sq": "Fondi i Lumenjve"}

    for name, content in BAD_PICTURES.values():
        sent = SimpleUploadedFile(name, content, "image/png")
        form = desk.post(address, told | {"emblem_file": sent}).context["form"]
        assert {field: len(errors) for field, errors in form.errors.items()} == {"emblem_file": 1}
        assert form["donor_sq"].value() == told["donor_sq"]
    assert not Project.objects.exists()

    desk.post(address, told | {"emblem_file": SimpleUploadedFile("donatori.png", PNG, "image/png")})
    kept = Project.objects.get().emblem
    assert kept is not None
    assert kept.is_public
    desk.post(address, told | {"tags_sq": "#lumi"})
    assert Project.objects.get().emblem == kept
    desk.post(address, told | {"without_emblem": "on"})
    assert Project.objects.get().emblem is None


def test_majorities_that_the_lawyer_confirmed_are_told_with_the_council(desk: Client) -> None:
    rule = MajorityRule.objects.get(code="all_members")
    address = reverse("municipality:guide_council")
    Municipality.objects.update(guide_step=3)

    half = desk.post(address, {"seats": "15", "majorities": [rule.pk]})
    assert list(half.context["form"].errors) == ["confirmed_by"]
    desk.post(address, {"seats": "15", "majorities": [rule.pk], "confirmed_by": "Zyra Juridike"})

    place = Municipality.objects.get()
    assert (place.seats, place.quorum, place.guide_step) == (15, 8, 4)
    rule.refresh_from_db()
    assert rule.checked_by == "Zyra Juridike"
    assert list(MajorityRule.objects.for_plans()) == [rule]


@pytest.mark.parametrize("typed", [{"seats": "2"}, {"seats": "30", "quorum": "15"}, {"seats": "31", "quorum": "32"}])
def test_a_council_that_cannot_be_is_told_and_kept_on_the_page(desk: Client, typed: dict[str, str]) -> None:
    answer = desk.post(reverse("municipality:guide_council"), typed)

    form = answer.context["form"]
    assert sum(len(errors) for errors in form.errors.values()) == 1
    assert form["seats"].value() == typed["seats"]
    assert Municipality.objects.get().seats is None


def test_offices_are_added_and_held_or_not(desk: Client, admin: User) -> None:
    chosen = Office.objects.get(code="DSS")

    sent = {"existing": [chosen.pk], "more": "Zyra e Diasporës; Diaspora office\nZyra e Arkivit", "held": [chosen.pk]}
    desk.post(reverse("municipality:guide_offices"), sent)

    active = Office.objects.filter(is_active=True)
    assert {office.name_sq for office in active} == {chosen.name_sq, "Zyra e Diasporës", "Zyra e Arkivit"}
    assert [tenure.holder for tenure in chosen.tenures.all()] == [admin]


def test_an_office_named_twice_is_told_by_its_line(desk: Client) -> None:
    before = Office.objects.count()

    answer = desk.post(reverse("municipality:guide_offices"), {"more": "Zyra e Arkivit\nzyra e arkivit"})

    assert "2" in answer.context["form"].errors["more"][0]
    assert Office.objects.count() == before


def test_a_project_promises_what_it_promises_and_no_more(desk: Client) -> None:
    begun = desk.post(reverse("municipality:guide_project"), {"title_sq": "Projekti i lumenjve"})
    page = reverse("municipality:project_update")
    desk.post(f"{page}?step=3", {"tags_sq": "#lumi"})

    assert begun["Location"] == f"{page}?step=2"
    project = Project.objects.get()
    assert project.groups_target is None
    told = " ".join(fact for line in results(project) for fact in line.facts)
    assert "None" not in told
    assert "#lumi" in desk.get(reverse("site:home")).content.decode()
    assert "None" not in desk.get(reverse("municipality:profile")).content.decode()


def test_without_a_project_the_guide_is_at_its_end(desk: Client) -> None:
    Municipality.objects.update(guide_step=5)

    desk.post(reverse("municipality:guide_project"), {"none": "1"})

    assert not Project.objects.exists()
    assert Municipality.objects.get().guide_step == 0


def test_units_without_a_census_say_so_and_no_page_of_the_place_says_none(desk: Client) -> None:
    desk.post(reverse("municipality:guide_units"), {"block": "Cakran\nLibofshë"})
    assert AdministrativeUnit.objects.filter(population=None).count() == 2

    for page in ("unit_list", "profile", "office_list", "rule_list", "guide_units", "guide_council", "guide_project"):
        told = desk.get(reverse(f"municipality:{page}")).content.decode()
        assert not re.search(r">[^<]*\bNone\b[^<]*<", told), page


def test_the_five_steps_count_themselves(client: Client, client_of: Any) -> None:
    assert "Step 1 of 5" in client.get("/en/first-run/").content.decode()

    MunicipalityFactory(seats=None, quorum=None, guide_step=FIRST_STEP)
    desk = client_of(UserFactory(role="admin"))
    for step, name in STEPS.items():
        with override("en"):
            address = reverse(name)
        assert f"Step {step} of 5" in desk.get(address).content.decode()
