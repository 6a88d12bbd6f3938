"""The part of the framework's stylesheet that pages use: made of the installed one, so that none of it is kept here.

A page sends a tenth of the whole. Kept is a rule whose classes all stand in a template, in a script or in the forms'
templates, and a custom property that a kept rule reads.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import tinycss2
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/frame.css"
MOST_SECONDS = 30 * 24 * 3600
WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
PROPERTY = re.compile(r"var\(\s*(--[\w-]+)")
SETTING = re.compile(r"(?<=[{;])(--[\w-]+):(?:\"[^\"]*\"|url\([^)]*\)|[^;}\"])*(;|(?=\}))")
BETWEEN_SELECTORS = re.compile(r",(?![^()]*\))")
#: Layouts of forms that no form here has.
UNUSED_FORMS = ("accordion", "modal", "floating", "switch", "tab")
#: Written by Python alone: states of forms, kinds of messages.
ALWAYS = frozenset({"is-invalid", "invalid-feedback", "is-valid", "alert-info", "alert-success", "alert-warning"})


def _installed(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _sources() -> Iterator[Path]:
    """What names a class: templates, scripts, and the modules that make forms."""
    base = Path(settings.BASE_DIR)
    for folder, pattern in (
        (base / "templates", "*.html"),
        (base / "static" / "js", "*.js"),
        (_installed("crispy_bootstrap5"), "*.html"),
    ):
        yield from (each for each in sorted(folder.rglob(pattern)) if not each.name.startswith(UNUSED_FORMS))
    for app in sorted(base.glob("*/__init__.py")):
        if app.parent.name != "tests":
            yield from (each for each in sorted(app.parent.rglob("*.py")) if "migrations" not in each.parts)


def _named_in(file: Path) -> Iterator[str]:
    """The words of a file; of a module only those of its texts that name classes."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        text = " ".join(re.findall(r"""(?:class|css)\w*["']?\s*[=:(,]\s*\(?["']([^"'\n]*)["']""", text))
    return (word[0] for word in WORD.finditer(text))


def used_words() -> frozenset[str]:
    return ALWAYS.union(*(_named_in(file) for file in _sources()))


def narrowed(sheet: str, is_used: Callable[[str], bool]) -> str:
    """The rules that can touch something, in their order."""
    text = _used_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), is_used)
    return _without_idle_properties(text)


def _used_rules(rules: list[Any], is_used: Callable[[str], bool]) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = BETWEEN_SELECTORS.split(tinycss2.serialize(rule.prelude).strip())
            if mine := [each for each in selectors if _touches(each, is_used)]:
                kept.append(f"{','.join(mine)}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if content := _used_rules(inner, is_used):
                kept.append(f"@media {tinycss2.serialize(rule.prelude).strip()}{{{content}}}")
        elif rule.type == "at-rule" and rule.at_keyword != "charset":
            kept.append(rule.serialize())
    return "\n".join(kept)


def _touches(selector: str, is_used: Callable[[str], bool]) -> bool:
    """The dark colours are the house's own (site.css), so a theme that nothing asks for is left out."""
    return "data-bs-theme=dark" not in selector and all(map(is_used, _classes(selector)))


def _classes(selector: str) -> list[str]:
    return [name.replace("\\", "") for name in CLASS.findall(selector)]


def _without_idle_properties(text: str) -> str:
    """Custom properties that nothing reads any more, until none is left; site.css may set but not read them."""
    own = "".join(file.read_text(encoding="utf-8") for file in Path(settings.BASE_DIR).glob("static/css/*.css"))
    while (less := _thinned(text, read_by=text + own)) != text:
        text = less
    return text


def _thinned(text: str, *, read_by: str) -> str:
    read = set(PROPERTY.findall(read_by))
    return SETTING.sub(lambda found: found[0] if found[1] in read else "", text)


@cache
def frame_sheet() -> Path:
    """Made once a process, and anew where what it is made of has changed."""
    whole = (_installed("bootstrap") / "static" / "bootstrap" / "css" / "bootstrap.min.css").read_text(
        encoding="utf-8"
    )
    words = used_words()
    text = narrowed(whole, words.__contains__)
    folder = Path(settings.DATA_DIR) / "styles" / hashlib.sha256(text.encode()).hexdigest()[:16]
    target = folder / NAME
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(text)}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
        _leave_old(folder)
    return target


def _leave_old(made: Path) -> None:
    """Sheets of a month ago go: no process that is still running serves them."""
    oldest = time.time() - MOST_SECONDS
    for each in made.parent.iterdir():
        if each != made and each.is_dir() and each.stat().st_mtime < oldest:
            shutil.rmtree(each, ignore_errors=True)


class FrameSheetFinder(BaseFinder):
    """Lets the made stylesheet be served and collected like a file of the project."""

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        found = str(frame_sheet()) if path == NAME else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, _ignored: Any) -> Iterator[tuple[str, Any]]:
        yield NAME, FileSystemStorage(location=str(frame_sheet().parents[1]))
