"""Sealing what the council adopted, and checking afterwards that it is still the same."""

from __future__ import annotations

import json

from socialplan.canonical import canonical_json, sha256_of
from socialplan.models import PlanVersion, Seal


def seal_version(version: PlanVersion) -> Seal:
    """Freeze the content: from this row on the database refuses any change of the version's rows."""
    content = canonical_json(version)
    return Seal.objects.create(version=version, canonical_json=content, sha256=sha256_of(content))


def seal_holds(version: PlanVersion) -> bool:
    """True if the rows of today still give the sealed JSON, and that JSON the sealed hash."""
    seal = version.seal
    made_in = json.loads(seal.canonical_json)["format"]
    now = canonical_json(version, format_name=made_in)
    return sha256_of(seal.canonical_json) == seal.sha256 and now == seal.canonical_json
