"""The second factor: a six-digit code from the person's own device (TOTP)."""

from __future__ import annotations

import io
import secrets
from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import AccountAction
from accounts.models import User
from operations.deeds import record

SALT = "accounts.second-factor"
OFFER_SECONDS = 30 * 60


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


def new_offer(user: User) -> str:
    """A fresh secret, signed for this account; nothing is stored until its first code arrives."""
    return signing.dumps({"user": user.pk, "key": secrets.token_hex(20)}, salt=SALT)


def key_of(offer: str, user: User) -> str | None:
    """The secret of an offer that we made for this account within the half hour, else nothing."""
    try:
        content: dict[str, Any] = signing.loads(offer, salt=SALT, max_age=OFFER_SECONDS)
    except signing.BadSignature:
        return None
    return str(content["key"]) if content["user"] == user.pk else None


def secret_words(key: str) -> str:
    """The secret as people type it, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_svg(key: str, user: User) -> str:
    """The secret as a QR code, an SVG without any inline style."""
    query = urlencode({"secret": secret_words(key).replace(" ", ""), "issuer": settings.OTP_TOTP_ISSUER, "digits": 6})
    address = f"otpauth://totp/{quote(settings.OTP_TOTP_ISSUER)}:{quote(user.email)}?{query}"
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=4, xmldecl=False, svgns=True, border=4)
    return stream.getvalue().decode()


@transaction.atomic
def enrol(request: HttpRequest, key: str, code: str) -> bool:
    """Store the device once its first code fits, and count the person as verified; False if the code is wrong."""
    user = User.objects.select_for_update(of=("self",)).get(pk=request.user.pk)
    if device_of(user) is not None:
        return False
    device = TOTPDevice(user=user, name="totp", key=key, confirmed=True)
    device.save()
    if not device.verify_token(code):
        device.delete()
        return False
    record(AccountAction.ENROL_SECOND_FACTOR, user, actor=user, after={})
    otp_login(request, device)
    return True


@transaction.atomic
def verify(request: HttpRequest, code: str) -> bool:
    """Check a code; the device is locked, so that one code opens one login only."""
    device = TOTPDevice.objects.select_for_update().filter(user=request.user.pk, confirmed=True).first()
    if device is None or not device.verify_token(code):
        return False
    otp_login(request, device)
    return True
