"""The figures of data blocks as rows of the version: written when it is sent to review, taken back with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from socialplan.content.blocks import figures_of, made_anew
from socialplan.content.models import DataBlock, PlanVersion
from socialplan.content.plan_json import version_content

# so that the same figures, frozen again after a return, give the same content
NAMESPACE = UUID("5d1d2c0e-6a0b-4f3d-9a57-3f1c5f3a2b10")


def freeze_blocks(version: PlanVersion, *, keeps_findings: bool = False) -> None:
    """Write the figures of every block that will be printed as rows of the version, in place of what stood there.

    `keeps_findings`: what was found and heard stays as it was frozen before; only what follows from the plan's own
    rows is written anew, as where the council has amended them.
    """
    stale = DataBlock.objects.filter(version=version)
    if keeps_findings:
        stale = stale.filter(kind__in=made_anew(version))
    stale.delete()
    stored = set(DataBlock.objects.filter(version=version).values_list("kind", flat=True))
    DataBlock.objects.bulk_create(
        DataBlock(version=version, key=key_of(version, kind), kind=kind, figures=tables)
        for kind, tables in figures_of(version, without=stored).items()
    )


def content_to_confirm(version: PlanVersion) -> dict[str, Any]:
    """The content of an amended text as it will be sealed: with the figures that follow from what was entered."""
    content = version_content(version)
    stale = made_anew(version)
    stored = [row for row in content["datablocks"] if row["kind"] not in stale]
    made = figures_of(version, without={row["kind"] for row in stored})
    rows = [{"key": str(key_of(version, kind)), "kind": kind, "figures": tables} for kind, tables in made.items()]
    return content | {"datablocks": sorted([*stored, *rows], key=lambda row: row["key"])}


def key_of(version: PlanVersion, kind: str) -> UUID:
    return uuid5(NAMESPACE, f"{version.plan_id}:{kind}")


def thaw_blocks(version: PlanVersion) -> None:
    """A version that is written again shows the figures of the day."""
    DataBlock.objects.filter(version=version).delete()
