"""Who may ask for files of a version, and write the texts of official papers."""

from __future__ import annotations

import rules

from accounts.predicates import is_admin, is_councillor
from socialplan.content.rules import is_insider, lies_before_council

rules.add_perm("publishing.change_texts", is_admin)
rules.add_perm("publishing.request_report", is_insider | (is_councillor & lies_before_council))
