"""What every template of the project keeps to: it is given each name it reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine

from tests.templates import TemplateReading, all_names_given, read, reading_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
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
