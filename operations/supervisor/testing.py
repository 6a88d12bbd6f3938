"""All of the tests: in parallel what may, alone what starts processes of its own; any failure is the command's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

ROUNDS = (["-n", "2", "-m", "not serial"], ["-m", "serial"])
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def ensure_browser() -> None:
    """Installs chromium for the browser tests where root may, else says how to."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            install, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    if not any(shutil.which(name) for name in BROWSERS):
        print("The browser tests need chromium; on Debian: apt-get install chromium", file=sys.stderr)


def main() -> int:
    ensure_browser()
    codes = [subprocess.run([sys.executable, "-m", "pytest", *chosen], check=False).returncode for chosen in ROUNDS]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
