"""The sheets of a period by the word in their address, in the order of work."""

from __future__ import annotations

from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.grid.base import ResultSheet
from monitoring.grid.indicators import IndicatorSheet
from monitoring.grid.measures import MeasureSheet
from monitoring.grid.money import PREFIX, AllMoneySheet, MoneySheet
from monitoring.grid.parts import PartSheet
from monitoring.grid.reach import ReachSheet
from monitoring.grid.reached import ReachedSheet
from monitoring.models import Period
from monitoring.parting.dimensions import read_names_dimensions
from municipality.models import Office
from socialplan.content.models import FundingSource

PLAIN_SHEETS: dict[str, type[ResultSheet]] = {
    sheet.code: sheet for sheet in (IndicatorSheet, PartSheet, MeasureSheet, ReachSheet, AllMoneySheet, ReachedSheet)
}


def sheet_of(period: Period, code: str, *, office: Office | None = None) -> ResultSheet | None:
    """None where the word names no sheet."""
    if code in PLAIN_SHEETS:
        return PLAIN_SHEETS[code](period, office=office)
    source = FundingSource.objects.filter(code=code.removeprefix(PREFIX)).first() if code.startswith(PREFIX) else None
    return None if source is None else MoneySheet(period, source, office=office)


def sheets_of(period: Period) -> list[ResultSheet]:
    return read(read_sheets(period))


def read_sheets(period: Period) -> Reader[list[ResultSheet]]:
    """Every sheet of the period: indicators, measures with whom they reached, money by source, persons reached."""
    sources = FundingSource.objects.in_use()
    is_parted, _sources = yield from side_by_side(
        read_names_dimensions(period.version.indicators.all()), read_lists(sources)
    )
    money: list[ResultSheet] = [MoneySheet(period, source) for source in sources]
    if len(money) > 1:
        money = [AllMoneySheet(period), *money]
    parts = [PartSheet(period)] if is_parted else []
    return [IndicatorSheet(period), *parts, MeasureSheet(period), ReachSheet(period), *money, ReachedSheet(period)]
