"""Everything the national register asks for, in one ZIP: the fields to copy as text, and the files to upload."""

from __future__ import annotations

import io
import zipfile

from django.utils import translation

from consultations.models import Round, RoundFile
from consultations.outputs.notice import notice_of
from municipality.letterhead import issuer
from operations.files import content_of

LANGUAGES = ("sq", "en")


def register_zip(consultation: Round) -> bytes:
    """A text in each language with one field under the other, then the files as they were published."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for language in LANGUAGES:
            with translation.override(language):
                package.writestr(f"njoftimi-{language}.txt", _fields(consultation))
        files = RoundFile.objects.shown().ready().filter(round=consultation)
        for number, each in enumerate(files.select_related("file", "job__result_file"), start=1):
            if each.stored is not None:
                package.writestr(f"skedare/{number:02}-{each.kind}-{each.stored.name}", content_of(each.stored))
    return made.getvalue()


def _fields(consultation: Round) -> str:
    notice, owner = notice_of(consultation), issuer()
    parts = [
        owner.banner,
        owner.name,
        notice.title,
        notice.about,
        *(f"{name}:\r\n{fact}" for name, fact in notice.facts),
    ]
    return "\r\n\r\n".join(part for part in parts if part)
