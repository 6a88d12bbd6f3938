from typing import Any

from accounts.enums import Role
from tests.access import Page
from tests.factories.assessments import TargetGroupFactory
from tests.factories.socialplan import PlanVersionFactory, publish

DATASETS = ("needs", "services", "versions", "indicators", "results", "consultations")
HASH = "0" * 64


def traced() -> list[Any]:
    return ["measure", publish(PlanVersionFactory(content=True)).measures.get().key]


ACCESS = {
    "api:openapi": Page(),
    **{f"api:{code}_{kind}": Page() for code in DATASETS for kind in ("json", "csv")},
    "front_door": Page(status=302),
    "health": Page(status=503),
    "robots": Page(),
    "sitemap": Page(),
    "site:home": Page(),
    "site:first_run": Page(status=404),
    "site:follow": Page(),
    "site:follow_answer": Page(status=302),
    "site:group_answers": Page(args=lambda: [TargetGroupFactory().pk]),
    "site:organisation_answers": Page(allowed={Role.NGO}),
    "site:follow_withdraw": Page(method="post", status=302),
    "site:help": Page(),
    "site:help_words": Page(),
    "site:open_data": Page(),
    "site:guide": Page(args=lambda: ["ngo"]),
    "site:guide_pdf": Page(args=lambda: ["ngo"]),
    "site:search": Page(),
    "site:trace": Page(args=traced),
    "site:privacy": Page(),
    "site:accessibility": Page(),
    "site:verify": Page(),
    "site:verify_hash": Page(args=lambda: [HASH]),
}
