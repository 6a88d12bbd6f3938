"""What waits for a second person is offered to whoever may be she, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import PowerChange, User
from accounts.services import grant_role
from municipality.models import RuleChange
from municipality.rule_changes import RuleProposal, ask_change
from tests.chain.founding import found_town
from tests.factories.accounts import UserFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db


def ask_for_a_rule(admin: User) -> str:
    ask_change(RuleProposal("deadline", "Rregull", row=1), lambda: None, actor=admin)
    return reverse("municipality:change_confirm", args=[RuleChange.objects.get().pk])


def ask_for_a_role(admin: User) -> str:
    change = grant_role(UserFactory(), Role.COORDINATOR, actor=admin)
    assert isinstance(change, PowerChange)
    return reverse("accounts:change_confirm", args=[change.pk])


@pytest.mark.parametrize(
    ("ask", "page"),
    [(ask_for_a_rule, "municipality:change_list"), (ask_for_a_role, "accounts:change_list")],
    ids=["rule", "role"],
)
def test_who_has_her_role_newly_from_the_one_who_asks_is_not_offered_the_confirmation(
    client_of: Callable[[User], Client], ask: Callable[[User], str], page: str
) -> None:
    admin, secretary, mayor = found_town(), UserFactory(), UserFactory(role=Role.MAYOR)
    grant_role(secretary, Role.SECRETARY, actor=admin)
    confirm = ask(admin)

    for someone, may in ((secretary, False), (mayor, True)):
        person = User.objects.get(pk=someone.pk)
        with override("en"):
            told = client_of(person).get(reverse(page)).content.decode()
        assert (confirm.removeprefix("/sq") in told, "newly: another person" in told) == (may, not may)
        assert (reverse(page) in [task.url for task in tasks_of(person)]) is may

    answer = client_of(User.objects.get(pk=secretary.pk)).post(confirm, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["alert-danger"]
