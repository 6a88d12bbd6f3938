"""The coordinator's and the staff's side of listening: the service map, a round with its legal days, an event."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Service, ServiceType, TargetGroup
from consultations.enums import DraftFileKind, ParticipantType, RoundKind, RoundState, Sex
from consultations.intake.flood import limits
from consultations.intake.signs import is_proved
from consultations.models import ConsultationEvent, Contribution, Round
from municipality.calendar import working_days_between
from municipality.enums import ThresholdCode
from tests.browser.reader import BrowserReader, follow

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def register_service(staff: BrowserReader, code: str) -> None:
    """Letters in a number, and more places used by women and men than by all, are refused at their field."""
    staff.go("assessments/services/add/")
    staff.fill(code=code, name_sq="Terapi në familje", name_en="Therapy at home")
    staff.choose(service_type=str(ServiceType.objects.earliest("pk").pk), provider_type="ngo")
    staff.fill(capacity="tridhjetë", source="Drejtoria sociale")
    staff.send()
    assert staff.page.locator("main [name=capacity].is-invalid").input_value() == "tridhjetë"
    assert staff.page.locator("main [name=name_sq]").input_value() == "Terapi në familje"
    staff.fill(capacity="30")
    staff.send()
    staff.press("main .form-steps li:nth-child(5) a")
    staff.fill(users="12", users_women="9", users_men="5")
    staff.send()
    staff.fill(users_women="7")
    staff.send()
    staff.press("main .form-steps li:nth-child(7) a")
    staff.fill(annual_cost="1 200 000")
    staff.send()
    service = Service.objects.get(code=code)
    assert (service.capacity, service.users, service.annual_cost) == (30, 12, 1_200_000)


def fill_both(reader: BrowserReader, *names: str) -> None:
    for name in names:
        reader.fill(**{f"{name}_sq": "Sipas njoftimit.", f"{name}_en": "As the notice says."})


def open_round(coordinator: BrowserReader) -> Round:
    """Not published before its notice is whole; from then on it is open for the days of the law."""
    coordinator.go("consultations/rounds/add/")
    coordinator.choose(kind=RoundKind.DRAFT_PLAN)
    coordinator.fill(title_sq="Konsultim i projektit", title_en="Consultation of the draft")
    for box in coordinator.page.locator("main [name=groups]").all():
        box.check()
    coordinator.send()
    one = Round.objects.latest("pk")
    assert one.groups.count() == 5
    coordinator.go(f"consultations/rounds/{one.pk}/")
    assert coordinator.page.locator("main form[action$='/steps/publish/'] button").count() == 0

    coordinator.go(f"consultations/rounds/{one.pk}/edit/")
    fill_both(coordinator, "about")
    coordinator.send()
    fill_both(coordinator, "draft", "reasons")
    coordinator.fill(easy_read_reason="Përmbledhja lexohet me zë në takime.")
    coordinator.send()
    fill_both(coordinator, "manner", "meetings")
    coordinator.fill(coordinator_contact="konsultimi@shembull.example")
    coordinator.send()
    coordinator.fill(answer_days="20", register_reference="RNJ-2026-9")
    coordinator.send()
    assert one.groups.count() == 5
    assert coordinator.page.locator("main form[action$='/steps/publish/'] button").count() == 0

    coordinator.go(f"consultations/rounds/{one.pk}/files/add/")
    coordinator.choose(kind=DraftFileKind.DRAFT)
    draft = {"name": "projekti.pdf", "mimeType": "application/pdf", "buffer": PDF}
    coordinator.page.locator("main [name=upload]").set_input_files(draft)  # type: ignore[arg-type]
    coordinator.send()
    coordinator.go(f"consultations/rounds/{one.pk}/")
    coordinator.press("main form[action$='/steps/publish/'] button")
    one.refresh_from_db()
    assert one.state == RoundState.OPEN
    return one


def hold_event(coordinator: BrowserReader, one: Round) -> ConsultationEvent:
    """Counted as women and men and by kind of participant, and both are the same persons."""
    coordinator.go(f"consultations/rounds/{one.pk}/events/add/")
    coordinator.choose(kind="focus_group", confidentiality="restricted")
    coordinator.fill(title_sq="Takim në Novoselë", title_en="Meeting in Novoselë")
    coordinator.fill(held_on=timezone.localdate().strftime("%d.%m.%Y"))
    group = TargetGroup.objects.get(code="ECO")
    coordinator.page.locator(f"main [name=groups][value='{group.pk}']").check()
    coordinator.send()
    coordinator.choose(status="held")
    coordinator.fill(place="Shkolla e fshatit")
    coordinator.send()
    coordinator.send()
    event = one.events.get()
    coordinator.go(f"consultations/events/{event.pk}/attendance/")
    counted = {f"sex_{Sex.WOMEN}": "14", f"sex_{Sex.MEN}": "6", f"type_{ParticipantType.CSO}": "5"}
    coordinator.fill(**counted, **{f"type_{ParticipantType.COMMUNITY}": "16"})
    coordinator.send()
    assert not event.attendance.exists()
    assert coordinator.page.locator("main [role=alert]").count() == 1
    assert coordinator.page.locator(f"main [name=type_{ParticipantType.COMMUNITY}]").input_value() == "16"
    coordinator.fill(**{f"type_{ParticipantType.COMMUNITY}": "15"})
    coordinator.send()
    assert sum(each.count for each in event.attendance.all() if each.sex) == 20
    assert sum(each.count for each in event.attendance.all() if each.participant_type) == 20
    return event


@pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("en", 360)])
def test_a_service_a_round_and_an_event_are_registered(
    reader: Callable[..., BrowserReader], language: str, width: int
) -> None:
    reader = partial(reader, language=language, width=width)
    register_service(reader("staff"), f"S90-{language}")
    coordinator = reader("coordinator")
    one = open_round(coordinator)

    today = timezone.localdate()
    assert one.closes_on is not None
    assert working_days_between(today, one.closes_on) == 20

    anybody = reader()
    notice = anybody.go(f"contribute/{one.pk}/")
    assert f"{one.closes_on:%d.%m.%Y}" in notice
    hold_event(coordinator, one)
    anybody.go(f"contribute/{one.pk}/")
    assert anybody.page.locator("main td.number", has_text="20").count() == 0

    coordinator.go(f"consultations/rounds/{one.pk}/attendance/")
    coordinator.send()
    anybody.go(f"contribute/{one.pk}/")
    assert anybody.page.locator("main td.number", has_text="20").count() >= 1


def counted() -> tuple[int, int]:
    """How many posts of this minute came with a browser's proof, and how many without."""
    known = limits()
    return known[ThresholdCode.INTAKE_ALTOGETHER].count(""), known[ThresholdCode.INTAKE_UNPROVED].count("")


@pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("en", 360)])
def test_a_browser_proves_its_work_while_somebody_writes_and_one_without_scripts_sends_all_the_same(
    reader: Callable[..., BrowserReader], consultation: Round, language: str, width: int
) -> None:
    page = f"contribute/{consultation.pk}/send/"
    proved, unproved = counted()
    scripted = reader(language=language, width=width)
    scripted.go(page)
    expect(scripted.page.locator("[data-proof]")).not_to_have_value("")
    token = scripted.page.locator("main [name=submission]").input_value()
    assert is_proved(token, scripted.page.locator("[data-proof]").input_value())
    scripted.fill(text="Na duhet një rampë.")
    scripted.send()
    assert scripted.page.locator("#kept-words").inner_text().strip() == "Na duhet një rampë."
    assert counted() == (proved + 1, unproved)

    plain = reader(language=language, width=width, scripts=False).page
    plain.goto(f"/{language}/{page}")
    assert plain.locator("[data-proof]").input_value() == ""
    plain.locator("main [name=text]").fill("Na duhet ujë.")
    follow(plain.locator("main form[method=post] button[type=submit].btn-primary"))
    assert plain.locator("#reference-code").count() == 1
    assert counted() == (proved + 1, unproved + 1)
    assert Contribution.objects.in_the_open().filter(round=consultation).count() == 2
