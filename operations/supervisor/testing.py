"""All of the tests: in parallel what may, alone what starts processes of its own; any failure is the command's."""

from __future__ import annotations

import subprocess
import sys

ROUNDS = (["-n", "2", "-m", "not serial"], ["-m", "serial"])


def main() -> int:
    codes = [subprocess.run([sys.executable, "-m", "pytest", *chosen], check=False).returncode for chosen in ROUNDS]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
