"""How the house stands, measured: `make figures` prints the table of docs/architecture.md anew."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    *("core", "operations", "municipality", "accounts", "assessments", "consultations"),
    *("socialplan/content", "socialplan/drafting", "socialplan/approval", "socialplan/publishing"),
    *("monitoring", "vlora_plan"),
)
SAME_NAMES = {"Command", "Migration", "Meta"}
LONG = 160
TELLS = 3  # a mapping with so many steps as keys tells the way a second time
EXAMPLE = re.compile(r"working_group|WorkingGroup")
PRINTED = {"docs/workflow.md", "vlora_plan/expected_guards.json", "CONTRIBUTING.md", "docs/architecture.md"}


# What costs most where it is wrong, and the tests that ask about it; each pattern must find a file.
COSTLY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "approval": (("socialplan/approval/**/*.py",), ("tests/socialplan/approval/**/*.py",)),
    "submissions": (
        (
            "consultations/services/contributions.py",
            "consultations/services/letters.py",
            "consultations/services/intake.py",
            "consultations/services/guards.py",
            "consultations/models/contributions.py",
            "consultations/models/intake.py",
            "consultations/intake/*.py",
            "consultations/codes.py",
            "core/once_only.py",
            "operations/sent_forms.py",
        ),
        (
            "tests/consultations/test_submission_key.py",
            "tests/consultations/services/test_contributions.py",
            "tests/consultations/services/test_letters.py",
            "tests/consultations/services/test_intake.py",
            "tests/consultations/services/test_guards.py",
            "tests/consultations/test_guards.py",
            "tests/consultations/test_scans.py",
            "tests/consultations/inbox/*.py",
            "tests/consultations/letters/*.py",
            "tests/everywhere/test_once_only.py",
        ),
    ),
    "suppression": (
        (
            "core/suppression.py",
            "core/released.py",
            "*/releases.py",
            "**/disclosure.py",
            "consultations/privacy.py",
            "consultations/attendance.py",
        ),
        (
            "tests/core/test_suppression.py",
            "tests/core/test_released.py",
            "tests/*/test_releases.py",
            "tests/operations/test_publications.py",
            "tests/monitoring/parting/test_parted.py",
            "tests/*/test_disclosure.py",
            "tests/consultations/test_attendance.py",
            "tests/consultations/test_counts_only.py",
            "tests/consultations/test_protected_groups.py",
        ),
    ),
    "seal": (
        (
            "socialplan/content/services/seal.py",
            "socialplan/content/services/frozen.py",
            "socialplan/content/snapshot.py",
            "socialplan/content/plan_json.py",
        ),
        ("tests/socialplan/content/services/test_seal.py", "tests/socialplan/publishing/test_open_data.py"),
    ),
}


def sources(app: str) -> list[Path]:
    return [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def all_sources() -> list[Path]:
    return [path for app in APPS for path in sources(app)]


def largest_app() -> tuple[str, float]:
    """The app with the most lines, and its percentage of all."""
    sizes = {app: lines(sources(app)) for app in APPS}
    name = max(sizes, key=lambda app: sizes[app])
    return name.replace("/", "."), 100 * sizes[name] / sum(sizes.values())


def classes_twice() -> tuple[int, int]:
    """Names of top-level classes that stand for several, and all of them."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in all_sources())
    names = Counter(node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    for name in SAME_NAMES:
        names.pop(name, None)
    return sum(times > 1 for times in names.values()), len(names)


def modules_outside_layers() -> list[str]:
    """Modules of an app that no contract of import-linter puts into a layer."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {
        container: set(re.findall(r"\w+", " ".join(contract["layers"])))
        for contract in contracts
        for container in contract.get("containers", ())
    }
    outside = []
    for app in APPS:
        found = {path.stem for path in (ROOT / app).glob("[a-z]*.py")}
        found |= {path.parent.name for path in (ROOT / app).glob("*/__init__.py")} - {"migrations"}
        dotted = app.replace("/", ".")
        outside += [f"{dotted}.{name}" for name in sorted(found - layers.get(dotted, set()))]
    return outside


def steps_in(tree: ast.AST) -> Iterator[ast.Dict]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Attribute)]
            if sum(isinstance(key, ast.Name) and key.id == "PlanStep" for key in keys) >= TELLS:
                yield node


def places_of_steps() -> list[str]:
    """The table of the way, and every module that keeps a mapping by step beside it."""
    found = [path for path in all_sources() if any(steps_in(ast.parse(path.read_text(encoding="utf-8"))))]
    return ["socialplan/approval/workflow.py", *(str(path.relative_to(ROOT)) for path in found)]


def files_of_an_act() -> list[str]:
    """What names the order on the working group, tests and printed pages left out."""
    looked = [*(ROOT / "docs").glob("*.md"), *ROOT.glob("locale/*/*/*.po")]
    looked += (ROOT / "socialplan").rglob("*.py")
    named = [str(path.relative_to(ROOT)) for path in looked if EXAMPLE.search(path.read_text(encoding="utf-8"))]
    return sorted(set(named) - PRINTED)


def long_template_lines() -> float:
    written = [line for path in (ROOT / "templates").rglob("*.html") for line in path.read_text().splitlines()]
    return 100 * sum(len(line) > LONG for line in written) / len(written)


def tests_to_source() -> float:
    return lines(sorted((ROOT / "tests").rglob("*.py"))) / lines(all_sources())


def found(patterns: tuple[str, ...]) -> list[Path]:
    """The files of the patterns, without migrations; a pattern that finds none is a mistake of the table."""
    paths: set[Path] = set()
    for pattern in patterns:
        named = {path for path in ROOT.glob(pattern) if not {"migrations", ".venv"} & set(path.parts)}
        if not named:
            raise LookupError(pattern)
        paths |= named
    return sorted(paths)


def costly_ratios() -> dict[str, float]:
    """Lines of tests to lines of source, of each part where a mistake costs most."""
    return {part: lines(found(tests)) / lines(found(source)) for part, (source, tests) in COSTLY.items()}


def figures() -> dict[str, str]:
    """The rows of the table by their names."""
    name, share = largest_app()
    twice, classes = classes_twice()
    return {
        "largest app": f"{share:.0f} % ({name})",
        "class names that stand twice": f"{twice} of {classes}",
        "modules in no layer": str(len(modules_outside_layers())),
        "places that tell a step": str(len(places_of_steps())),
        "files a new kind of act touches": str(len(files_of_an_act())),
        f"template lines over {LONG}": f"{long_template_lines():.1f} %",
        "tests : source": f"{tests_to_source():.2f}",
        "tests : source where a mistake costs most": " · ".join(
            f"{ratio:.2f} {part}" for part, ratio in costly_ratios().items()
        ),
    }


if __name__ == "__main__":
    print("| figure | today |\n|---|---|")
    for row, value in figures().items():
        print(f"| {row} | {value} |")
