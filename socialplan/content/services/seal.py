"""Sealing what the council adopted, and keeping what is sent to review."""

from __future__ import annotations

from socialplan.content.models import ContentSnapshot, PlanVersion, Seal
from socialplan.content.plan_json import plan_json_text, sha256_of


def seal_version(version: PlanVersion, content: str | None = None) -> Seal:
    """Freeze the content: from this row on the database refuses any change of the version's rows.

    `content` is its canonical JSON, where the caller has just read it under the version's lock.
    """
    content = plan_json_text(version) if content is None else content
    return Seal.objects.create(version=version, canonical_json=content, sha256=sha256_of(content))


def take_snapshot(version: PlanVersion, content: str) -> ContentSnapshot:
    """Keep the content that is sent to review, once, so that a later difference can be shown."""
    stored, _is_new = ContentSnapshot.objects.get_or_create(
        version=version, sha256=sha256_of(content), defaults={"canonical_json": content}
    )
    return stored
