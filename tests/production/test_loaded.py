"""What few processes ever use is loaded when it is asked for: a small server runs half a dozen of them."""

from __future__ import annotations

import os
import subprocess
import sys

#: The solver of hidden numbers takes 67 MB, the maker of PDF files 20, the readers of what is brought in 20.
LATE = ("numpy", "scipy", "weasyprint", "pikepdf", "pypdfium2", "openpyxl")
STARTED = f"""
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
import vlora_plan.celery
vlora_plan.celery.app.loader.import_default_modules()
print(*sorted(set({LATE!r}) & sys.modules.keys()))
"""


def test_a_process_that_has_started_has_loaded_nothing_of_the_large_libraries() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "vlora_plan.settings.test"}
    started = subprocess.run(
        [sys.executable, "-c", STARTED], env=environment, capture_output=True, text=True, check=True
    )

    assert started.stdout.split() == []
