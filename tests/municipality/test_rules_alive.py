"""Every rule that stands in a row is read by code, and a majority says what it needs."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from municipality.calendar import unchecked_rules
from municipality.enums import DeadlineCode, MajorityBase, MajorityComparison, MajorityUse, ThresholdCode
from municipality.models import MajorityRule
from municipality.services import install_reference_data
from tests.factories.accounts import UserFactory
from tests.factories.municipality import DeadlineRuleFactory, MajorityRuleFactory, MunicipalityFactory

APPS = ("core", "operations", "accounts", "assessments", "consultations", "socialplan", "monitoring", "vlora_plan")
OWN_TABLE = ("enums.py", "models")


def sources() -> str:
    """The code of all apps, without migrations and the files in which the codes themselves stand."""
    root = Path(settings.BASE_DIR)
    paths = [path for app in (*APPS, "municipality") for path in (root / app).rglob("*.py")]
    own = [root / "municipality" / name for name in OWN_TABLE]
    read = [path for path in paths if "migrations" not in path.parts and not {path, *path.parents}.intersection(own)]
    return "\n".join(path.read_text() for path in read)


def test_every_code_of_a_rule_is_read_outside_its_own_table() -> None:
    code = sources()
    names = [(enum.__name__, member.name) for enum in (DeadlineCode, ThresholdCode) for member in enum]

    assert [name for name in names if not re.search(rf"\b{name[0]}\.{name[1]}\b", code)] == []
    assert "MajorityRule.objects.for_plans()" in code


@pytest.mark.parametrize(
    ("base", "comparison", "share", "of", "needed"),
    [
        ("seats", "at_least", (3, 5), 15, 9),
        ("seats", "at_least", (3, 5), 40, 24),
        ("seats", "at_least", (3, 5), 45, 27),
        ("seats", "at_least", (3, 5), 35, 21),
        ("seats", "at_least", (2, 3), 51, 34),
        ("seats", "more", (1, 2), 41, 21),
        ("seats", "more", (1, 2), 40, 21),
        ("present", "more", (1, 2), 36, 19),
        ("present", "more", (1, 2), 35, 18),
        ("present", "more", (3, 5), 40, 25),
    ],
)
def test_a_majority_says_how_many_votes_it_needs(
    base: str, comparison: str, share: tuple[int, int], of: int, needed: int
) -> None:
    rule = MajorityRule(base=base, comparison=comparison, numerator=share[0], denominator=share[1])
    other = {MajorityBase.PRESENT: "seats", MajorityBase.SEATS: "present"}[MajorityBase(base)]
    held = {base: of, other: 1}

    assert rule.needed(**held) == needed
    assert rule.is_reached(votes_for=needed, **held)
    assert not rule.is_reached(votes_for=needed - 1, **held)


@pytest.mark.django_db
@pytest.mark.parametrize(("numerator", "denominator"), [("0", "2"), ("2", "2"), ("3", "2"), ("1", "0"), ("-1", "2")])
def test_a_majority_of_nothing_or_above_the_whole_is_a_sentence(client_of, numerator: str, denominator: str) -> None:
    MunicipalityFactory()
    rule = MajorityRuleFactory()
    sent = {
        "name_sq": "Shumica", "use": "plan", "base": "seats", "comparison": "more", "numerator": numerator,
        "denominator": denominator, "source": "Ligji", "source_mark": "found", "checked_by": "Zyra",
        "checked_on": "01.02.2024",
    }  # fmt: skip
    client: Client = client_of(UserFactory(role="admin"))

    assert client.post(reverse("municipality:majority_update", args=[rule.pk]), sent).context["form"].errors
    assert MajorityRule.objects.get().numerator == 1


@pytest.mark.django_db
def test_a_confirmed_majority_for_plans_is_the_one_to_choose() -> None:
    MunicipalityFactory()
    install_reference_data()
    assert set(MajorityRule.objects.for_plans().values_list("code", flat=True)) == {"default", "all_members"}
    assert MajorityRule.objects.get(code="closed_meeting").comparison == MajorityComparison.AT_LEAST
    assert MajorityRule.objects.get(code="closed_meeting").use == MajorityUse.OTHER

    MajorityRule.objects.filter(code="all_members").update(checked_by="Zyra Juridike")

    assert [rule.code for rule in MajorityRule.objects.for_plans()] == ["all_members"]


@pytest.mark.django_db
def test_rules_that_nobody_checked_are_told_to_the_administrator(client_of) -> None:
    MunicipalityFactory()
    DeadlineRuleFactory()
    MajorityRuleFactory(use=MajorityUse.OTHER)
    client: Client = client_of(UserFactory(role="admin"))
    assert unchecked_rules() == 1
    assert client.get(reverse("municipality:rule_list")).context["unchecked"] == 1

    DeadlineRuleFactory._meta.model.objects.update(checked_by="Zyra Juridike")

    assert unchecked_rules() == 0
