"""From nothing to a reported year, by the browser alone: a municipality of seven units and thirty-one seats."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import RoleAssignment, User
from assessments.models import Assessment, Service, ServiceType, TargetGroup
from consultations.enums import RoundKind
from consultations.models import Contribution, Disposition, Round
from monitoring.enums import ReportState
from monitoring.models import BudgetExecution, IndicatorValue, OfficeHandIn, Period, YearlyReport
from municipality.models import AdministrativeUnit, Municipality, Office, Project
from operations.queue.messages import send_due
from socialplan.approval.enums import OpinionKind
from socialplan.approval.models import PlanAddressee
from socialplan.content.enums import PlanState
from socialplan.content.findings import findings
from socialplan.content.models import FundingSource, PlanVersion
from socialplan.content.services.findings import keep_warning
from tests.browser.reader import BrowserReader, open_row
from tests.browser.test_matrix import PASTE
from tests.chain.notices import reminded_of, told_of_the_vote
from tests.chain.people import PASSWORD, Town, invited, set_up_second_factor
from vlora_plan.first_token import first_token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROOF: Any = {
    "name": "prova.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
}
WORDS = "Fëmija im nuk ka transport për terapi."
UNITS = "Fier\tFier\t55845\nMbrostar;;\n".replace(";;", "") + "Cakran\nDërmenas\nLibofshë\nPortëz\nTopojë\n"
FIGURES = (
    "definition;value;starts_on;ends_on;source;method;quality",
    "pop-resident;5585;01.01.2026;01.01.2026;Censi;register;B",
    "households;1800;01.01.2026;01.01.2026;Censi;register;B",
    "pop-registered;1.234;01.01.2026;01.01.2026;Gjendja civile;register;B",
)


def found(town: Town) -> BrowserReader:
    """The five steps of the guide; on the way the guide is left and taken up again."""
    admin = town.desk("admin")
    admin.go("")
    assert "first-run" in admin.page.url
    admin.fill(token="AAAA-AAAA-AAAA-AAAA", email="admin@fier.example", name="Administratori", password=PASSWORD)
    admin.fill(name_sq="Bashkia Fier", name_en="Municipality of Fier", county_sq="Qarku Fier")
    admin.send()
    assert not User.objects.exists()
    admin.fill(token=first_token(), password=PASSWORD)
    admin.send()
    set_up_second_factor(admin)
    told = admin.go("")
    assert "2024" not in told
    assert "Vlor" not in told
    admin.press("main a[href*='/guide/units/']")
    admin.fill(block=UNITS)
    admin.send()
    assert not AdministrativeUnit.objects.exists(), "a population needs its year and its source"
    admin.fill(year="2023", source="Censi 2023, banorë")
    admin.send()
    assert AdministrativeUnit.objects.count() == 7
    admin.fill(seats="31")
    admin.send()
    place = Municipality.objects.get()
    assert (place.seats, place.quorum) == (31, 16)
    admin.send()
    admin.press("main button[name=none]")
    assert not Project.objects.exists()
    return admin


PEOPLE = {
    "staff": ("staff",),
    "coordinator": ("coordinator",),
    "mayor": ("mayor",),
    "secretary": ("secretary",),
    "dpo": ("dpo",),
    "transport": ("staff",),
    "schools": ("staff",),
}


def office_of(name: str) -> Office:
    """Two of the delivered offices: one for the people of transport, one for those of schools."""
    return Office.objects.filter(is_active=True)[0 if name == "transport" else 1]


def invite_everybody(town: Town, admin: BrowserReader) -> None:
    """Each by the mail she gets; roles that open contributors' data are confirmed by a second person."""
    for name, roles in PEOPLE.items():
        office = str(office_of(name)) if name in {"transport", "schools"} else ""
        invited(town, admin, name, *roles, office=office)
    mayor = town.desk("mayor")
    mayor.go("account/changes/")
    while mayor.page.locator("main form[action$='/confirm/'] button").count():
        mayor.press("main form[action$='/confirm/'] button >> nth=0")
    held = set(RoleAssignment.objects.filter(revoked_on=None).values_list("user__name", "role"))
    assert {(name.capitalize(), role) for name, roles in PEOPLE.items() for role in roles} <= held


