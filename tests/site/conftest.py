from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_albanian() -> Iterator[None]:
    """A request leaves its language behind; the next test begins in Albanian."""
    with translation.override("sq"):
        yield
