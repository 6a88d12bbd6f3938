"""Who took part in a round, as it was published with the answers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import TargetGroup
from consultations.facts.speakers import MARGIN_LABELS, NOT_SAID, read_published_speakers
from consultations.models import Round
from core.table_heads import number, text, total_row
from core.tables import HIDDEN, DataTable, Row, Words
from core.together.side_by_side import Reader, read
from municipality.models import AdministrativeUnit

CAPTIONS = {
    "kind": _("Contributions by kind of speaker"),
    "group": _("Contributions by group of the speaker"),
    "unit": _("Contributions by administrative unit of the speaker"),
    "sex": _("Contributions by sex of the speaker"),
    "age": _("Contributions by age of the speaker"),
}


def speaker_tables(consultation: Round) -> list[DataTable]:
    return read(read_speaker_tables(consultation))


def read_speaker_tables(consultation: Round) -> Reader[list[DataTable]]:
    """A table for each way of counting that could be published; nothing before the answers are.

    None where nobody said anything of herself: it would repeat the total.
    """
    published = yield from read_published_speakers(consultation)
    if not published:
        return []
    names = yield from _read_names(published["margins"])
    return [
        _table(margin, figures, names[margin], published["total"])
        for margin, figures in published["margins"].items()
        if set(figures) != {NOT_SAID}
    ]


def _read_names(margins: Mapping[str, Mapping[str, int | None]]) -> Reader[dict[str, dict[str, Words]]]:
    keys = {margin: [key for key in figures if key.isdigit()] for margin, figures in margins.items()}
    groups = TargetGroup.objects.filter(pk__in=keys.get("group", []))
    units = AdministrativeUnit.objects.filter(pk__in=keys.get("unit", []))
    yield [groups, units]
    named = {margin: {str(k): Words.said(v) for k, v in labels.items()} for margin, labels in MARGIN_LABELS.items()}
    named["group"] = {str(each.pk): Words.of(each, "name") for each in groups}
    named["unit"] = {str(each.pk): Words.of(each, "name") for each in units}
    return named


def _table(margin: str, figures: Mapping[str, int | None], names: Mapping[str, Words], total: int) -> DataTable:
    silent = Words.said(pgettext_lazy("speaker", "not said"))
    ordered = [*(key for key in names if key in figures), *([NOT_SAID] if NOT_SAID in figures else [])]
    rows = [Row((names.get(key, silent), HIDDEN if figures[key] is None else figures[key])) for key in ordered]
    columns = (text(pgettext_lazy("column", "Who")), number(pgettext_lazy("column", "Contributions")))
    note = Words.said(_("Contributions, not different persons; whoever said nothing of herself is “not said”."))
    name = f"speakers_by_{margin}"
    return DataTable(name, Words.said(CAPTIONS[margin]), columns, (*rows, total_row(total)), note)