def assess(town: Town) -> Assessment:
    """An edition with one need and one service, verified by another person, and published."""
    staff = town.desk("staff")
    staff.go("assessments/add/")
    staff.fill(title_sq="Vlerësimi 2026", title_en="Assessment 2026", starts_on="05.01.2026", ends_on="30.04.2026")
    staff.send()
    for name in ("method", "sources", "limits"):
        staff.fill(**{f"{name}_sq": "Regjistrat e bashkisë.", f"{name}_en": "The municipality's registers."})
    staff.send()
    edition = Assessment.objects.get()
    staff.go(f"assessments/{edition.pk}/needs/add/")
    staff.choose(group=str(TargetGroup.objects.get(code="PWD").pk))
    staff.fill(code="N01", name_sq="Transport për terapi")
    staff.fill(indicator_sq="fëmijë pa transport", estimate="40")
    staff.fill(source="Drejtoria sociale", severity="3", affected="40")
    staff.send()
    staff.fill(name_en="Transport to therapy")
    for _step in (2, 3, 4):
        staff.send()
    staff.fill(covered="5")
    staff.send()
    staff.go("assessments/services/add/")
    staff.fill(code="S01", name_sq="Terapi në familje", name_en="Therapy at home")
    staff.choose(service_type=str(ServiceType.objects.earliest("pk").pk), provider_type="ngo")
    staff.fill(capacity="30", source="Drejtoria sociale")
    staff.send()
    staff.send()
    staff.fill(provider="Qendra e re")
    staff.choose(unit=str(AdministrativeUnit.objects.earliest("pk").pk))
    staff.send()
    staff.send()
    staff.fill(users="12", users_women="7", users_men="5")
    staff.send()
    staff.send()
    staff.choose(status="active")
    staff.fill(annual_cost="1 200 000", source_on="05.01.2026")
    staff.send()
    assert (Service.objects.get().capacity, Service.objects.get().status) == (30, "active")
    import_figures(staff, edition)
    return edition


def import_figures(staff: BrowserReader, edition: Assessment) -> None:
    """A block of the delivered definitions: the bad row stays behind, the others are taken."""
    staff.go(f"assessments/{edition.pk}/import/figures/")
    staff.fill(pasted="\n".join(line.replace(";", "\t") for line in FIGURES))
    staff.send()
    assert "1.234" in staff.look()
    staff.send()
    assert sorted(edition.data_points.values_list("definition__code", "value")) == [
        ("households", 1800),
        ("pop-resident", 5585),
    ]


def step(reader: BrowserReader, page: str, name: str, **values: str) -> None:
    """Take a step that stands as a button on a page, or on its own page with a form."""
    reader.go(page)
    button = reader.page.locator(f"main form[action$='/steps/{name}/'] button")
    if button.count():
        reader.press(f"main form[action$='/steps/{name}/'] button >> nth=0")
    else:
        reader.go(f"{page}steps/{name}/")
        reader.fill(**values)
        reader.send()


def publish_edition(town: Town, edition: Assessment) -> None:
    page = f"assessments/{edition.pk}/"
    step(town.desk("staff"), page, "verify")
    step(town.desk("coordinator"), page, "publish")
    edition.refresh_from_db()
    assert edition.is_published, town.desk("coordinator").page.locator("main").inner_text()


def listen(town: Town) -> tuple[Round, str]:
    """A round published, and words sent without an account; each is answered, not yet told."""
    coordinator, anybody = town.desk("coordinator"), town.desk()
    coordinator.go("consultations/rounds/add/")
    coordinator.choose(kind=RoundKind.LISTENING)
    coordinator.fill(title_sq="Dëgjimi i parë", title_en="First listening")
    for box in coordinator.page.locator("main [name=groups]").all():
        box.check()
    coordinator.send()
    one = Round.objects.latest("pk")
    coordinator.go(f"consultations/rounds/{one.pk}/edit/?step=4")
    coordinator.fill(answer_days="20")
    coordinator.send()
    step(coordinator, f"consultations/rounds/{one.pk}/", "publish")
    anybody.go("")
    anybody.go(f"contribute/{one.pk}/send/")
    anybody.fill(text=WORDS)
    anybody.send()
    code = anybody.page.locator("#reference-code").inner_text()
    answer_all(coordinator, one)
    return one, code


