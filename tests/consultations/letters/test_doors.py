"""Paper and sheet come from the public form, and carry the key of the place."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from consultations.doors.attendance_paper import render_attendance_sheet
from consultations.doors.paper import paper_questions, render_paper_form
from consultations.forms import ContributionForm
from consultations.models import Contribution
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ConsultedDraftFactory,
    DraftPlaceFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def place():
    return DraftPlaceFactory(draft=ConsultedDraftFactory())


@pytest.fixture
def member():
    return MembershipFactory(user=UserFactory(role="ngo")).user


def sheet_of(*rows: str) -> SimpleUploadedFile:
    heads = "text;language;group;unit;consents_to_publish;place_key"
    return SimpleUploadedFile("fleta.csv", "\n".join([heads, *rows]).encode(), content_type="text/csv")


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_question_of_the_public_form_stands_on_paper(language):
    one = RoundFactory(is_open=True)
    with translation.override(language):
        told = {words for each in paper_questions(one) for words in (each.label, *each.boxes)}
        fields = ContributionForm(instance=Contribution(round=one)).fields
        asked = {str(field.label) for name, field in fields.items() if name not in {"submission", "proof", "homepage"}}

    assert asked <= told
    assert len(asked) == len(paper_questions(one))


def test_words_from_paper_hang_where_online_ones_do(place, client_of):
    typed = {
        "channel": "paper",
        "protocol_no": "12/2026",
        "spoken_by": "resident",
        "language": "sq",
        "place": place.pk,
    }
    address = reverse("consultations:contribution_create", args=[place.draft.round_id])
    client = client_of(UserFactory(role="coordinator"))
    page = client.get(address)
    typed |= {"submission": page.context["form"].initial["submission"], "text": "Po për qendrën."}
    client.post(address, typed | {"happened_on": page.context["form"]["happened_on"].value()})

    assert list(Contribution.objects.at_places([place.key])) == [Contribution.objects.get(protocol_no="12/2026")]


def test_a_sheet_is_read_first_and_sent_once(place, member, client_of):
    address = reverse("consultations:own_sheet", args=[place.draft.round_id])
    client, organisation = client_of(member), member.organisations[0].pk
    upload = sheet_of(f"Një qendër ditore.;;;;po;{place.key}", "Transport.;;;;jo;")
    preview = client.post(address, {"organisation": organisation, "sheet": upload})

    assert "Një qendër ditore." in preview.content.decode()
    assert not Contribution.objects.exists()
    for _time in range(2):
        client.post(address, {"organisation": organisation, "read": preview.context["form"].initial["read"]})

    sent = list(Contribution.objects.order_by("pk"))
    assert [each.text for each in sent] == ["Një qendër ditore.", "Transport."]
    assert [each.consents_to_publish for each in sent] == [True, False]
    assert [each.place_key for each in sent] == [place.key, None]
    assert {each.organisation_id for each in sent} == {organisation}


@pytest.mark.parametrize("row", ["Telefono 0692345678;;;;;", ";en;;;;", "Po;;;;;11111111-1111-1111-1111-111111111111"])
def test_a_wrong_sheet_sends_nothing_and_says_why(row, place, member, client_of):
    address = reverse("consultations:own_sheet", args=[place.draft.round_id])
    form = {"organisation": member.organisations[0].pk, "sheet": sheet_of("Mirë.;;;;;", row)}
    page = client_of(member).post(address, form)

    assert page.status_code == 200
    assert not page.context["form"].initial.get("read")
    assert not Contribution.objects.exists()


def test_the_template_holds_the_places_with_their_keys(place, member, client_of):
    answer = client_of(member).get(reverse("consultations:sheet_template", args=[place.draft.round_id]))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_a_logged_in_member_is_sent_to_her_own_form(member, client_of):
    one = RoundFactory(is_open=True)
    own = reverse("consultations:own_contribution_create", args=[one.pk])
    address = reverse("consultations:contribute", args=[one.pk])

    assert own in client_of(member).get(address).content.decode()
    easy = reverse("consultations:easy_help", args=[one.pk])
    assert easy in client_of(member).get(own).content.decode()
    assert own not in Client().get(address).content.decode()


@pytest.mark.parametrize("is_large", [False, True])
def test_the_paper_is_made_with_the_key_of_its_place(place, is_large):
    MunicipalityFactory(is_demo=True)
    made = render_paper_form(place.draft.round, language="sq", is_large=is_large, place=place, progress=None)

    pages = PdfReader(BytesIO(made)).pages
    words = " ".join("".join(page.extract_text() for page in pages).split())
    assert str(place.key) in words.replace(" ", "")
    assert is_large or len(pages) == 2, "one sheet, printed on both sides"


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("keeps", ["public", "restricted", "counts_only"])
def test_the_sheet_at_the_door_asks_for_no_name_where_none_may_be_kept(keeps, language):
    """The paper may lie about: it tells of the event no more than the public sees."""
    is_open = keeps in {"public", "restricted"}
    told = {"title_sq": "Takim me gra", "title_en": "Takim me gra", "place": "Shtëpia e Kodit"}
    event = ConsultationEventFactory(confidentiality=keeps, **told)

    pages = PdfReader(BytesIO(render_attendance_sheet(event, language=language, progress=None))).pages
    words = " ".join(page.extract_text() for page in pages)

    asked = {"sq": "Nënshkrimi", "en": "Signature"}[language]
    assert (asked in words) is is_open
    assert ("Shtëpia e Kodit" in words) is (keeps == "public")
    assert ("Takim me gra" in words) is is_open
