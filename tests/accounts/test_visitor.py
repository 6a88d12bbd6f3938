"""Whose address counts: never one that a visitor can write."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from operations.visitor import place_of, visitor_address

PROXY, VISITOR, FORGED = "10.0.0.2", "203.0.113.7", "198.51.100.9"


@pytest.mark.parametrize(
    ("trusted", "header", "address"),
    [
        (0, VISITOR, PROXY),
        (1, VISITOR, VISITOR),
        (1, f"{FORGED}, {VISITOR}", VISITOR),
        (2, f"{FORGED}, {VISITOR}, 10.0.0.1", VISITOR),
        (1, "", PROXY),
        (2, VISITOR, PROXY),
        (1, "no address", PROXY),
    ],
)
def test_the_outermost_of_our_proxies_says_it(trusted: int, header: str, address: str, settings: Any) -> None:
    settings.TRUSTED_PROXIES = trusted
    forwarded = {"HTTP_X_FORWARDED_FOR": header} if header else {}

    assert visitor_address(RequestFactory(REMOTE_ADDR=PROXY, **forwarded).get("/")) == address


@pytest.mark.parametrize(
    ("address", "place"),
    [("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:203.0.113.7", VISITOR), (VISITOR, VISITOR), ("", "")],
)
def test_a_whole_network_of_one_visitor_is_one_place(address: str, place: str) -> None:
    assert place_of(RequestFactory(REMOTE_ADDR=address).get("/")) == place
