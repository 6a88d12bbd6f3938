"""Counting posts of one minute, altogether and by the page they come from; only digests are kept, no address.

A place is never counted: two hundred people may sit behind one address.
"""

from __future__ import annotations

from operations.attempts import Limit

UNPROVED = Limit("intake-unproved", allowed=40, seconds=60)
ALTOGETHER = Limit("intake-altogether", allowed=300, seconds=60)
OF_ONE_PAGE = Limit("intake-of-one-page", allowed=3, seconds=600)


def flood_signs(token: str, *, proved: bool) -> list[str]:
    """What the number of posts of this minute says of the next one; counts it."""
    counted = Limit.counted((OF_ONE_PAGE, token), (ALTOGETHER, "") if proved else (UNPROVED, ""))
    signs = []
    if counted[OF_ONE_PAGE.name] > OF_ONE_PAGE.allowed:
        signs.append("repeat")
    if counted.get(UNPROVED.name, 0) > UNPROVED.allowed or counted.get(ALTOGETHER.name, 0) > ALTOGETHER.allowed:
        signs.append("flood")
    return signs
