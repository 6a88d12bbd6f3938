"""What can be found of the papers of a version: by their titles, where the paper itself may be opened."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from operations.models import SearchEntry
from operations.search.kinds import Reading, SearchGroup, register_group, same_for_all
from socialplan.approval.models import VersionAttachment
from socialplan.content.models import PlanVersion
from socialplan.content.rules import readable_versions

PAPER = ("paper",)


def readable_papers(user: Any) -> Q | None:
    return Q(parent_id__in=readable_versions(user).values("pk")) if user.has_perm("content.view_plan") else None


@same_for_all
def public_papers() -> Q:
    papers = VersionAttachment.objects.public().filter(version__in=PlanVersion.objects.published())
    return Q(object_id__in=papers.values("pk"))


def version_page(entry: SearchEntry) -> str:
    return reverse("approval:version_detail", args=[entry.parent_id])


def public_version_page(entry: SearchEntry) -> str:
    """To the link of the paper itself in the list of documents there."""
    return f"{reverse('publishing:version_public', args=[entry.parent_id])}#paper-{entry.object_id}"


register_group(
    SearchGroup(
        "documents",
        _("Documents"),
        80,
        (Reading(PAPER, readable_papers, version_page), Reading(PAPER, public_papers, public_version_page)),
    )
)
