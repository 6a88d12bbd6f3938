"""The whole approval in the browser: the offices, the mayor, the council twice, the prefect, and who checks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from accounts.models import User
from consultations.enums import RoundStep
from consultations.models import Round
from consultations.services import move_round
from operations.queue import jobs
from socialplan.approval.enums import OpinionKind, Outcome, PrefectVerdict, Verdict
from socialplan.approval.models import Committee, PlanAddressee
from socialplan.content.enums import PlanKind, PlanState, PlanStep
from socialplan.content.models import Measure, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.publishing.enums import OutputKind
from tests.browser.reader import BrowserReader
from tests.browser.test_journey import call_session, keep_warnings
from tests.factories.socialplan import PlanFactory, PlanVersionFactory, add_content
from vlora_plan.pages.verifying import ADVICE, OF_KIND, OF_STATE, Found

pytestmark = pytest.mark.browser

Desk = Callable[[str], BrowserReader]
SAVE = "main form[method=post] button[type=submit].btn-primary"
MOVED, AMENDED = "Punësimi i tre punonjësve socialë", "Punësimi i pesë punonjësve socialë"
ACCOUNTS = {kind: kind.value for kind in OpinionKind} | {OpinionKind.DATA_PROTECTION: "dpo"}


def send(reader: BrowserReader, selector: str = SAVE) -> str:
    """Press what posts a form, and read the page that answers."""
    with reader.page.expect_navigation():
        reader.page.locator(selector).click()
    return reader.look()


def home(version: PlanVersion) -> str:
    return f"plan/versions/{version.pk}"


def act(reader: BrowserReader, version: PlanVersion, kind: str, **values: str) -> str:
    """Record an act beside the workflow; it leads back to where the version stands."""
    reader.go(f"{home(version)}/acts/{kind}/add/")
    for name, value in values.items():
        field = reader.page.locator(f"main [name={name}]")
        is_choice = field.evaluate("field => field.tagName") == "SELECT"
        field.select_option(value) if is_choice else field.fill(value)
    told = send(reader)
    assert reader.page.url.endswith(f"{home(version)}/approval/")
    return told


def attach(reader: BrowserReader, name: str, content: bytes) -> None:
    paper = {"name": "dokument.pdf", "mimeType": "application/pdf", "buffer": content}
    reader.page.locator(f"main [name={name}]").set_input_files(paper)


def drafted(consultation: Round) -> PlanVersion:
    """A short plan on a round that owes nobody an answer."""
    coordinator = User.objects.get(email="coordinator@demo.example")
    plan = PlanFactory(kind=PlanKind.PLAN, title_sq="Plani i rrugës së plotë", title_en="The plan of the whole way")
    version: PlanVersion = PlanVersionFactory(plan=plan, number=1)
    add_content(version)
    plan.round_links.create(round=consultation)
    for step in (RoundStep.CLOSE, RoundStep.ANSWER):
        move_round(consultation, step, actor=coordinator)
    return version


def send_to_review(staff: BrowserReader, version: PlanVersion) -> None:
    keep_warnings(version)
    staff.go(f"{home(version)}/approval/")
    send(staff, "form[action$='/steps/review/'] button")
    version.refresh_from_db()
    assert version.state == PlanState.IN_REVIEW


def give_opinions(desk: Desk, version: PlanVersion) -> None:
    """Each office its own; the page offers no other."""
    for account in ACCOUNTS.values():
        office = desk(account)
        office.go(f"{home(version)}/opinions/add/")
        assert office.page.locator("main [name=kind] option").count() == 1
        office.fill(text="Pa vërejtje.")
        send(office)
    content = content_sha256(version)
    assert set(version.opinions.filter(content_sha256=content).values_list("kind", flat=True)) == set(OpinionKind)


def withdraw_an_opinion(lawyer: BrowserReader, version: PlanVersion) -> None:
    """The office withdraws its own, with a reason, and gives it anew; both stay in the history."""
    lawyer.go(f"{home(version)}/approval/")
    send(lawyer, "main a[href$='/withdraw/']")
    send(lawyer)
    assert lawyer.page.locator("[name=reason].is-invalid").count() == 1
    lawyer.fill(reason="U hodh te plani i gabuar.")
    assert "U hodh te plani i gabuar." in send(lawyer)
    assert not version.opinions.not_withdrawn().filter(kind=OpinionKind.LEGAL).exists()
    lawyer.go(f"{home(version)}/opinions/add/")
    send(lawyer)
    assert version.opinions.filter(kind=OpinionKind.LEGAL).count() == 2


def rename(reader: BrowserReader, version: PlanVersion, title: str) -> None:
    measure: Measure = version.measures.get()
    reader.go(f"plan/content/measure/{measure.pk}/edit/")
    reader.fill(title_sq=title, title_en=title)
    send(reader)
    measure.refresh_from_db()
    assert measure.title_sq == title


def send_back(mayor: BrowserReader, version: PlanVersion) -> None:
    mayor.go(f"{home(version)}/approval/")
    send(mayor, "main a[href$='/steps/return/']")
    send(mayor)
    assert mayor.page.locator("[name=comment].is-invalid").count() == 1
    mayor.fill(comment="Numri i punonjësve nuk është i saktë.")
    send(mayor)


def approve_only_what_was_seen(desk: Desk, version: PlanVersion) -> None:
    """The page carries the hash; while it lies open the content moves, and the step is refused with the difference."""
    admin = desk("admin")
    admin.go(f"{home(version)}/approve/")
    assert content_sha256(version) in admin.page.locator("main").inner_text()
    send_back(desk("mayor"), version)
    rename(desk("staff"), version, MOVED)
    send_to_review(desk("staff"), version)
    give_opinions(desk, version)

    assert MOVED in send(admin)
    version.refresh_from_db()
    assert version.state == PlanState.IN_REVIEW
    expect(admin.page.locator("#form-errors")).to_be_visible()
    assert content_sha256(version) in admin.page.locator("main").inner_text()

    assert "3" in send_refused(admin, version)
    admin.fill(comment="3 punonjës që punësohen; nuk tregon asgjë të mbrojtur.")
    send(admin)
    version.refresh_from_db()
    assert version.state == PlanState.APPROVED


def send_refused(admin: BrowserReader, version: PlanVersion) -> str:
    """Of three persons a hidden figure of the round tells too: whoever approves names the number, or it goes."""
    send(admin)
    version.refresh_from_db()
    assert version.state == PlanState.IN_REVIEW
    return admin.page.locator("#form-errors").inner_text()


def submit(mayor: BrowserReader, version: PlanVersion) -> None:
    mayor.go(f"{home(version)}/submit/")
    mayor.fill(protocol_no="1203")
    attach(mayor, "paper", b"%PDF-1.7 a letter")
    send(mayor)
    assert version.submissions.get().document.file.content_type == "application/pdf"


def decide(secretary: BrowserReader, version: PlanVersion, proposal: str, number: str) -> str:
    secretary.go(f"{home(version)}/decision/")
    secretary.choose(proposal=proposal)
    secretary.fill(number=number, present="36", votes_for="13", votes_against="18", abstained="4", did_not_vote="1")
    refuse_wrong_digits(secretary, version, proposal, number)
    secretary.fill(votes_for="31", votes_against="0")
    return send(secretary)


def refuse_wrong_digits(secretary: BrowserReader, version: PlanVersion, proposal: str, number: str) -> None:
    """Votes that do not carry what was decided decide nothing, and all that was typed stays."""
    send(secretary)
    page = secretary.page
    assert page.locator("#id_votes_for").get_attribute("aria-invalid") == "true"
    assert page.locator("[name=proposal]").input_value() == proposal
    assert page.locator("[name=number]").input_value() == number
    assert page.locator("[name=votes_for]").input_value() == "13"
    version.refresh_from_db()
    assert version.state == PlanState.BEFORE_COUNCIL


def amend(desk: Desk, version: PlanVersion, number: str) -> PlanVersion:
    """Committee and session; adopted with an amendment, which is entered, shown as a difference, and sealed.

    A number that a hidden figure tells too is not confirmed by the secretary, who wrote it: the officer does.
    """
    secretary, officer = desk("secretary"), desk("dpo")
    committee = str(Committee.objects.in_use().earliest("pk").pk)
    votes = {"votes_for": "5", "votes_against": "1", "abstained": "0", "verdict": Verdict.FAVOURABLE}
    act(secretary, version, "committee_opinion", committee=committee, **votes)
    call_session(secretary, home(version))
    decide(secretary, version, Outcome.AMENDED, number)
    text = version.derivatives.get()
    secretary.go(f"{home(text)}/amendments/")
    assert secretary.page.locator("main .alert-warning a").count() == 1
    rename(secretary, text, AMENDED)
    shown = secretary.go(f"{home(text)}/amendments/")
    assert "pesë" in shown
    assert "tre" in shown
    assert secretary.page.locator(".said-numbers strong").count() == 1  # five is a hidden figure of the edition too
    send(secretary)
    assert secretary.page.locator("main .alert-danger, main .invalid-feedback").count()
    send(secretary, "main form[action$='/numbers/ask/'] button")
    officer.go(f"{home(text)}/numbers/")
    officer.page.locator("main [name=numbers][value='5']").check()
    officer.fill(reason="5 është numri i qendrave.")
    send(officer)
    secretary.go(f"{home(text)}/amendments/")
    send(secretary)
    text.refresh_from_db()
    assert (text.state, bool(text.seal.sha256)) == (PlanState.ADOPTED, True)
    return text


def announce(secretary: BrowserReader, version: PlanVersion) -> None:
    secretary.go(f"{home(version)}/announcement/")
    secretary.fill(place="Këndi i njoftimeve të bashkisë")
    send(secretary)
    version.refresh_from_db()
    assert version.state == PlanState.ANNOUNCED


def dispatch(secretary: BrowserReader, version: PlanVersion) -> None:
    addressee = PlanAddressee.objects.for_plan().earliest("pk")
    act(secretary, version, "dispatch", addressee=str(addressee.pk), protocol_no="1290")
    send(secretary, "main a[href*='/acts/receipt/']")
    secretary.fill(their_protocol_no="88/2")
    assert "88/2" in send(secretary)


def return_by_prefect(secretary: BrowserReader, version: PlanVersion) -> None:
    """Not before the deposit is registered; then one letter with its reasons."""
    act(secretary, version, "deposit", protocol_no="1291")
    secretary.go(f"{home(version)}/acts/prefect_opinion/add/")
    secretary.choose(verdict=PrefectVerdict.RETURNED)
    secretary.fill(letter_no="45", reasons="Mungon baza ligjore e masës së parë.")
    send(secretary)
    assert not version.prefect_opinions.exists()
    deposit = version.prefect_deposit.pk
    secretary.go(f"{home(version)}/acts/registration/{deposit}/add/")
    secretary.fill(prefect_protocol_no="301")
    send(secretary)
    reasons = "Mungon baza ligjore e masës së parë."
    told = act(secretary, version, "prefect_opinion", verdict=PrefectVerdict.RETURNED, letter_no="45", reasons=reasons)
    assert reasons in told


def reexamine(secretary: BrowserReader, version: PlanVersion, number: str) -> PlanVersion:
    """What the prefect returned lies before the council again, which confirms it."""
    secretary.go(f"{home(version)}/re-examination/")
    send(secretary)
    again = version.derivatives.get()
    call_session(secretary, home(again))
    decide(secretary, again, Outcome.CONFIRMED, number)
    again.refresh_from_db()
    assert again.state == PlanState.ADOPTED
    assert again.seal.sha256 != version.seal.sha256
    return again


def complain(coordinator: BrowserReader, version: PlanVersion, number: str) -> None:
    act(coordinator, version, "complaint", number=number, subject="Afati i njoftimit.")
    send(coordinator, "main a[href*='/acts/outcome/']")
    coordinator.fill(measures="Njoftimi u zgjat me pesë ditë.")
    assert "Njoftimi u zgjat" in send(coordinator)


def order_and_publish(desk: Desk, version: PlanVersion) -> None:
    mayor = desk("mayor")
    mayor.go(f"{home(version)}/order/")
    mayor.fill(number="77")
    send(mayor)
    address = "https://konsultimipublik.gov.al/plani"
    told = act(desk("secretary"), version, "publication", channel="register", url=address)
    assert address in told


def check(anybody: BrowserReader, version: PlanVersion) -> None:
    """By the hash on the cover, by the file that was made, and by one that somebody changed."""
    told = anybody.go(f"verify/{version.seal.sha256}/")
    assert words(anybody, OF_STATE[PlanState.ANNOUNCED][0]) in told
    assert str(version.decision) in told
    report = version.reports.filter(kind=OutputKind.PLAN_PDF, language=anybody.language).latest("pk")
    jobs.run(report.job_id)
    report.job.refresh_from_db()
    with report.job.result_file.file.open("rb") as file:
        content = file.read()
    assert words(anybody, ADVICE[Found.FILE]) in upload(anybody, content)
    assert words(anybody, OF_KIND[Found.ALTERED][0]) in upload(anybody, content + b"\n")


def upload(anybody: BrowserReader, content: bytes) -> str:
    anybody.go("verify/")
    attach(anybody, "document", content)
    return send(anybody)


def words(reader: BrowserReader, sentence: object) -> str:
    with translation.override(reader.language):
        return str(sentence)


@pytest.mark.parametrize(("language", "width", "number"), [("sq", 1280, 71), ("en", 360, 81)])
def test_a_plan_goes_the_whole_way(
    reader: Callable[..., BrowserReader], consultation: Round, language: str, width: int, number: int
) -> None:
    desk: Desk = cache(partial(reader, width=width, language=language))
    version = drafted(consultation)
    send_to_review(desk("staff"), version)
    give_opinions(desk, version)
    withdraw_an_opinion(desk("legal"), version)
    approve_only_what_was_seen(desk, version)
    submit(desk("mayor"), version)

    secretary = desk("secretary")
    text = amend(desk, version, str(number))
    announce(secretary, text)
    dispatch(secretary, text)
    return_by_prefect(secretary, text)
    again = reexamine(secretary, text, str(number + 1))
    announce(secretary, again)
    complain(desk("coordinator"), again, f"K{number}")
    order_and_publish(desk, again)

    check(desk(""), again)
    steps = again.state_changes.values_list("step", flat=True)
    assert list(steps) == [PlanStep.ADOPT, PlanStep.ANNOUNCE]
    assert again.announcement.happened_on == timezone.localdate()
