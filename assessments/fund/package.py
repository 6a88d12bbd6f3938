"""The application package: one file of all tables, in Word to go on writing in, or as a spreadsheet.

Nobody claims that it is the official form, which could not be read; it holds what that form asks for.
"""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.enums import PackageFormat
from assessments.fund.tables import package_tables
from assessments.models import FundCosting
from core.i18n import short_date
from core.office.sheets import tables_xlsx
from core.office.word import WordFile, write_facts, write_printed
from core.printing.printed import printed
from core.tables import DataTable
from municipality.letterhead import issuer


def load_costing(pk: int) -> FundCosting:
    rows = FundCosting.objects.select_related("call", "line__need__assessment", "line__need__group", "line__unit")
    return rows.get(pk=pk)


def render_package(costing: FundCosting, kind: PackageFormat, *, language: str) -> bytes:
    """In `language`, sq or en, with the figures of the moment."""
    with translation.override(language):
        title = _("Application to the Social Fund: %(service)s") % {"service": costing}
        tables = package_tables(costing)
        if kind == PackageFormat.XLSX:
            return tables_xlsx(tables, title=title, issuer=issuer(), made_at=timezone.localtime())
        return _word(costing, tables, title=title, language=language)


def _word(costing: FundCosting, tables: list[DataTable], *, title: str, language: str) -> bytes:
    by = issuer()
    word = WordFile(title=title, issuer=by, language=language, made_at=timezone.localtime())
    word.header(footer=title)
    word.letterhead()
    word.heading(title, 1)
    call = costing.call
    closes = f"{short_date(call.opens_on)} – {short_date(call.closes_on)}"
    facts = [(_("Municipality"), by.name), (_("Call"), str(call)), (_("Open"), closes)]
    if call.ceiling is not None:
        facts.append((_("Most for one application"), f"{call.ceiling} ALL"))
    facts += [(_("Who may apply"), call.applicants), (_("Source of the call"), call.source_label)]
    write_facts(word, [*facts, (_("Checked by"), call.checked_by or _("to be verified"))])
    for table in tables:
        made = printed([table])[0]
        word.turn(is_lying=made.is_wide)
        write_printed(word, made)
    return word.bytes()
