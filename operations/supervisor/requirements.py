"""Says which system libraries of the PDF are missing, and how to get them; all but PDF works without them."""

from __future__ import annotations

import ctypes.util
import sys

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def missing_packages() -> list[str]:
    """Debian's packages of the libraries that the loader does not find."""
    return [package for library, package in LIBRARIES.items() if ctypes.util.find_library(library) is None]


if __name__ == "__main__":
    packages = missing_packages()
    if packages:
        way = "brew install pango" if sys.platform == "darwin" else f"apt-get install {' '.join(packages)}"
        print(f"PDF files cannot be made yet, everything else works: {way}", file=sys.stderr)
