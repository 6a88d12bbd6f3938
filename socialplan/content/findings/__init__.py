"""What a version still lacks: one list, computed from its content, which the pages show and the steps ask.

A finding that blocks must be mended. One that warns may be kept with a reason; the gates of the consultations may not
(docs/law.md#consultation-answers).
"""

from socialplan.content.findings.checks import CHECKS, as_read_by, codes_at, findings, grouped, is_settled
from socialplan.content.findings.rows import Finding

__all__ = ["CHECKS", "Finding", "as_read_by", "codes_at", "findings", "grouped", "is_settled"]
