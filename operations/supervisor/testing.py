"""All of the tests: in parallel what may, alone what starts processes of its own; any failure is the command's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent.parent / "tests"


def marked(mark: str) -> list[str]:
    """The files that name a mark: reading all of the others takes as long as their tests."""
    files = sorted(TESTS.rglob("test_*.py"))
    return [str(path) for path in files if f"pytest.mark.{mark}" in path.read_text(encoding="utf-8")]


def rounds() -> tuple[list[str], ...]:
    # Stealing leaves a module in one process, which makes what its tests share once, as long as the other is busy.
    return ["-n", "2", "--dist", "worksteal", "-m", "not serial"], ["-m", "serial", *marked("serial")]


def main() -> int:
    # Where nothing compiled may be kept, every process that a test starts compiles the whole program anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "pytest"]
    return max(subprocess.run([*command, *chosen], check=False, env=environment).returncode for chosen in rounds())


if __name__ == "__main__":
    sys.exit(main())
