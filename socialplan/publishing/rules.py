"""Who may ask for files of a version, and write the texts of official papers."""

from __future__ import annotations

from typing import Any

import rules

from accounts.predicates import is_admin, is_councillor
from operations.files import file_permission
from operations.models import StoredFile
from socialplan.content.rules import is_insider, lies_before_council

WORD_TEMPLATES = "publishing.word_template"
rules.add_perm("publishing.change_texts", is_admin)
rules.add_perm("publishing.request_transparency", is_insider)
rules.add_perm("publishing.request_report", is_insider | (is_councillor & lies_before_council))


@file_permission(WORD_TEMPLATES)
def may_open_word_template(user: Any, stored: StoredFile) -> bool:
    return bool(user.has_perm("publishing.change_texts"))
