from accounts.enums import Role
from tests.access import INSIDE, Page
from tests.factories.municipality import (
    AdministrativeUnitFactory,
    CalendarDayFactory,
    DeadlineRuleFactory,
    MajorityRuleFactory,
    OfficeFactory,
    OfficeTenureFactory,
    ThresholdFactory,
)

ADMIN = {Role.ADMIN}

ACCESS = {
    "municipality:profile": Page(allowed=INSIDE),
    "municipality:profile_update": Page(allowed=ADMIN),
    "municipality:unit_list": Page(allowed=INSIDE),
    "municipality:unit_create": Page(allowed=ADMIN),
    "municipality:unit_update": Page(args=lambda: [AdministrativeUnitFactory().pk], allowed=ADMIN),
    "municipality:office_list": Page(allowed=INSIDE),
    "municipality:office_create": Page(allowed=ADMIN),
    "municipality:office_detail": Page(args=lambda: [OfficeFactory().pk], allowed=INSIDE),
    "municipality:office_update": Page(args=lambda: [OfficeFactory().pk], allowed=ADMIN),
    "municipality:tenure_create": Page(args=lambda: [OfficeFactory().pk], allowed=ADMIN),
    "municipality:tenure_update": Page(args=lambda: [OfficeTenureFactory().pk], allowed=ADMIN),
    "municipality:calendar": Page(allowed=INSIDE, status=302),
    "municipality:calendar_year": Page(args=lambda: [2024], allowed=INSIDE),
    "municipality:day_create": Page(allowed=ADMIN),
    "municipality:day_update": Page(args=lambda: [CalendarDayFactory().pk], allowed=ADMIN),
    "municipality:day_remove": Page(args=lambda: [CalendarDayFactory().pk], method="post", allowed=ADMIN, status=302),
    "municipality:rule_list": Page(allowed=INSIDE),
    "municipality:deadline_update": Page(args=lambda: [DeadlineRuleFactory().pk], allowed=ADMIN),
    "municipality:majority_update": Page(args=lambda: [MajorityRuleFactory().pk], allowed=ADMIN),
    "municipality:threshold_update": Page(args=lambda: [ThresholdFactory().pk], allowed=ADMIN),
}
