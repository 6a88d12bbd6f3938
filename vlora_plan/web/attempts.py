"""A kind limit on guessing codes: so many wrong ones from one place, then a pause. A right code passes at any time.

The codes have 80 random bits: who knows one has not guessed it, and shares the pause with nobody behind one address.
"""

from __future__ import annotations

from django.http import HttpRequest

from operations.attempts import Brake, Limit
from operations.visitor import place_of

WRONG_CODES_ALLOWED = 10
WRONG_CODES = Brake(
    place=Limit("wrong-codes", WRONG_CODES_ALLOWED, 10 * 60),
    everywhere=Limit("wrong-codes-everywhere", 2_000, 60 * 60),
    then=3,
)


def must_pause(request: HttpRequest) -> bool:
    return WRONG_CODES.holds(place_of(request))


def note_wrong_code(request: HttpRequest) -> None:
    WRONG_CODES.note(place_of(request))
