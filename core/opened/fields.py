"""What an opened page showed of texts that several people write, where its form is of no one row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from core.opened.digests import OPENED, comparable, digest, read_opened
from core.opened.rows import stands_now


class OpenedFields:
    """Mixed into a form before its own class: whoever sends it writes what she changed, over what others wrote."""

    holds_row = True

    def stored_texts(self) -> Mapping[str, str]:
        """What stands there now, field by field, locked until the deed is done."""
        raise AssertionError  # each form says its own

    @property
    def shown_digests(self) -> str:
        """What the page carries."""
        form: Any = self
        if form.is_bound:
            return str(form.data.get(OPENED, ""))
        return json.dumps({name: digest(comparable(field.initial)) for name, field in form.fields.items()})

    def hold_row(self) -> None:
        """Bring the form onto what stands there now; ValidationError at each field that others changed as well."""
        form: Any = self
        shown, clashes = dict(read_opened(self.shown_digests)), {}
        for name, now in self.stored_texts().items():
            mine, stands, was = comparable(form.cleaned_data[name]), digest(comparable(now)), shown.get(name)
            if mine == comparable(now) or was in (None, stands):
                continue
            if was == digest(mine):
                form.cleaned_data[name] = now
            else:
                clashes[name], shown[name] = stands_now(now), stands
        if clashes:
            form.data = form.data.copy()
            form.data[OPENED] = json.dumps(shown)
            raise ValidationError(clashes)
