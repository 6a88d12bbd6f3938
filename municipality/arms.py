"""Arms and donor's emblem, which stand on every page and paper: pictures by their content, not by their name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from operations.files import content_type_of, store_file
from operations.models import StoredFile

MOST_BYTES = 2 * 1024 * 1024
PICTURES = frozenset({"image/png", "image/jpeg"})


def check_picture(picture: Any) -> None:
    """ValidationError, one sentence, for what is too large or no picture by its content (an SVG may hold a script)."""
    if picture.size > MOST_BYTES:
        raise ValidationError(_("The picture is at most 2 MB."))
    is_picture = False
    try:
        is_picture = content_type_of(picture.read()) in PICTURES
    except ValidationError:
        is_picture = False
    finally:
        picture.seek(0)
    if not is_picture:
        raise ValidationError(_("It is a PNG or a JPEG picture; other files, SVG among them, are not taken."))


def store_picture(picture: Any, *, purpose: str, actor: Any) -> StoredFile:
    """The stored file; ValidationError at the field `<purpose>_file` for what is no such picture."""
    try:
        check_picture(picture)
        return store_file(
            picture.read(),
            picture.name,
            uploaded_by=actor,
            purpose=purpose,
            is_public=True,
            allowed=PICTURES,
            max_bytes=MOST_BYTES,
        )
    except ValidationError as refusal:
        raise ValidationError({f"{purpose}_file": refusal.messages}) from refusal
