"""Reading settings from the environment, with a sentence for what is missing or malformed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host


def defaults_from(path: Path) -> None:
    """What the running system wrote about itself, for commands from another terminal; the environment wins."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)


def text(name: str, default: str | None = None) -> str:
    """The variable's text, an empty one being missing; without a default a missing one stops the start."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is missing; .env.example says what it holds.")
    return value


def flag(name: str, *, default: bool) -> bool:
    return text(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def site(url: str, allowed_hosts: list[str]) -> str:
    """The public address, without a slash at its end: it is printed in documents and sent in mails."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured(f"SITE_URL must be the public address and begin with https://, not {url!r}.")
    if not validate_host(parts.hostname, allowed_hosts):
        raise ImproperlyConfigured(f"SITE_URL names the host {parts.hostname!r}, which is not among ALLOWED_HOSTS.")
    return url.rstrip("/")


def broker(url: str) -> str:
    """Celery's name for the address: a socket is `unix://` to Redis and `redis+socket://` to Celery."""
    return url.replace("unix://", "redis+socket://", 1) if url.startswith("unix://") else url


def database(url: str, *, session: dict[str, str] | None = None) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("The database address must begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    if session:
        given = [f"-c {name}={value}" for name, value in session.items()]
        options["options"] = " ".join([*given, *filter(None, [options.get("options", "")])])  # the address has its way
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }
