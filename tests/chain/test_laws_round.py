"""The law's whole round on an empty installation: the draft in the open, its days, answers that arrive, its report.

The town is founded by its services, the plan drafted by them; the consultation itself is done in the browser.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from time_machine import travel

from accounts.enums import Role
from accounts.models import User
from consultations.enums import RoundState
from consultations.models import ConsultationEvent, Contribution, Recommendation, Round, SpeakerNotice
from operations.enums import JobState
from operations.models import Job
from operations.queue.jobs import run
from operations.queue.messages import send_due
from socialplan.content.models import PlanVersion, SpecificObjective
from socialplan.drafting.services.content import (
    register_chapter,
    register_goal,
    register_measure,
    register_objective,
)
from socialplan.drafting.services.plans import create_plan
from tests.browser.reader import BrowserReader
from tests.chain.founding import found_town
from tests.chain.people import Town, newest_link
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TIRANA = ZoneInfo("Europe/Tirane")
FIRST_DAY = date(2026, 9, 7)
WORDS = "Te qendra e Delvinës nuk ka rampë."
LETTER = "Kërkojmë transport për nxënësit e fshatit."
SPEAKER, SUBSCRIBER = "banore@example.org", "lexues@example.org"


@contextmanager
def on(day: date) -> Iterator[None]:
    """Ten in the morning of a day, in Tirana."""
    with travel(datetime(day.year, day.month, day.day, 10, tzinfo=TIRANA), tick=True):
        yield


def seated(town: Town, name: str, user: User) -> BrowserReader:
    """Somebody at her desk, logged in this very day."""
    client = Client()
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")
    session = client.session
    session["began_at"] = session["seen_at"] = int(time.time())
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="telefon", confirmed=True)
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    desk = town.desk(name)
    cookie: Any = {"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": town.address}
    desk.page.context.add_cookies([cookie])
    return desk


def come(town: Town, people: dict[Role, User]) -> None:
    for role, user in people.items():
        seated(town, str(role), user)


def drafted(staff: User) -> PlanVersion:
    version = create_plan(
        actor=staff, title_sq="Plani Social Vendor i Delvinës", title_en="Plan", first_year=2027, last_year=2029
    )
    register_chapter(version, actor=staff, code="1", title_sq="Hyrje", body_sq="<p>Fjalët e banorëve.</p>")
    goal = register_goal(version, actor=staff, code="1", title_sq="Shërbime pranë")
    objective = register_objective(goal, actor=staff, code="1.1", title_sq="Qasja")
    register_measure(objective, actor=staff, code="1.1.1", title_sq="Rampë te qendra ditore")
    return version


def work_off() -> None:
    """What a worker does with the files that were asked for."""
    for one in Job.objects.filter(state=JobState.PENDING):
        run(one.pk)
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def step(desk: BrowserReader, one: Round, name: str) -> str:
    desk.go(f"consultations/rounds/{one.pk}/")
    return desk.press(f"main form[action$='/steps/{name}/'] button >> nth=0")


def announce(town: Town, version: PlanVersion) -> Round:
    """The notice by its steps, refused until it is whole; the draft frozen; a meeting at short notice says why."""
    coordinator, staff = town.desk("coordinator"), town.desk("staff")
    coordinator.go("consultations/rounds/add/")
    coordinator.choose(kind="draft_plan")
    coordinator.fill(title_sq="Projektplani 2027–2029", title_en="Draft plan")
    for box in coordinator.page.locator("main [name=groups]").all():
        box.check()
    coordinator.send()
    one = Round.objects.get()
    coordinator.fill(
        draft_sq="Në këtë faqe dhe në sportel.", reasons_sq="Plani i ri trevjeçar; rreth 2 000 përfitues."
    )
    coordinator.fill(easy_read_reason="Përmbledhja përgatitet nga shoqata e prindërve.")
    coordinator.send()
    coordinator.fill(manner_sq="Në këtë faqe, me postë ose në sportel.", coordinator_contact="Zyra e konsultimit")
    coordinator.send()
    coordinator.fill(working_days="20", answer_days="10")
    coordinator.send()
    assert "Projekti nuk është ende" in coordinator.go(f"consultations/rounds/{one.pk}/")
    staff.go(f"plan/versions/{version.pk}/rounds/add/")
    staff.choose(round_=str(one.pk))
    staff.send()
    coordinator.go(f"consultations/rounds/{one.pk}/freeze/")
    coordinator.send()
    work_off()
    meet(coordinator, one)
    return one


def meet(coordinator: BrowserReader, one: Round) -> None:
    soon = f"{timezone.localdate() + timedelta(days=14):%d.%m.%Y}"
    coordinator.go(f"consultations/rounds/{one.pk}/events/add/")
    coordinator.page.locator("main select[name=kind]").select_option(label="Dëgjesë publike")
    coordinator.fill(title_sq="Dëgjesa në Delvinë", held_on=soon)
    coordinator.choose(confidentiality="public")
    coordinator.send()
    assert not ConsultationEvent.objects.exists(), "fewer working days than the rule asks a recorded reason"
    coordinator.fill(short_notice_reason="Salla është e lirë vetëm atë ditë.")
    coordinator.send()
    coordinator.fill(starts_at="10:00", place="Salla e këshillit")
    coordinator.send()
    coordinator.send()
    assert ConsultationEvent.objects.get().place == "Salla e këshillit"
    assert "datën e takimeve publike" in coordinator.go(f"consultations/rounds/{one.pk}/")
    coordinator.go(f"consultations/rounds/{one.pk}/edit/?step=3")
    coordinator.fill(meetings_sq=f"Salla e këshillit, {soon}, ora 10.")
    coordinator.send()


def speak(town: Town, one: Round) -> str:
    """Somebody asks for the news, reads the draft, and says something about one measure; her code."""
    anybody = town.desk()
    anybody.go("contribute/news/")
    anybody.fill(email=SUBSCRIBER)
    anybody.send()
    anybody.go(newest_link(SUBSCRIBER))
    anybody.send()
    assert "Projektplani 2027–2029" in anybody.go("contribute/")
    told = anybody.go(f"contribute/{one.pk}/")
    assert "05.10.2026" in told
    assert "njoftim i shkurtër" in told.lower()
    anybody.go(f"contribute/{one.pk}/draft/1/")
    anybody.press("main a:has-text('Rampë te qendra ditore')")
    anybody.press("main a[href*='/send/']")
    anybody.fill(text=WORDS, email=SPEAKER)
    anybody.page.locator("[name=consents_to_publish]").check()
    anybody.page.locator("[name=consents_to_feedback]").check()
    anybody.page.locator("[name=safe_to_send]").check()
    anybody.send()
    code = anybody.page.locator("#reference-code").inner_text()
    said = Contribution.objects.get()
    assert (said.text, said.place_kind) == (WORDS, "measure")
    return code


def lengthen(town: Town, one: Round) -> None:
    """A corrected draft beside the first, and five days more; who spoke and who subscribed hears of it."""
    coordinator, anybody = town.desk("coordinator"), town.desk()
    coordinator.go(f"consultations/rounds/{one.pk}/freeze/")
    coordinator.fill(changes_sq="U shtua transporti.")
    assert "thotë të njëjtën gjë" in coordinator.send()
    register_measure(
        SpecificObjective.objects.get(), actor=User.objects.get(name="staff"), code="1.1.2", title_sq="Transport"
    )
    coordinator.send()
    work_off()
    today = f"{timezone.localdate():%d.%m.%Y}"
    coordinator.go(f"consultations/rounds/{one.pk}/extend/")
    coordinator.fill(to_day="12.10.2026", decision_no="14", decision_on=today, reason="Drafti u saktësua.")
    coordinator.fill(notified_on=today)
    coordinator.send()
    told = anybody.go(f"contribute/{one.pk}/")
    assert "12.10.2026" in told
    assert "U shtua transporti" in told
    send_due()
    assert {SUBSCRIBER, SPEAKER} <= {to for letter in mail.outbox for to in letter.to}


def receive(town: Town, one: Round) -> None:
    """A letter at the counter, with its number; the meeting is counted, its minutes written and approved."""
    coordinator, staff = town.desk("coordinator"), town.desk("staff")
    coordinator.go(f"consultations/rounds/{one.pk}/contributions/add/")
    coordinator.choose(channel="paper", spoken_by="resident")
    coordinator.fill(protocol_no="311", happened_on=f"{timezone.localdate():%d.%m.%Y}", text=LETTER)
    coordinator.send()
    assert Contribution.objects.count() == 2
    event = ConsultationEvent.objects.get()
    coordinator.go(f"consultations/events/{event.pk}/attendance/")
    coordinator.fill(sex_women="14", sex_men="9")
    coordinator.send()
    coordinator.go(f"consultations/events/{event.pk}/edit/?step=2")
    coordinator.choose(status="held")
    coordinator.send()
    coordinator.fill(minutes_public_sq="U fol për rampën te qendra ditore.")
    coordinator.send()
    staff.go(f"consultations/events/{event.pk}/minutes/")
    staff.send()


def answer(town: Town, one: Round) -> None:
    """Not before the last day; each contribution is taken up or set aside, each recommendation answered."""
    coordinator = town.desk("coordinator")
    first, second = Contribution.objects.order_by("pk")
    coordinator.go(f"consultations/contributions/{first.pk}/")
    coordinator.press("main form[action$='/read/'] button")
    coordinator.go(f"consultations/contributions/{first.pk}/")
    coordinator.press("main a.btn-primary")
    coordinator.fill(title_sq="Rampë te qendra", text_sq="Qendra ditore të ketë rampë.")
    coordinator.send()
    coordinator.send()
    asked = Recommendation.objects.get()
    coordinator.go(f"consultations/recommendations/{asked.pk}/answer/")
    coordinator.page.locator("[name=answer][value=accepted]").check()
    coordinator.send()
    coordinator.go(f"consultations/contributions/{second.pk}/")
    coordinator.fill(reason="Transporti i nxënësve është detyrë e drejtorisë arsimore.")
    coordinator.press("main form[action$='/no-proposal/'] button")


def complain(town: Town, one: Round) -> None:
    """Somebody says that the notice did not reach the village; upheld, comments are taken again for a week."""
    coordinator = town.desk("coordinator")
    coordinator.go(f"consultations/rounds/{one.pk}/complaints/add/")
    coordinator.fill(received_on=f"{timezone.localdate():%d.%m.%Y}", protocol_no="340", about="Njoftimi nuk u vendos.")
    coordinator.send()
    coordinator.press("main a[href*='/complaints/']:has-text('Vendosni')")
    coordinator.page.locator("[name=result][value=upheld]").check()
    coordinator.fill(reason="Njoftimi u vendos me vonesë.", new_last_day="23.10.2026")
    coordinator.send()
    one.refresh_from_db()
    assert (one.state, one.closes_on) == (RoundState.OPEN, date(2026, 10, 23))


def tell(town: Town, one: Round, code: str) -> None:
    """The answers are public; who spoke gets hers whole, finds it by her code, and a returned mail is written down."""
    coordinator, anybody = town.desk("coordinator"), town.desk()
    step(coordinator, one, "answer")
    one.refresh_from_db()
    assert one.state == RoundState.ANSWERED
    send_due()
    letter = next(one for one in reversed(mail.outbox) if one.to == [SPEAKER])
    assert "Rampë te qendra" in str(letter.body)
    anybody.go("follow/")
    anybody.fill(code=code)
    assert "Rampë te qendra" in anybody.send()
    assert WORDS in anybody.go(f"contribute/{one.pk}/words/")
    coordinator.go(f"consultations/rounds/{one.pk}/telling/")
    coordinator.go(f"consultations/notices/{SpeakerNotice.objects.latest('pk').pk}/returned/")
    coordinator.fill(reason="Kutia e plotë.")
    coordinator.send()
    assert "Kutia e plotë." in coordinator.go(f"consultations/rounds/{one.pk}/telling/")


def report(town: Town, one: Round) -> None:
    """The round's report in both shapes, the workbook, open data, and the year's transparency report."""
    coordinator, anybody = town.desk("coordinator"), town.desk()
    for shape in ("pdf", "docx"):
        coordinator.go(f"consultations/rounds/{one.pk}/report/")
        coordinator.choose(file_format=shape, language="sq")
        coordinator.send()
    work_off()
    assert set(Job.objects.filter(kind__endswith="report").values_list("result_file__name", flat=True)) == {
        f"konsultimi-{one.pk}-sq.docx",
        f"konsultimi-{one.pk}-sq.pdf",
    }
    coordinator.go(f"consultations/rounds/{one.pk}/")
    with coordinator.page.expect_download() as sheet:
        coordinator.page.locator("main form[action$='/workbook/'] button").click()
    assert sheet.value.suggested_filename.endswith(".xlsx")
    assert "Projektplani 2027–2029" in anybody.go("contribute/yearly/2026/")
    assert LETTER not in anybody.go(f"contribute/{one.pk}/")
    tables = anybody.page.request.get(f"/sq/contribute/{one.pk}/answers.json").json()["tables"]
    assert [row["cells"][1] for row in tables[0]["rows"]] == [1, 1]
    counts = anybody.go("plan/public/transparency/2026/")
    assert "Projektplani 2027–2029" in counts
    coordinator.go("plan/public/transparency/2026/")
    coordinator.press("main form[action$='/pdf/'] button")
    work_off()


def test_the_laws_round_goes_from_the_notice_to_its_report(town: Town) -> None:
    with on(FIRST_DAY):
        found_town()
        people = {role: UserFactory(role=role, name=str(role)) for role in (Role.STAFF, Role.COORDINATOR)}
        come(town, people)
        one = announce(town, drafted(people[Role.STAFF]))
        step(town.desk("coordinator"), one, "publish")
        one.refresh_from_db()
        assert (one.state, one.closes_on) == (RoundState.OPEN, date(2026, 10, 5))
        code = speak(town, one)
    with on(FIRST_DAY + timedelta(days=9)):
        come(town, people)
        lengthen(town, one)
    with on(FIRST_DAY + timedelta(days=15)):
        come(town, people)
        receive(town, one)
    with on(date(2026, 10, 13)):
        come(town, people)
        step(town.desk("coordinator"), one, "close")
        complain(town, one)
    with on(date(2026, 10, 26)):
        come(town, people)
        step(town.desk("coordinator"), one, "close")
        answer(town, one)
        tell(town, one, code)
        report(town, one)