def tell(town: Town, one: Round, code: str) -> None:
    """The round ends once the plan that rests on it has begun; who spoke finds the answer by her code."""
    coordinator, anybody = town.desk("coordinator"), town.desk()
    step(coordinator, f"consultations/rounds/{one.pk}/", "close")
    step(coordinator, f"consultations/rounds/{one.pk}/", "answer")
    anybody.go("follow/")
    anybody.fill(code=code)
    assert "Transport falas" in anybody.send()


def answer_all(coordinator: BrowserReader, one: Round) -> None:
    words = Contribution.objects.get(round=one)
    coordinator.go(f"consultations/contributions/{words.pk}/")
    coordinator.press("main a.btn-primary")
    coordinator.fill(code="R1", title_sq="Transport falas", title_en="Free transport")
    coordinator.fill(text_sq="Të ketë transport për terapi.", text_en="There should be transport to therapy.")
    coordinator.send()
    recommendation = words.recommendations.get()
    coordinator.go(f"consultations/recommendations/{recommendation.pk}/answer/")
    coordinator.page.locator("[name=answer][value=accepted]").check()
    coordinator.send()
    assert recommendation.dispositions.get().answer == "accepted"


def write_measures(staff: BrowserReader, version: PlanVersion, add: str) -> None:
    """One for each of the two offices."""
    objective = str(version.specificobjectives.get().pk)
    for office, albanian, english in (
        ("transport", "Transport për terapi", "Transport to therapy"),
        ("schools", "Shoqërim në shkollë", "Company on the way to school"),
    ):
        staff.go(f"{add}/measure/")
        staff.choose(objective=objective)
        staff.fill(title_sq=albanian, title_en=english)
        staff.send()
        staff.choose(office=str(office_of(office).pk))
        staff.send()


def write_plan(town: Town, one: Round) -> PlanVersion:
    """A plan of three years with two measures, their money from a delivered source, and an indicator."""
    staff = town.desk("staff")
    town.desk("admin").go("")
    staff.go("plan/plans/new/")
    staff.choose(kind="plan")
    staff.fill(title_sq="Plani Social Vendor i Fierit", title_en="Local Social Plan of Fier")
    staff.fill(first_year="2025", last_year="2027")
    staff.page.locator("[name=with_outline]").uncheck()
    staff.send()
    version = PlanVersion.objects.get()
    add = f"plan/versions/{version.pk}/add"
    staff.go(f"{add}/chapter/")
    staff.fill(code="1", title_sq="Hyrje", title_en="Introduction")
    staff.page.locator("[contenteditable=true]").first.click()
    staff.page.keyboard.type("Ky plan niset nga fjalët e banorëve.")
    staff.send()
    staff.go(f"{add}/goal/")
    staff.fill(title_sq="Shërbime pranë banorëve", title_en="Services near the residents")
    staff.send()
    staff.go(f"{add}/objective/")
    staff.choose(goal=str(version.strategicgoals.get().pk))
    staff.fill(title_sq="Transporti", title_en="Transport")
    staff.send()
    write_measures(staff, version, add)
    staff.go(f"{add}/indicator/")
    staff.choose(objective=str(version.specificobjectives.get().pk), direction="UP", kind="FLOW")
    staff.fill(title_sq="Fëmijë të transportuar", title_en="Children transported", unit_label="fëmijë")
    staff.send()
    staff.fill(baseline="0", baseline_year="2024", source="Regjistri i transportit")
    staff.fill(responsible=office_of("transport").name_sq)
    staff.send()
    staff.go(f"plan/indicators/{version.indicators.get().pk}/targets/")
    staff.fill(target_2025="20", target_2026="30", target_2027="35")
    staff.send()
    measure, second = version.measures.order_by("position")
    for each, amount in ((measure, "1 800 000"), (second, "600 000")):
        staff.go(f"plan/measures/{each.pk}/budget/")
        staff.choose(source_2025_0=str(FundingSource.objects.get(code="MB").pk))
        staff.fill(cost_2025=amount, amount_2025_0=amount)
        staff.send()
    assert sum(cost.amount for cost in measure.costs.all()) == 1_800_000
    staff.go(f"plan/versions/{version.pk}/rounds/add/")
    staff.choose(round_=str(one.pk))
    staff.send()
    coordinator = town.desk("coordinator")
    answer = Disposition.objects.get()
    coordinator.go(f"plan/versions/{version.pk}/answers/{answer.pk}/")
    coordinator.choose(place=f"measure:{measure.key}")
    coordinator.send()
    return version


