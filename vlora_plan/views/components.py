"""Every part that pages are made of, on one page; served while developing only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core.forms import CrispyForm
from core.printing.charts import bar_chart
from core.printing.printed import printed
from core.printing.progress_pictures import PromiseBar
from core.printing.tiles import Tile, TileMap, tile_map
from core.tables import Column, ColumnKind, DataTable, Row, RowKind, Words
from operations.trail.prose import SaidNumber
from operations.trail.second_person import NumbersAsked

FOLDER = "core/partials/"
A_DAY = date(2026, 3, 2)
A_MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Tirane"))


class SampleForm(CrispyForm):
    name = forms.CharField(label="Name", help_text="The hint stands before the field.")
    day = forms.DateField(label="Day", required=False)


def _refused() -> SampleForm:
    return SampleForm({"name": "", "day": "31.02.2026"})


def _table() -> Any:
    columns = (Column(Words.same("Group")), Column(Words.same("Persons"), ColumnKind.NUMBER))
    rows = (Row((Words.same("Older people"), 120)), Row((Words.same("All"), 120), RowKind.TOTAL))
    table = DataTable("sample", Words.same("Persons by group"), columns, rows, note=Words.same("A note."))
    return printed([table])[0]


def _cost() -> Any:
    return bar_chart("Cost by goal", "million lek", ["Goal 1", "Goal 2"], [("Cost", [12, 30])])


def _promise() -> PromiseBar:
    return PromiseBar("450 of about 900 reached", "persons", 450, 900, 800, "at least")


def _units() -> TileMap:
    tiles = [Tile("Qytet", "120", 80), Tile("Qendër", "–", None)]
    return tile_map("Where the places are", "places", tiles, shade="The darker, the more places.")


def _offer(**given: Any) -> SimpleNamespace:
    usual = {"label": "Publish", "step": "publish", "missing": [], "page": "", "needs_comment": False}
    return SimpleNamespace(**usual | given)


def _steps(*offers: SimpleNamespace) -> dict[str, Any]:
    document = SimpleNamespace(pk=1)
    return {"offers": offers, "document": document, "url": "consultations:round_step", "may_date": True}


def _change() -> SimpleNamespace:
    return SimpleNamespace(
        happened_on=A_DAY,
        recorded_at=A_MOMENT,
        step_done="Published",
        to_state_label="Open",
        actor="Coordinator",
        comment="After the session.",
        is_back_entry=True,
        source_document="VKB 12",
    )


def _cell(**given: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"row": "M1", "column": "Title", "before": "Old", "after": "New", "refusal": ""} | given)


def _grid() -> dict[str, Any]:
    """Two rows: one that may be written, and one that is closed with its reason."""
    words = (("not_collected", "not collected"),)
    columns = [
        SimpleNamespace(name="status", label="Status", choices=[("on_track", "On track")], **_ways(is_editable=True)),
        SimpleNamespace(
            name="amount", label="Amount", choices=(), **_ways(is_editable=True, is_number=True, words=words)
        ),
        SimpleNamespace(name="note", label="Note", choices=(), **_ways(is_long=True)),
    ]
    said = ("on_track", "40", "By the school year.")
    cells = [SimpleNamespace(column=column, value=text, text=text) for column, text in zip(columns, said, strict=True)]
    rows = [
        SimpleNamespace(
            number=number,
            row=SimpleNamespace(key=str(number), code=f"M{number}", group="Goal 1", url="#", closed=closed),
            cells=cells,
        )
        for number, closed in ((2, ""), (3, "It waits for its review."))
    ]
    sheet = SimpleNamespace(title="Measures", columns=columns, words=words)
    return {"sheet": sheet, "rows": rows, "cell_url": "#", "paste_url": "#"}


def _ways(**given: Any) -> dict[str, Any]:
    return {"is_editable": False, "is_number": False, "is_long": False, "words": ()} | given


def _pasted() -> dict[str, Any]:
    refused = [_cell(refusal="There is no such office.")]
    plan = SimpleNamespace(
        is_header_left_out=True, complaints=["One line too many."], refused=refused, may_be_pasted=False, digest="0"
    )
    return {"plan": plan, "changed": [_cell()], "more": 3}


def _job(**given: Any) -> dict[str, Any]:
    usual = {"pk": 1, "is_finished": True, "is_failed": False, "is_running": False, "result_file": None, "failure": ""}
    job = SimpleNamespace(**usual | {"progress_total": 0, "progress_done": 0, "doing": ""} | given)
    return {"job": job, "counts_pages": True, "anew": ""}


#: The names each part reads; a part that is in the folder and not here fails a test.
SAMPLES: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "_before_after": lambda: [
        {"before": "40", "after": "60"},
        {"before": "", "after": "60"},
        {"before": "40", "after": ""},
    ],
    "_changed_figure": lambda: [
        {
            "figure": SimpleNamespace(
                is_changed=True, shown_before="40", shown_after="60", signed="+20", remark="Corrected."
            )
        }
    ],
    "_said_numbers": lambda: [
        {
            "prose": SimpleNamespace(
                telling=[3],
                said=[
                    SaidNumber(3, ["Three families waited."], [], is_telling=True),
                    SaidNumber(40, ["The centre has 40 places."], ["Day centre: places"], is_telling=False),
                ],
            )
        }
    ],
    "_numbers_asked": lambda: [
        {"ask_url": "#", "csrf_token": "", "asked": NumbersAsked(is_waiting=False, reply="They are centres.")},
        {"ask_url": "#", "csrf_token": "", "asked": NumbersAsked(is_waiting=True, reply="")},
    ],
    "_chart": lambda: [{"chart": _cost(), "has_table": True, "folds": False}],
    "_chart_drawing": lambda: [{"chart": _cost()}, {"chart": _cost().narrow}],
    "_chart_figures": lambda: [{"chart": _cost()}],
    "_data_table": lambda: [{"table": _table()}],
    "_edit_bar": lambda: [{"undo_url": "#", "last_edit": None, "back": "#", "csrf_token": "x"}],
    "_empty": lambda: [{"text": "No round has been planned yet."}],
    "_filters": lambda: [{"filters": SampleForm()}],
    "_folded_filters": lambda: [{"filters": SampleForm()}],
    "_form_errors": lambda: [{"form": _refused()}],
    "_form_steps": lambda: [
        {
            "steps": [
                SimpleNamespace(title="The need", url="?step=1", is_here=False),
                SimpleNamespace(title="Estimate", url="?step=2", is_here=True),
            ]
        }
    ],
    "_save_and_close": lambda: [{"goes_on": True}],
    "_grid": lambda: [_grid() | {"csrf_token": "x"}],
    "_grid_keys": lambda: [{}],
    "_grid_row": lambda: [{"shown": shown} for shown in _grid()["rows"]],
    "_history": lambda: [{"changes": [_change()]}],
    "_job_progress": lambda: [
        _job(progress_total=40, progress_done=12),
        _job(is_running=True),
        _job(progress_total=100, progress_done=45, share=45) | {"counts_pages": False},
        _job(progress_total=100, share=80, doing="100,000 rows are being checked.", doing_for=2)
        | {"counts_pages": False},
        _job(is_failed=True, failure="The table has no rows.") | {"counts_pages": False, "anew": "?"},
        _job(is_failed=True, failure="The page is too wide.") | {"csrf_token": "x"},
    ],
    "_long_picture": lambda: [{"picture": _promise()}],
    "_long_table": lambda: [{"table": _table()}],
    "_marked": lambda: [{"parts": [SimpleNamespace(left_out=3, html=""), SimpleNamespace(left_out=0, html="Text")]}],
    "_page_header": lambda: [{"title": "Needs", "lead": "What people in the municipality need."}],
    "_pagination": lambda: [{"page_obj": Paginator(range(90), 30).page(2)}],
    "_paste_plan": lambda: [_pasted()],
    "_progress_drawing": lambda: [{"picture": _promise()}, {"picture": _promise().narrow}],
    "_progress_picture": lambda: [{"picture": _promise()}],
    "_slow": lambda: [{"text": "The sheet is being read. Keep this page open."}],
    "_step": lambda: [
        {"offer": _offer(missing=["The vote."]), "document": None, "step_url": "", "may_date": False},
        {"offer": _offer(), "document": SimpleNamespace(pk=1), "step_url": "consultations:round_step"}
        | {"may_date": True, "csrf_token": "x"},
    ],
    "_steps": lambda: [_steps(_offer(), _offer(needs_comment=True, label="Return")) | {"csrf_token": "x"}],
    "_tile_drawing": lambda: [{"map": _units()}, {"map": _units().narrow}],
    "_tile_map": lambda: [{"map": _units()}],
}


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    shown = [
        (name, [render_to_string(f"{FOLDER}{name}.html", sample, request=request) for sample in samples()])
        for name, samples in SAMPLES.items()
    ]
    return render(request, "vlora_plan/components.html", {"components": shown})
