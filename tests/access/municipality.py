from typing import Any

from accounts.enums import Role
from municipality.models import Asked, CalendarDay, DeadlineRule, MajorityRule, RuleChange, Threshold
from tests.access import INSIDE, Page
from tests.factories.accounts import UserFactory
from tests.factories.municipality import AdministrativeUnitFactory, OfficeFactory, OfficeTenureFactory

KEEPERS = {Role.ADMIN}
DECIDERS = {Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO}


def waiting() -> list[Any]:
    """A change of a rule that somebody else has asked for."""
    rule = DeadlineRule.objects.first()
    values = {
        "days": "20", "unit": rule.unit, "maximum": "", "source": "Ligji", "source_mark": "found",
        "checked_by": "Zyra", "checked_on": "01.02.2024",
    }  # fmt: skip
    change = RuleChange.objects.create(
        page="deadline", row=rule.pk, title="Afati", values=values, proposed_by=UserFactory(role=Role.ADMIN)
    )
    return [change.pk]


ACCESS = {
    "municipality:profile": Page(allowed=INSIDE),
    "municipality:profile_update": Page(allowed=KEEPERS),
    "municipality:unit_list": Page(allowed=INSIDE),
    "municipality:unit_create": Page(allowed=KEEPERS),
    "municipality:unit_update": Page(args=lambda: [AdministrativeUnitFactory().pk], allowed=KEEPERS),
    "municipality:unit_block": Page(allowed=KEEPERS),
    "municipality:unit_move": Page(
        args=lambda: [AdministrativeUnitFactory().pk], method="post", allowed=KEEPERS, status=302
    ),
    "municipality:unit_remove": Page(
        args=lambda: [AdministrativeUnitFactory().pk], method="post", allowed=KEEPERS, status=302
    ),
    "municipality:council_update": Page(allowed=KEEPERS),
    "municipality:project_update": Page(allowed=KEEPERS),
    "municipality:project_remove": Page(method="post", allowed=KEEPERS, status=302),
    "municipality:guide_units": Page(allowed=KEEPERS),
    "municipality:guide_council": Page(allowed=KEEPERS),
    "municipality:guide_offices": Page(allowed=KEEPERS),
    "municipality:guide_project": Page(allowed=KEEPERS),
    "municipality:office_remove": Page(args=lambda: [OfficeFactory().pk], method="post", allowed=KEEPERS, status=302),
    "municipality:office_list": Page(allowed=INSIDE),
    "municipality:office_create": Page(allowed=KEEPERS),
    "municipality:office_detail": Page(args=lambda: [OfficeFactory().pk], allowed=INSIDE),
    "municipality:office_update": Page(args=lambda: [OfficeFactory().pk], allowed=KEEPERS),
    "municipality:tenure_create": Page(args=lambda: [OfficeFactory().pk], allowed=KEEPERS),
    "municipality:tenure_update": Page(args=lambda: [OfficeTenureFactory().pk], allowed=KEEPERS),
    "municipality:calendar": Page(allowed=INSIDE, status=302),
    "municipality:calendar_year": Page(args=lambda: [2024], allowed=INSIDE),
    "municipality:calendar_check": Page(args=lambda: [2024], allowed=KEEPERS),
    "municipality:day_create": Page(allowed=KEEPERS),
    "municipality:day_update": Page(args=lambda: [CalendarDay.objects.first().pk], allowed=KEEPERS),
    "municipality:day_remove": Page(
        args=lambda: [CalendarDay.objects.first().pk], method="post", allowed=KEEPERS, status=302
    ),
    "municipality:rule_list": Page(allowed=INSIDE),
    "municipality:change_list": Page(allowed=INSIDE),
    "municipality:change_confirm": Page(args=waiting, method="post", allowed=DECIDERS, status=302),
    "municipality:change_stop": Page(args=waiting, method="post", allowed=DECIDERS, status=302),
    "municipality:deadline_update": Page(args=lambda: [DeadlineRule.objects.first().pk], allowed=KEEPERS),
    "municipality:majority_update": Page(args=lambda: [MajorityRule.objects.first().pk], allowed=KEEPERS),
    "municipality:asked_update": Page(args=lambda: [Asked.objects.first().pk], allowed=KEEPERS),
    "municipality:threshold_update": Page(args=lambda: [Threshold.objects.first().pk], allowed=KEEPERS),
}