def keep_warnings(version: PlanVersion) -> None:
    """The plan is short on purpose; each open warning is kept with its reason, as its page offers."""
    staff = User.objects.get(email="staff@fier.example")
    for found_ in findings(version):
        if found_.is_open and found_.can_be_accepted:
            keep_warning(version, code=found_.code, place=found_.place.key, reason="Plan i shkurtër.", actor=staff)
    assert [str(each) for each in findings(version) if each.is_open] == []


def adopt(town: Town, version: PlanVersion) -> None:
    """Four opinions, approval, submission, decision by sixteen of thirty-one, announcement, order, in force."""
    home = f"plan/versions/{version.pk}"
    admin, mayor, secretary = town.desk("admin"), town.desk("mayor"), town.desk("secretary")
    step(town.desk("staff"), f"{home}/", "review")
    for kind in OpinionKind.values:
        admin.go(f"{home}/opinions/add/")
        admin.choose(kind=kind)
        admin.fill(text="Pa vërejtje.")
        admin.send()
    admin.go(f"{home}/approve/")
    admin.send()
    mayor.go(f"{home}/submit/")
    mayor.fill(protocol_no="1203")
    mayor.send()
    secretary.go(f"{home}/acts/session/add/")
    secretary.choose(kind="extraordinary")
    secretary.fill(meeting_on=f"{timezone.localdate():%d.%m.%Y}", agenda_item="1", place="Salla e Këshillit")
    secretary.fill(called_by="Kryetari, për shkak të afatit")
    secretary.send()
    secretary.go(f"{home}/decision/")
    secretary.fill(number="7", present="28", votes_for="20", votes_against="5", abstained="2", did_not_vote="1")
    send_due()
    before = len(mail.outbox)
    secretary.send()
    told_of_the_vote(town, version, before)
    reminded_of(version, "announcement", "mayor", "secretary")
    secretary.go(f"{home}/announcement/")
    secretary.fill(place="Këndi i njoftimeve të bashkisë")
    secretary.send()
    reminded_of(version, "prefect_deposit", "secretary")
    mayor.go(f"{home}/order/")
    mayor.fill(number="77")
    mayor.send()
    version.refresh_from_db()
    assert version.state == PlanState.ANNOUNCED


def report(town: Town, version: PlanVersion) -> YearlyReport:
    """The year 2025: a value, money, what was done; the report to its addressees, each with a number."""
    staff, coordinator = town.desk("staff"), town.desk("coordinator")
    staff.go("monitoring/periods/new/")
    staff.fill(title_sq="Viti 2025", title_en="Year 2025", target_year="2025")
    staff.fill(starts_on="01.01.2025", ends_on="31.12.2025", cut_off_on="31.01.2026")
    staff.send()
    period = Period.objects.get()
    place = f"monitoring/periods/{period.pk}"
    enter_by_two_offices(town, version, place)
    reviewed(town.desk("transport"), coordinator)
    staff.go(f"{place}/reports/new/")
    staff.send()
    made = YearlyReport.objects.get()
    page = f"monitoring/reports/{made.pk}/"
    staff.go(f"{page}parts/summary/")
    staff.fill(body_sq="Viti i parë i planit.", body_en="The plan's first year.")
    staff.send()
    step(staff, page, "review")
    step(coordinator, page, "validate")
    step(town.desk("mayor"), page, "approve")
    step(town.desk("secretary"), page, "present")
    for number, addressee in enumerate(PlanAddressee.objects.owed(), start=1):
        staff.go(f"{page}submissions/new/")
        staff.choose(addressee=str(addressee.pk))
        staff.fill(sent_on=f"{timezone.localdate():%d.%m.%Y}", protocol_no=f"{number}/26")
        staff.send()
    for sending in made.submissions.all():
        staff.go(f"monitoring/submissions/{sending.pk}/receipt/")
        staff.fill(received_on=f"{timezone.localdate():%d.%m.%Y}", their_protocol_no=f"P-{sending.pk}")
        staff.page.locator("main [name=proof]").set_input_files([PROOF])
        staff.send()
        assert sending.receipt.proof
    step(staff, page, "submit")
    step(staff, page, "publish")
    made.refresh_from_db()
    assert made.state == ReportState.PUBLISHED
    assert made.submissions.count() >= 2
    return made


