"""The application package: one file of all tables, in Word to go on writing in, or as a spreadsheet.

Nobody claims that it is the official form, which could not be read; it holds what that form asks for.
"""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.enums import PackageFormat
from assessments.fund.tables import call_table, package_tables
from assessments.models import FundCosting
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
            return tables_xlsx(
                [call_table(costing.call), *tables], title=title, issuer=issuer(), made_at=timezone.localtime()
            )
        return _word(costing, tables, title=title, language=language)


def _word(costing: FundCosting, tables: list[DataTable], *, title: str, language: str) -> bytes:
    by = issuer()
    word = WordFile(title=title, issuer=by, language=language, made_at=timezone.localtime())
    word.header(footer=title)
    word.letterhead()
    word.heading(title, 1)
    write_facts(word, [(str(name), str(fact)) for name, fact in (row.cells for row in call_table(costing.call).rows)])
    for table in tables:
        made = printed([table])[0]
        word.turn(is_lying=made.is_wide)
        write_printed(word, made)
    return word.bytes()
