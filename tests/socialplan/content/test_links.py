"""The links page of a measure: needs, groups, units, indicators, and the answers it reflects."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from consultations.enums import Answer
from operations.models import Event
from socialplan.content.enums import PlanState
from socialplan.content.models import DispositionTarget, Measure, PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, TargetGroupFactory
from tests.factories.consultations import DispositionFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def measure() -> Measure:
    version: PlanVersion = PlanVersionFactory(content=True, plan=PlanFactory(assessment=AssessmentFactory()))
    return version.measures.select_related("version__plan").get()


@pytest.fixture
def staff(client_of: Any) -> Any:
    return client_of(UserFactory(role=Role.STAFF))


def page(measure: Measure) -> str:
    return reverse("drafting:measure_links", args=[measure.pk])


def send(client: Any, measure: Measure, chosen: dict[str, Any]) -> Any:
    """The page as it is opened now, sent with these choices."""
    return client.post(page(measure), {"opened": client.get(page(measure)).context["form"]["opened"].value()} | chosen)


def accepted(measure: Measure, **fields: Any) -> Any:
    answer = DispositionFactory(recommendation__round__is_closed=True, **fields)
    measure.version.plan.round_links.create(round=answer.recommendation.round)
    return answer


def reflected(measure: Measure) -> set[int]:
    return set(DispositionTarget.objects.filter(node_key=measure.key).values_list("disposition", flat=True))


def test_every_kind_of_link_is_set_and_taken_away(measure: Measure, staff: Any) -> None:
    chosen = {
        "needs": NeedFactory(assessment=measure.version.plan.assessment),
        "groups": TargetGroupFactory(),
        "units": AdministrativeUnitFactory(),
        "indicators": measure.version.indicators.get(),
    }

    def linked() -> dict[str, list[int]]:
        names = {name: name.removesuffix("s") for name in chosen}
        return {
            name: list(getattr(measure, f"{one}_links").values_list(one, flat=True)) for name, one in names.items()
        }

    assert send(staff, measure, {name: [row.pk] for name, row in chosen.items()}).status_code == 302
    assert linked() == {name: [row.pk] for name, row in chosen.items()}
    kept = [measure.need_links.get().pk, measure.unit_links.get().pk]

    send(staff, measure, {"needs": [chosen["needs"].pk], "units": [chosen["units"].pk]})
    assert linked() == {"needs": [chosen["needs"].pk], "groups": [], "units": [chosen["units"].pk], "indicators": []}
    assert [measure.need_links.get().pk, measure.unit_links.get().pk] == kept


def test_what_is_linked_already_is_ticked(measure: Measure, staff: Any) -> None:
    unit = AdministrativeUnitFactory()
    measure.unit_links.create(version=measure.version, unit=unit)

    answer = staff.get(page(measure))

    assert answer.context["form"].initial["units"] == [unit.pk]
    assert str(measure) in answer.content.decode()


def test_only_indicators_of_the_same_version_are_offered(measure: Measure, staff: Any) -> None:
    other = IndicatorFactory()

    answer = send(staff, measure, {"indicators": [other.pk]})

    assert answer.status_code == 200
    assert answer.context["form"].errors["indicators"]
    assert not measure.indicator_links.exists()


def test_an_accepted_answer_is_pointed_at_the_measure_and_stays(measure: Measure, staff: Any) -> None:
    answer = accepted(measure)

    send(staff, measure, {"answers": [answer.pk]})
    assert reflected(measure) == {answer.pk}
    assert Event.objects.filter(action="drafting.point_disposition").count() == 1

    field = staff.get(page(measure)).context["form"].fields["answers"]
    assert answer.recommendation.code in field.help_text
    assert not field.queryset.exists()
    send(staff, measure, {})
    assert reflected(measure) == {answer.pk}


def test_only_accepted_current_answers_of_the_plans_rounds_are_offered(measure: Measure, staff: Any) -> None:
    refused = accepted(measure, answer=Answer.NOT_ACCEPTED, reason_sq="Nuk ka fonde.")
    elsewhere = DispositionFactory()
    superseded = accepted(measure)
    DispositionFactory(recommendation=superseded.recommendation, answer=Answer.NOT_ACCEPTED, reason_sq="Nuk ka fonde.")

    for answer in (refused, elsewhere, superseded):
        assert send(staff, measure, {"answers": [answer.pk]}).context["form"].errors["answers"]
    assert reflected(measure) == set()


def test_one_bad_choice_saves_nothing(measure: Measure, staff: Any) -> None:
    group, answer = TargetGroupFactory(), accepted(measure)

    send(staff, measure, {"groups": [group.pk], "answers": [answer.pk], "units": ["999999"]})

    assert not measure.group_links.exists()
    assert reflected(measure) == set()


def test_who_enters_the_councils_amendments_links_and_points_no_answer(client_of: Any) -> None:
    version = PlanVersionFactory(state=PlanState.AMENDING, content=True)
    measure = version.measures.select_related("version__plan").get()
    answer, group = accepted(measure), TargetGroupFactory()
    secretary = client_of(UserFactory(role=Role.SECRETARY))

    assert "answers" not in secretary.get(page(measure)).context["form"].fields
    send(secretary, measure, {"groups": [group.pk], "answers": [answer.pk]})

    assert measure.group_links.count() == 1
    assert reflected(measure) == set()


def test_links_save_themselves_and_answers_wait_for_the_button(measure: Measure, client_of: Any) -> None:
    """An answer that is recorded as reflected stays so, hence nothing records it but a press on the button."""
    person = UserFactory(role=Role.STAFF)
    client, group, answer = client_of(person), TargetGroupFactory(), accepted(measure)
    opened = client.get(page(measure)).context["form"]["opened"].value()
    sent = {"opened": opened, "draft": "a", "groups": [group.pk], "answers": [answer.pk]}

    told = client.post(f"{page(measure)}autosave/", sent | {"person": person.pk}).json()

    assert "Ruani" in told["left"]
    assert measure.group_links.count() == 1
    assert reflected(measure) == set()
    assert client.post(page(measure), sent | {"opened": told["opened"]}).status_code == 302
    assert reflected(measure) == {answer.pk}


def test_the_measure_tells_its_links(measure: Measure, staff: Any) -> None:
    unit = AdministrativeUnitFactory()
    measure.unit_links.create(version=measure.version, unit=unit)

    assert str(unit) in staff.get(measure.get_absolute_url()).content.decode()