def paste(reader: BrowserReader, sheet: str, row: int, field: str, text: str) -> None:
    """A block pasted at a cell: what would change is shown first, then taken."""
    reader.go(sheet)
    open_row(reader.page, row)
    reader.page.locator(f"#m-{row} [data-f={field}]").click()
    reader.page.evaluate(PASTE, text)
    reader.page.locator("main button[name=confirm]").wait_for()
    reader.look()
    reader.press("main button[name=confirm]")


def enter_by_two_offices(town: Town, version: PlanVersion, place: str) -> None:
    """Each office pastes its rows, finds its own first, is not handed in before it is whole, and hands in alone."""
    transport, schools = town.desk("transport"), town.desk("schools")
    first, second = version.measures.order_by("position")
    source = FundingSource.objects.get(code="MB")
    paste(transport, f"{place}/grid/measures/", first.pk, "status", "në rrugë të mbarë\t45\tFilloi transporti.")
    paste(transport, f"{place}/grid/money-MB/", first.pk, "allocated", "1 800 000\t1.500.000\t1400000")
    paste(
        transport,
        f"{place}/grid/indicators/",
        version.indicators.get().pk,
        "amount",
        "81\t\t\t\tRegjistri i transportit",
    )
    paste(schools, f"{place}/grid/measures/", second.pk, "status", "e vonuar\t10\tU gjet shoqëruesi.\t\tU gjet vonë.")
    rows = schools.page.locator("main tr[data-m]")
    assert rows.first.get_attribute("id") == f"m-{second.pk}", "one's own office first"
    spent = BudgetExecution.objects.get(measure=first, source=source)
    assert (spent.allocated, spent.committed, spent.spent) == (1_800_000, 1_500_000, 1_400_000)
    for person, name in ((schools, "schools"), (transport, "transport")):
        person.go(f"{place}/handing-in/{office_of(name).pk}/")
        person.send()
    assert set(OfficeHandIn.objects.values_list("office", flat=True)) == {
        office_of(name).pk for name in ("transport", "schools")
    }


def reviewed(staff: BrowserReader, coordinator: BrowserReader) -> None:
    """A value with turned digits comes back with a note and a new day, is mended with its evidence, and approved."""
    value = IndicatorValue.objects.get()
    place = f"monitoring/values/{value.pk}/"
    assert value.state == "submitted", "with what the office handed in"
    coordinator.go(f"{place}steps/return/")
    day = f"{timezone.localdate():%d.%m.%Y}"
    coordinator.fill(comment="Regjistri thotë 18.", due_on=day)
    coordinator.send()
    told = staff.go(place)
    assert "Regjistri thotë 18." in told
    assert day in told
    staff.go(f"{place}edit/")
    staff.fill(amount="18")
    staff.send()
    staff.go(f"{place}evidence/")
    staff.page.locator("main [name=file]").set_input_files([PROOF])
    staff.send()
    step(staff, place, "submit")
    step(coordinator, place, "approve")
    value.refresh_from_db()
    assert (value.state, value.amount, value.evidence.count()) == ("approved", 18, 1)


def test_a_municipality_goes_from_nothing_to_a_reported_year(town: Town) -> None:
    admin = found(town)
    assert town.loads <= 15, "founding and profile"
    invite_everybody(town, admin)
    edition = assess(town)
    publish_edition(town, edition)
    before = town.loads
    one, code = listen(town)
    heard = town.loads - before
    version = write_plan(town, one)
    before = town.loads
    tell(town, one, code)
    assert heard + town.loads - before <= 20, "a listening round"
    keep_warnings(version)
    before = town.loads
    adopt(town, version)
    assert town.loads - before <= 45, "from draft to letters"
    report(town, version)

    anybody = town.desk()
    assert "Viti i parë i planit." in anybody.go("monitoring/progress/")
    told = anybody.go("")
    assert "Plani Social Vendor i Fierit" in told
    assert "Vlor" not in told
    said = StringIO()
    call_command("verify_data", stdout=said, stderr=said)
    assert "rows: sound" in said.getvalue()
