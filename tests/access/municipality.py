from accounts.enums import Role
from municipality.models import CalendarDay, DeadlineRule, MajorityRule, Threshold
from tests.access import INSIDE, Page
from tests.factories.municipality import AdministrativeUnitFactory, OfficeFactory, OfficeTenureFactory

KEEPERS = {Role.ADMIN}

ACCESS = {
    "municipality:profile": Page(allowed=INSIDE),
    "municipality:profile_update": Page(allowed=KEEPERS),
    "municipality:unit_list": Page(allowed=INSIDE),
    "municipality:unit_create": Page(allowed=KEEPERS),
    "municipality:unit_update": Page(args=lambda: [AdministrativeUnitFactory().pk], allowed=KEEPERS),
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
    "municipality:deadline_update": Page(args=lambda: [DeadlineRule.objects.first().pk], allowed=KEEPERS),
    "municipality:majority_update": Page(args=lambda: [MajorityRule.objects.first().pk], allowed=KEEPERS),
    "municipality:threshold_update": Page(args=lambda: [Threshold.objects.first().pk], allowed=KEEPERS),
}
