"""Installs what the machine lacks, or says what to type: `python -m operations.supervisor.machine {run,test}`.

The one list of what the system needs besides its packages from requirements/; run by any Python 3.11, without a venv.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFICE_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "soffice")
OFFICE_PARTS = {"libreoffice-writer-nogui": "libswlo", "libreoffice-calc-nogui": "libsclo"}
#: Calibri, which our Word files and sheets name, or the free font of its widths.
OFFICE_FONTS = ("Carlito-Regular.ttf", "calibri.ttf", "Calibri.ttf")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
PDF_LIBRARIES = {  # Debian's package, and the names the loader may know the library by
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
}
FONT_LIBRARIES = {"libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib")}
VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


@dataclass(frozen=True)
class SystemPackage:
    """One thing of the machine: Debian's package of it, Homebrew's (none where macOS has it), and how it is seen."""

    debian: str
    homebrew: str
    is_met: Callable[[], bool]


def loads(names: Sequence[str]) -> bool:
    """Whether the loader finds the library now; asked anew each time, so an installation is seen at once."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def office() -> Path | None:
    """The program that opens Word files and spreadsheets, where it really stands."""
    found = next(filter(None, map(shutil.which, OFFICE_PLACES)), None)
    return Path(found).resolve() if found else None


def opens(part: str) -> bool:
    """Whether the office has this part, which Debian and others install by itself."""
    program = office()
    if program is None:
        return False
    folder = program.parent
    return (folder / f"{part}.so").exists() or (folder.parent / "Frameworks" / f"{part}.dylib").exists()


def has_office_font() -> bool:
    program, folders = office(), [Path(each).expanduser() for each in FONT_FOLDERS]
    if program is not None:
        folders += [program.parent.parent / "Resources/fonts", program.parent.parent / "share/fonts"]
    return any(found for folder in folders for name in OFFICE_FONTS for found in folder.rglob(name))


def library(package: str, names: Sequence[str]) -> SystemPackage:
    return SystemPackage(package, "pango", lambda: loads(names))


MAKE = SystemPackage("make", "make", lambda: has_program("make"))
PYTHON_VENV = SystemPackage(VENV, "", lambda: all(map(importlib.util.find_spec, ("ensurepip", "venv"))))
PDF = tuple(library(*one) for one in PDF_LIBRARIES.items())
FONTS = tuple(library(*one) for one in FONT_LIBRARIES.items())
BROWSER = SystemPackage("chromium", "--cask chromium", lambda: has_program(*BROWSERS))
OFFICE = (
    *(SystemPackage(name, "--cask libreoffice", partial(opens, part)) for name, part in OFFICE_PARTS.items()),
    SystemPackage("fonts-crosextra-carlito", "--cask libreoffice", has_office_font),
)
RUNNING = (MAKE, PYTHON_VENV, *PDF, *FONTS)
NEEDS = {"run": RUNNING, "test": (*RUNNING, BROWSER, *OFFICE)}


def unmet(needs: Sequence[SystemPackage]) -> list[SystemPackage]:
    return [need for need in needs if not need.is_met()]


def line_to_type(needs: Sequence[SystemPackage]) -> str:
    """The one line that installs them on this kind of machine."""
    if sys.platform == "darwin":
        return " && ".join(f"brew install {name}" for name in dict.fromkeys(need.homebrew for need in needs) if name)
    return f"sudo apt-get install -y {' '.join(need.debian for need in needs)}"


def pdf_remedy() -> str:
    """The line after which PDF files can be made, empty when they can be already."""
    return line_to_type([*PDF, *unmet(FONTS)]) if unmet(PDF) else ""


def install(needs: Sequence[SystemPackage]) -> None:
    """As root on Debian: all at once, and one by one where a name among them is unknown to this release."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    names = [need.debian for need in needs]
    print(f"Installing what this machine lacks: {' '.join(names)}", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for chosen in (names, *([name] for name in names)):
        done = subprocess.run(
            [*command, *chosen], check=False, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        if done.returncode == 0 and chosen == names:
            return


def main(purpose: str) -> int:
    """0 unless nothing can be started at all: without PDF or a browser all the rest works."""
    needs = NEEDS[purpose]
    missing = unmet(needs)
    if missing and os.geteuid() == 0 and has_program("apt-get"):
        install(missing)
        importlib.invalidate_caches()
        missing = unmet(needs)
    if not missing:
        return 0
    print(f"This machine lacks something; type: {line_to_type(missing)}", file=sys.stderr)
    if any(need in PDF for need in missing):
        print("Until then no PDF file can be made; everything else works.", file=sys.stderr)
    return 1 if PYTHON_VENV in missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
