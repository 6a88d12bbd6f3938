"""What every template of the project keeps to: it is given each name it reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine

from tests.templates import TemplateReading, all_names_given, read, reading_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LONGEST = 160
DEEPEST = 4
# what a template may compare with a word: which kind of thing it shows, never where a document stands
KINDS = {
    "code",
    "entry.sex",
    "fate",
    "kind",
    "name",
    "node.kind",
    "opened",
    "part.part.code",
    "point.sex",
    "stage.kind",
    "table.name",
}
COMPARISON = re.compile(r"""([\w.]+) (?:==|!=) ["'][a-z_]+["']""")
SHORT_DAYS = re.compile(r"""d\.m\.Y|SHORT_DATE|%d\.%m\.%Y""")
APPS = ["core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan"]
APPS += ["monitoring", "vlora_plan"]
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.fixture(scope="module")
def readings() -> dict[str, TemplateReading]:
    return {name: read(name) for name in NAMES}


def test_no_include_hands_on_more_than_it_names(readings: dict[str, TemplateReading]) -> None:
    """A part of a page sees only what is written beside its name, so that the next test can hold it to that."""
    includes = [(name, include) for name, reading in readings.items() for include in reading.includes]

    assert len(includes) > 400
    assert [each for each in includes if not each[1].is_closed or each[1].name not in readings] == []


def test_every_include_gives_exactly_what_the_part_reads(readings: dict[str, TemplateReading]) -> None:
    includes = [(name, include) for name, reading in readings.items() for include in reading.includes]
    wrong = [
        f"{name} → {include.name}: missing {sorted(missing)}, unread {sorted(unread)}"
        for name, include in includes
        for missing in [readings[include.name].names - include.given]
        for unread in [include.given - readings[include.name].names]
        if missing or unread
    ]

    assert wrong == []


def test_rows_laid_out_once_read_nothing_but_themselves(readings: dict[str, TemplateReading]) -> None:
    """What else their markup said would be that of the first row that was ever shown."""
    laid_out = [(name, more) for name, reading in readings.items() for more in reading.of_rows]

    assert len(laid_out) >= 4
    assert [each for each in laid_out if each[1]] == []


def test_no_line_of_a_template_is_longer_than_a_screen() -> None:
    long = [
        f"{name}:{number}"
        for name in NAMES
        for number, line in enumerate((TEMPLATES / name).read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert long == []


def test_a_part_stands_at_most_four_deep(readings: dict[str, TemplateReading]) -> None:
    assert {name: depth for name in NAMES if (depth := depth_below(name, readings)) > DEEPEST} == {}


def depth_below(name: str, readings: dict[str, TemplateReading], above: frozenset[str] = frozenset()) -> int:
    """How many parts stand inside one another below a template; a part that includes itself, a tree, counts once."""
    parts = {include.name for include in readings[name].includes} - above - {name}
    return max((1 + depth_below(part, readings, above | {name}) for part in parts), default=0)


def test_the_token_of_a_form_is_written_by_its_tag() -> None:
    assert [name for name in NAMES if "csrfmiddlewaretoken" in (TEMPLATES / name).read_text()] == []


def test_a_template_asks_for_a_state_by_its_property() -> None:
    """What a word of the database means is said once, in the code that owns it."""
    conditions = {
        (name, compared)
        for name in NAMES
        for tag in re.findall(r"{% (?:el)?if .*?%}", (TEMPLATES / name).read_text())
        for compared in COMPARISON.findall(tag)
    }

    assert {each for each in conditions if each[1] not in KINDS} == set()


def test_a_short_day_is_written_in_one_way() -> None:
    """Pages, papers and mails write 03.02.2026 by `short_date`; what else names the form reads or fills in a field."""
    fields = {"core/forms.py", "core/i18n.py", "assessments/imports/columns.py", "consultations/forms/desk.py"}
    looked = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    for app in APPS:
        looked += (path for path in (TEMPLATES.parent / app).rglob("*.py") if "migrations" not in path.parts)
    named = {str(path.relative_to(TEMPLATES.parent)) for path in looked if SHORT_DAYS.search(path.read_text())}

    assert named - fields == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (
            "{% for line, key in lines %}{{ line.code }}{{ key }}{{ forloop.counter }}{% endfor %}{{ line }}",
            "lines line",
        ),
        ("{% if a.b and not c %}{{ d|default:e }}{% elif f == 1 %}x{% endif %}", "a c d e f"),
        ("{% with one=two %}{{ one }}{% endwith %}{{ one }}", "one two"),
        (
            "{% blocktranslate with own=a.b count n=c %}{{ own }}{{ free }}{% plural %}{{ n }}{% endblocktranslate %}",
            "a c free",
        ),
        ("{% url 'x' pk=row.pk as place %}{{ place }}{% translate heading as said %}{{ said }}", "row heading"),
        ("{% regroup rows by kind as kinds %}{% for kind in kinds %}{{ kind.grouper }}{% endfor %}", "rows"),
        ("{% include 'a.html' with x=y.z|default:w only %}{% csrf_token %}", "y w csrf_token"),
        ("{% block a %}{% for x in None %}{{ x }}{% empty %}{{ nothing }}{% endfor %}{% endblock %}", "nothing"),
        (
            "{% load rules crispy_forms_tags %}{% has_perm 'a.b' user plan as may %}{{ may }}{% crispy form %}",
            "user plan form",
        ),
    ],
)
def test_the_names_a_template_reads_are_found(source: str, names: str) -> None:
    parsed = Engine.get_default().from_string(source)

    assert reading_of(parsed.nodelist).names == set(names.split())


@pytest.mark.parametrize("source", ["{% for line in lines %}{% endfor %}", "{% if a.b or lines %}{% endif %}"])
def test_a_page_that_asks_for_what_nobody_gave_is_found(source: str) -> None:
    page = Engine.get_default().from_string(source)
    page.origin.name = str(TEMPLATES / "page.html")

    with all_names_given():
        assert page.render(Context({"lines": [], "a": None})) == ""
        with pytest.raises(AssertionError, match="lines"):
            page.render(Context({"a": None}))
