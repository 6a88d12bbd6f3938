"""What waits for those who look after accounts, rules and calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import PowerChange, User
from accounts.second_person import bound_to
from core.together.side_by_side import Reader, side_by_side
from municipality.calendar import unchecked_rules
from municipality.models import RuleChange
from municipality.rule_book import read_rule_book
from vlora_plan.calendar_watch import years_after_its_end
from vlora_plan.pages.desk import Task


def upkeep_tasks(user: User) -> Reader[list[Task]]:
    sources: tuple[Callable[[User], Reader[list[Task]]], ...] = (
        _power_tasks,
        _rule_tasks,
        _rule_change_tasks,
        _calendar_tasks,
    )
    found = yield from side_by_side(*(source(user) for source in sources))
    return [task for of_source in found for task in of_source]


def _as_second_person(user: User, changes: QuerySet[Any]) -> Reader[int]:
    """How many of these the person may confirm; whether she may hangs on who asked."""
    yield [changes]
    asked = Counter(change.proposed_by_id for change in changes)
    bound = bound_to(user.pk, set(asked))
    return sum(count for asker, count in asked.items() if asker not in bound)


def _power_tasks(user: User) -> Reader[list[Task]]:
    """What others asked for on accounts, and a second person confirms."""
    if not user.has_perm("accounts.view_powerchange"):
        return []
    count = yield from _as_second_person(user, PowerChange.objects.for_second_person(user))
    if not count:
        return []
    label = ngettext(
        "Confirm or refuse %(count)s change of an account",
        "Confirm or refuse %(count)s changes of accounts",
        count,
    )
    address = reverse("accounts:change_list")
    return [Task(label % {"count": count}, _("Accounts"), address, button=pgettext("button", "Look"))]


def _rule_tasks(user: User) -> Reader[list[Task]]:
    """Rules that the plan rests on and nobody has checked."""
    if not user.has_perm("municipality.change_municipality"):
        return []
    yield from read_rule_book()
    count = unchecked_rules()
    if not count:
        return []
    label = ngettext(
        "Have %(count)s rule checked that the plan rests on",
        "Have %(count)s rules checked that the plan rests on",
        count,
    )
    address = reverse("municipality:rule_list")
    return [Task(label % {"count": count}, _("Rules and thresholds"), address, button=pgettext("button", "Check"))]


def _rule_change_tasks(user: User) -> Reader[list[Task]]:
    """What others asked for on rules of law and privacy, and a second person confirms."""
    if not user.has_perm("municipality.confirm_rulechange"):
        return []
    count = yield from _as_second_person(user, RuleChange.objects.for_second_person(user))
    if not count:
        return []
    label = ngettext(
        "Confirm or refuse %(count)s change of a rule", "Confirm or refuse %(count)s changes of rules", count
    )
    address = reverse("municipality:change_list")
    return [Task(label % {"count": count}, _("Rules and thresholds"), address, button=pgettext("button", "Look"))]


def _calendar_tasks(user: User) -> Reader[list[Task]]:
    """The calendar ends: days off of this year, or in autumn of the next, that nobody has entered."""
    if not user.has_perm("municipality.change_municipality"):
        return []
    yield from read_rule_book()
    years = years_after_its_end(timezone.localdate())
    label = _("Enter the proclaimed days off of %(year)s")
    return [
        Task(label % {"year": year}, _("Calendar"), reverse("municipality:calendar_check", args=[year]))
        for year in years
    ]
