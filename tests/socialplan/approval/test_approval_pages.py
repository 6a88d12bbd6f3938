"""The pages of the approval: what they show to whom, what they refuse at which field; nothing typed is lost."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from socialplan.approval.enums import Outcome
from socialplan.approval.models import Committee, MayorReturn, PlanAddressee, VersionAttachment
from socialplan.approval.services.acts import record_opinion
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import move_plan
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import CommitteeFactory, PlanAddresseeFactory, PlanVersionFactory, publish
from tests.socialplan.addresses import named
from tests.socialplan.conftest import Journey, on

pytestmark = pytest.mark.django_db
PAPER = {"source_document": "DEMO"}


def url(name: str, *args: Any) -> str:
    return reverse(named(name), args=args)


def errors_of(response: Any) -> set[str]:
    assert response.status_code == 200
    return set(response.context["form"].errors)


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


# ---- where it stands


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_state_has_its_page(state: str, language: str, journey: Journey, client_of: Any) -> None:
    version = PlanVersionFactory(state=state)

    for role in ("secretary", "staff", "mayor"):
        page = client_of(journey.people[role]).get(
            url("version_approval", version.pk).replace("/sq/", f"/{language}/")
        )
        assert 'aria-current="step"' in text_of(page)


def test_what_is_missing_is_linked_for_who_can_see_to_it(journey: Journey, client_of: Any) -> None:
    version = journey.to_review()
    address = url("opinion_create", version.pk)

    admin = text_of(client_of(journey.people["admin"]).get(url("version_approval", version.pk)))
    mayor = text_of(client_of(journey.people["mayor"]).get(url("version_approval", version.pk)))

    linked = re.sub(r">\s+<", "><", admin)
    assert linked.count(f'<li><a href="{address}">') == 5  # four opinions missing, and the act itself
    assert address not in mayor


def test_opinions_on_an_earlier_content_count_as_missing_and_are_not_listed_twice(
    journey: Journey, client_of: Any
) -> None:
    version = journey.with_opinions()
    client = client_of(journey.people["staff"])
    page = client.get(url("version_detail", version.pk))
    assert page.context["status"].missing_opinions == []
    assert page.context["status"].acts_next == "administratori i planit"

    move_plan(version, PlanStep.RETURN, actor=journey.people["admin"], entry=on(2024, 5, 16), comment="Kostoja.")
    journey.change_title("Titull tjetër")
    move_plan(version, PlanStep.REVIEW, actor=journey.people["staff"], entry=on(2024, 5, 17))
    page = client.get(url("version_detail", version.pk))
    assert len(page.context["status"].missing_opinions) == 4
    assert page.context["status"].acts_next != "administratori i planit"

    for opinion in list(version.opinions.all()):
        record_opinion(
            version, kind=opinion.kind, verdict=opinion.verdict, actor=journey.people["admin"], entry=on(2024, 5, 18)
        )
    page = client.get(url("version_detail", version.pk))
    assert text_of(page).count("<dt>Mendimi: ") == 4
    assert text_of(page).count("18.05.2024") == 4


def test_the_way_tells_who_did_what_and_when(journey: Journey, answered_round: Any, client_of: Any) -> None:
    version = journey.to_announced(answered_round)
    journey.prefect("legal")

    page = client_of(journey.people["staff"]).get(url("version_approval", version.pk))

    entries = page.context["approval"].timeline
    assert [entry.happened_on for entry in entries] == sorted(entry.happened_on for entry in entries)
    assert {entry.who for entry in entries} == {
        str(journey.people[role]) for role in ("staff", "admin", "mayor", "secretary")
    }
    assert all(entry.is_back_entry and entry.source_document == "DEMO" for entry in entries)
    assert "VKB nr. 00/DEMO/2024" in text_of(page)
    assert "hedhur më pas" in text_of(page)


def test_an_amended_version_shows_the_decision_through_its_text(
    journey: Journey, answered_round: Any, client_of: Any
) -> None:
    submitted = journey.to_council(answered_round)
    amended = journey.amend()
    client = client_of(journey.people["secretary"])

    before, after = (text_of(client.get(url("version_approval", each.pk))) for each in (submitted, amended))

    assert "VKB nr. 00/DEMO/2024" in before
    assert url("version_approval", amended.pk) in before
    assert url("version_approval", submitted.pk) in after
    assert url("version_confirm", amended.pk) in after


def test_complaints_are_seen_inside_and_late_ones_are_marked(journey: Journey, client_of: Any) -> None:
    version = publish(journey.version)
    version.complaints.create(
        number="7", recipient="commissioner", subject="Njoftimi mungonte", happened_on=date(2024, 7, 15)
    )
    address = url("version_approval", version.pk)

    assert "Njoftimi mungonte" in text_of(client_of(journey.people["staff"]).get(address))
    assert "pas afatit" in text_of(client_of(journey.people["staff"]).get(address))
    assert "Njoftimi mungonte" not in text_of(client_of(journey.people["councillor"]).get(address))


def test_a_step_with_its_own_page_is_not_taken_by_a_button(journey: Journey, client_of: Any) -> None:
    version = journey.to_review()

    answer = client_of(journey.people["admin"]).post(url("version_step", version.pk, PlanStep.APPROVE))

    assert answer.status_code == 404


def test_a_step_without_data_is_taken_by_its_button(journey: Journey, client_of: Any) -> None:
    answer = client_of(journey.people["staff"]).post(url("version_step", journey.version.pk, PlanStep.REVIEW))

    assert answer.url == url("version_approval", journey.version.pk)
    journey.version.refresh_from_db()
    assert journey.version.state == PlanState.IN_REVIEW


# ---- content that moved


def test_content_that_moved_is_shown_before_it_is_approved(journey: Journey, client_of: Any) -> None:
    version = journey.with_opinions()
    client = client_of(journey.people["admin"])
    address = url("version_approve", version.pk)
    shown = client.get(address).context["content_hash"]
    move_plan(version, PlanStep.RETURN, actor=journey.people["mayor"], comment="Gabim.", entry=on(2024, 5, 15))
    journey.version.refresh_from_db()
    journey.change_title("Titulli i ri i masës")
    journey.version = move_plan(version, PlanStep.REVIEW, actor=journey.people["staff"], entry=on(2024, 5, 15))
    for kind in ("legal", "finance", "gender", "data_protection"):
        record_opinion(version, kind=kind, verdict="favourable", actor=journey.people["admin"], entry=on(2024, 5, 15))
    fields = {"content_shown": shown, "happened_on": "16.05.2024", **PAPER}

    refused = client.post(address, fields)

    assert "Titulli i ri i masës" in text_of(refused)
    assert "Punësimi i punonjësve socialë" in text_of(refused)
    journey.version.refresh_from_db()
    assert journey.version.state == PlanState.IN_REVIEW
    read = refused.context["form"]["content_shown"].value()
    assert client.post(address, fields | {"content_shown": read}).status_code == 302


def test_amendments_are_shown_and_confirmed(journey: Journey, answered_round: Any, client_of: Any) -> None:
    journey.to_council(answered_round)
    version = journey.vote(Outcome.AMENDED)
    client = client_of(journey.people["secretary"])
    address = url("version_confirm", version.pk)
    fields = {"happened_on": "31.05.2024", **PAPER}

    page = client.get(address)
    assert page.context["missing"]
    refused = client.post(address, fields | {"content_shown": page.context["content_hash"]})
    assert errors_of(refused) == {"__all__"}
    journey.change_title("Masa siç e ndryshoi Këshilli")
    page = client.get(address)
    assert "Masa siç e ndryshoi Këshilli" in text_of(page)
    assert client.post(address, fields | {"content_shown": page.context["content_hash"]}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.seal.sha256) == (PlanState.ADOPTED, page.context["content_hash"])


def test_the_secretary_amends_a_measure_on_its_page(journey: Journey, answered_round: Any, client_of: Any) -> None:
    journey.to_council(answered_round)
    version = journey.vote(Outcome.AMENDED)
    measure = version.measures.get()

    assert client_of(journey.people["secretary"]).get(measure.get_absolute_url()).status_code == 200
    edit = url("content_update", "measure", measure.pk)
    assert client_of(journey.people["secretary"]).get(edit).status_code == 200
    assert client_of(journey.people["staff"]).get(edit).status_code == 403


# ---- bad input: a sentence at its field, everything typed kept

SESSION = {
    "meeting_on": "30.05.2024",
    "kind": "ordinary",
    "called_by": "",
    "agenda_item": "3",
    "place": "Salla e Këshillit",
    "happened_on": "24.05.2024",
    **PAPER,
}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"happened_on": "26.05.2024"}, "meeting_on"),
        ({"happened_on": "31.05.2024"}, "meeting_on"),
        ({"happened_on": "16.05.2024"}, "happened_on"),
        ({"kind": "extraordinary"}, "called_by"),
        ({"agenda_item": "0"}, "agenda_item"),
        ({"agenda_item": "tre"}, "agenda_item"),
        ({"meeting_on": "30 maj"}, "meeting_on"),
        ({"source_document": ""}, "source_document"),
        ({"place": ""}, "place"),
    ],
)
def test_a_session_that_cannot_be(
    wrong: dict[str, str], field: str, journey: Journey, answered_round: Any, client_of: Any
) -> None:
    version = journey.to_council(answered_round)
    client = client_of(journey.people["secretary"])
    address = url("act_create", version.pk, "session")

    refused = client.post(address, SESSION | wrong)

    assert field in errors_of(refused)
    typed = refused.context["form"]
    assert all(typed[name].value() == value for name, value in (SESSION | wrong).items())
    assert not version.sessions.exists()
    assert client.post(address, SESSION).status_code == 302


DECISION = {
    "proposal": "adopted",
    "number": "12",
    "happened_on": "30.05.2024",
    "present": "36",
    "votes_for": "31",
    "votes_against": "0",
    "abstained": "4",
    "did_not_vote": "1",
    **PAPER,
}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"happened_on": "29.05.2024"}, "happened_on"),
        ({"happened_on": "31.05.2024"}, "happened_on"),
        ({"present": "37"}, "present"),
        ({"present": "20", "votes_for": "15"}, "present"),
        ({"present": "42", "votes_for": "37"}, "present"),
        ({"votes_for": "-1"}, "votes_for"),
        ({"abstained": ""}, "abstained"),
        ({"number": ""}, "number"),
        ({"number": "11"}, "number"),
        ({"session": "999999"}, "session"),
        ({"proposal": "repealed"}, "proposal"),
    ],
)
def test_a_decision_that_cannot_be(
    wrong: dict[str, str], field: str, journey: Journey, answered_round: Any, client_of: Any
) -> None:
    version = journey.to_council(answered_round)
    session = journey.session()
    taken = Journey(journey.people)
    taken.to_council(answered_round)
    taken.vote(number="11")
    client = client_of(journey.people["secretary"])
    fields = DECISION | {"session": str(session.pk)}

    refused = client.post(url("version_decision", version.pk), fields | wrong)

    assert errors_of(refused) == {field}
    typed = refused.context["form"]
    assert all(str(typed[name].value()) == value for name, value in (fields | wrong).items())
    version.refresh_from_db()
    assert version.state == PlanState.BEFORE_COUNCIL


def test_the_public_tells_the_versions_of_one_plan_apart(journey: Journey, answered_round: Any, client: Any) -> None:
    version = journey.to_announced(answered_round)

    assert f"<dt>Versioni</dt><dd>{version.number}</dd>" in text_of(client.get(url("plan_public")))


def test_the_public_reads_which_decision_followed_a_return(journey: Journey, answered_round: Any, client: Any) -> None:
    returned = journey.to_announced(answered_round)
    journey.prefect("returned")
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    again = journey.vote(Outcome.CONFIRMED, number="1/DEMO")
    said = f'<a href="{url("version_public", again.pk)}">versioni {again.number}</a>, VKB nr. 1/DEMO'
    pages = (url("plan_public"), url("version_public", returned.pk))
    assert not any(said in text_of(client.get(page)) for page in pages)

    journey.announce(on(2024, 6, 28))

    for page in pages:
        assert said in " ".join(text_of(client.get(page)).split())


@pytest.mark.parametrize(
    ("votes", "decided", "outcome"), [("31", "adopted", "u miratua"), ("18", "rejected", "u rrëzua")]
)
def test_the_answer_names_what_the_votes_made_of_it(
    votes: str, decided: str, outcome: str, journey: Journey, answered_round: Any, client_of: Any
) -> None:
    version = journey.to_council(answered_round)
    session = journey.session()
    against = str(31 - int(votes))

    done = client_of(journey.people["secretary"]).post(
        url("version_decision", version.pk),
        DECISION | {"session": str(session.pk), "proposal": decided, "votes_for": votes, "votes_against": against},
        follow=True,
    )

    assert f"Vendimi i këshillit u regjistrua. Rezultati: {outcome}." in text_of(done)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("publication", {"channel": "website", "happened_on": "03.06.2024"}, "url"),
        ("publication", {"channel": "website", "url": "javascript:alert(1)", "happened_on": "03.06.2024"}, "url"),
        ("publication", {"channel": "website", "place": "Salla", "happened_on": "03.05.2024"}, "happened_on"),
        ("deposit", {"happened_on": "05.06.2024"}, "protocol_no"),
        ("prefect_opinion", {"verdict": "returned", "letter_no": "1", "happened_on": "14.06.2024"}, "reasons"),
        ("prefect_opinion", {"verdict": "legal", "letter_no": "1", "happened_on": "14.06.2024"}, "__all__"),
        ("dispatch", {"channel": "letter", "protocol_no": "1", "happened_on": "14.06.2024"}, "addressee"),
        ("complaint", {"recipient": "head", "number": "1", "happened_on": "14.06.2024"}, "subject"),
        ("attachment", {"kind": "minutes", "title": "Procesverbali", "happened_on": "30.05.2024"}, "paper"),
    ],
)
def test_an_act_that_cannot_be(
    kind: str, fields: dict[str, str], field: str, journey: Journey, answered_round: Any, client_of: Any
) -> None:
    version = journey.to_announced(answered_round)
    client = client_of(journey.people["secretary"])

    assert field in errors_of(client.post(url("act_create", version.pk, kind), PAPER | fields))


def test_a_paper_is_uploaded_and_a_program_is_not(journey: Journey, client_of: Any) -> None:
    version = journey.version
    client = client_of(journey.people["secretary"])
    address = url("act_create", version.pk, "attachment")
    fields = {"kind": "minutes", "title": "Procesverbali i seancës", "happened_on": "30.05.2024", **PAPER}

    refused = client.post(address, fields | {"paper": SimpleUploadedFile("vkb.pdf", b"MZ\x90\x00")})
    assert errors_of(refused) == {"paper"}
    assert 'value="Procesverbali i seancës"' in text_of(refused)
    answer = client.post(address, fields | {"paper": SimpleUploadedFile("vkb.exe", b"%PDF-1.7")})
    assert answer.status_code == 302
    paper = VersionAttachment.objects.get()
    assert (paper.title, paper.file.content_type, paper.file.is_public) == (
        "Procesverbali i seancës",
        "application/pdf",
        False,
    )
    assert paper.file.sha256 in text_of(client.get(url("version_approval", version.pk)))


def test_script_in_a_field_never_runs(journey: Journey, client_of: Any) -> None:
    version = publish(journey.version)
    client = client_of(journey.people["secretary"])
    evil = "<script>alert(1)</script>"
    fields = {"number": evil, "recipient": "commissioner", "subject": evil, "happened_on": "14.06.2024", **PAPER}

    assert client.post(url("act_create", version.pk, "complaint"), fields).status_code == 302

    page = text_of(client.get(url("version_approval", version.pk)))
    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_too_early_is_said_above_the_form(journey: Journey, client_of: Any) -> None:
    page = client_of(journey.people["secretary"]).get(url("act_create", journey.version.pk, "session"))

    assert page.context["notice"]


@pytest.mark.parametrize(("kind", "of"), [("receipt", None), ("session", 1)])
def test_an_address_that_does_not_fit_is_not_there(
    kind: str, of: int | None, journey: Journey, client_of: Any
) -> None:
    client = client_of(journey.people["secretary"])
    address = url("act_follow", journey.version.pk, kind, of) if of else url("act_create", journey.version.pk, kind)

    assert client.get(address).status_code == 404


def test_what_follows_is_recorded_at_what_it_follows(journey: Journey, answered_round: Any, client_of: Any) -> None:
    version = journey.to_announced(answered_round)
    addressee = PlanAddresseeFactory()
    client = client_of(journey.people["secretary"])
    sent = {"addressee": addressee.pk, "channel": "letter", "protocol_no": "55", "happened_on": "20.06.2024", **PAPER}
    assert client.post(url("act_create", version.pk, "dispatch"), sent).status_code == 302
    letter = version.dispatches.get()
    address = url("act_follow", version.pk, "receipt", letter.pk)

    assert address in text_of(client.get(url("version_approval", version.pk)))
    received = {"their_protocol_no": "9", "happened_on": "19.06.2024", **PAPER}
    assert errors_of(client.post(address, received)) == {"happened_on"}
    assert client.post(address, received | {"happened_on": "21.06.2024"}).status_code == 302
    assert letter.receipt.their_protocol_no == "9"


def test_a_return_leads_to_a_re_examination(journey: Journey, answered_round: Any, client_of: Any) -> None:
    version = journey.to_force(answered_round)
    record_act(
        version,
        MayorReturn(letter_no="3", reasons="Cenon interesat."),
        kind="mayor_return",
        actor=journey.people["mayor"],
        entry=on(2024, 6, 20),
    )
    client = client_of(journey.people["secretary"])
    address = url("version_reexamine", version.pk)

    assert address in text_of(client.get(url("version_approval", version.pk)))
    fields = {"happened_on": "10.06.2024", **PAPER}
    assert errors_of(client.post(address, fields)) == {"happened_on"}
    assert client.post(address, fields | {"happened_on": "21.06.2024"}).status_code == 302
    again = PlanVersion.objects.get(derived_from=version)
    assert again.state == PlanState.BEFORE_COUNCIL
    assert text_of(client.get(url("version_decision", again.pk))).count("<option") >= 3


# ---- the lists


@pytest.mark.parametrize(
    ("name", "factory", "model"),
    [("committee", CommitteeFactory, Committee), ("addressee", PlanAddresseeFactory, PlanAddressee)],
)
def test_committees_and_addressees_are_rows(
    name: str, factory: Any, model: Any, people: dict[str, Any], client_of: Any
) -> None:
    client = client_of(people["secretary"])
    fields = {"code": "kultura", "name_sq": "Kultura", "source": "Rregullorja", "source_mark": "unverified"}

    assert client.post(url(f"{name}_create"), fields | {"source": ""}).status_code == 200
    assert client.post(url(f"{name}_create"), fields).status_code == 302
    row = model.objects.get()
    changed = fields | {"name_sq": "Kultura dhe sporti", "is_active": "on"}
    assert client.post(row.get_absolute_url(), changed).status_code == 302
    assert "Kultura dhe sporti" in text_of(client.get(url("approval_lists")))


@pytest.mark.parametrize(("state", "recipient"), [(PlanState.ADOPTED, "commissioner"), (PlanState.DRAFTING, "head")])
def test_a_complaint_begins_with_the_office_of_its_time(
    state: str, recipient: str, journey: Journey, client_of: Any
) -> None:
    version = PlanVersionFactory(content=True, state=state)

    page = client_of(journey.people["secretary"]).get(url("act_create", version.pk, "complaint"))

    assert page.context["form"]["recipient"].value() == recipient
    assert f'href="{url("version_approval", version.pk)}"' in text_of(page)


def test_the_button_of_a_step_says_what_it_does(journey: Journey, client_of: Any) -> None:
    version = journey.with_opinions()

    page = text_of(client_of(journey.people["admin"]).get(url("version_approve", version.pk)))

    assert '<button type="submit" class="btn btn-primary">Miratoni për dorëzim</button>' in page
    assert url("version_read", version.pk) in page
