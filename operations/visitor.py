"""Where a request comes from: the address of the visitor, not of the proxies that the installation has itself."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NETWORK_OF_ONE = 64  # who has one IPv6 address has its whole network


def visitor_address(request: HttpRequest) -> str:
    """As the outermost of our own proxies saw it; what stands further left was written by the visitor."""
    seen = [request.META.get("REMOTE_ADDR", "")]
    seen += reversed(
        [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    )
    trusted = settings.TRUSTED_PROXIES
    return seen[trusted] if trusted < len(seen) and is_address(seen[trusted]) else seen[0]


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def place_of(request: HttpRequest) -> str:
    """What attempts are counted by: an IPv4 address, or the network of an IPv6 one."""
    text = visitor_address(request)
    if not is_address(text):
        return text
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NETWORK_OF_ONE), strict=False))
    return str(address)
