"""The pictures of a report: what each shows stands in a table beside it, and nothing protected is drawn."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.printing.progress_pictures import AmountPairs, AmountRow, Lamp, LampRow, PromiseBar, lamp_strip
from core.printing.progress_pictures import LampStrip as Strip
from monitoring.enums import Light
from monitoring.figures import PeriodFigures
from monitoring.reporting.promise import Promise


def lights_picture(figures: PeriodFigures) -> Strip:
    """One square an indicator, in the row of its goal; the title is the answer."""
    rows = [
        LampRow(
            f"{goal.code} {goal.title}",
            tuple(
                Lamp(f"{line.code} {line.progress.light.label}", str(line.progress.light))
                for line in figures.indicators
                if line.goal == goal.code
            ),
        )
        for goal in figures.by_goal
    ]
    lights = figures.lights
    counted = {"count": lights.get(Light.RED, 0), "all": len(figures.indicators)}
    title = ngettext(
        "%(count)s of %(all)s indicators is off target",
        "%(count)s of %(all)s indicators are off target",
        counted["count"],
    )
    return lamp_strip(title % counted, f"{_('one square an indicator')} · {figures.base}", rows)


def money_picture(figures: PeriodFigures) -> AmountPairs:
    """Planned as an outline, allocated light, spent full, a row a goal."""
    rows = tuple(
        AmountRow(f"{goal.code} {goal.title}", goal.money.planned, goal.money.allocated, goal.money.spent)
        for goal in figures.by_goal
    )
    total = figures.total
    if total.planned:
        title = _("%(share)s%% of the planned money was spent") % {"share": total.spent * 100 // total.planned}
    else:
        title = _("No money was planned")
    return AmountPairs(title, _("thousand new lek spent; outline planned, light allocated, full spent"), rows)


def persons_picture(reached: int | None, promise: Promise) -> PromiseBar:
    """How many of those promised were reached; the bar of a protected total is as long as the promise."""
    promised = number_format(promise.target, force_grouping=True)
    if reached is None:
        title = _("Persons reached of about %(promised)s: protected") % {"promised": promised}
    else:
        words = {"reached": number_format(reached, force_grouping=True), "promised": promised}
        title = _("%(reached)s of about %(promised)s persons were reached") % words
    return PromiseBar(
        title,
        "",
        reached,
        promise.target,
        promise.base,
        ""
        if promise.base is None
        else _("base: at least %(base)s") % {"base": number_format(promise.base, force_grouping=True)},
    )
