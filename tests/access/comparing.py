from typing import Any

from socialplan.content.enums import PlanState
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.socialplan import PlanVersionFactory, publish


def draft() -> list[Any]:
    return [PlanVersionFactory().pk]


def published() -> list[Any]:
    return [publish(PlanVersionFactory(content=True)).pk]


def two_drafts() -> list[Any]:
    version = PlanVersionFactory(content=True)
    return [PlanVersionFactory(plan=version.plan).pk, version.pk]


def two_published() -> list[Any]:
    first = publish(PlanVersionFactory(content=True), PlanState.SUPERSEDED)
    return [publish(PlanVersionFactory(plan=first.plan)).pk, first.pk]


ACCESS = {
    "content:version_compare_choose_public": Page(args=published, allowed=EVERYBODY),
    "content:version_compare_public": Page(args=two_published, allowed=EVERYBODY),
    "content:version_compare_choose": Page(args=draft, allowed=INSIDE),
    "content:version_compare": Page(args=two_drafts, allowed=INSIDE),
    "content:version_summary": Page(args=two_drafts, allowed=INSIDE),
}
