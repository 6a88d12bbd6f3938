import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from vlora_plan.settings import base, environment

OWN_NAME = re.compile(
    r"(?:core|operations|municipality|accounts|assessments|consultations|socialplan|monitoring|vlora_plan)(?:\.\w+){2,}"
)

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "vlora_plan.settings.production",
    "SECRET_KEY": "k3Jx-91mQvZr_u7TgYbH2sWnE5dLpA8cFo4iXeRtUyOaSzMqNwBhVjGfDl",
    "ALLOWED_HOSTS": "plani.example.al",
    "DATABASE_URL": "postgresql://app:word@db.example/vlora_plan",
    "SITE_URL": "https://plani.example.al",
    "EMAIL_HOST": "mail.example.al",
    "MAIL_DOMAIN": "example.al",
    "PATH": os.environ["PATH"],
}


def start(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in {**PRODUCTION, **changes}.items() if value is not None}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


def own_names(value: Any) -> Iterator[str]:
    """Every dotted name of the program that stands in a setting, however deep."""
    if isinstance(value, str) and OWN_NAME.fullmatch(value):
        yield value
    elif isinstance(value, dict):
        yield from own_names([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from own_names(each)


# In a process of its own: the entry of the web server is among the names, and decides for the process that reads it.
MISSING = """
import sys
from importlib import import_module
from importlib.util import find_spec
import django
django.setup()
def exists(name):
    module, _, last = name.rpartition(".")
    return find_spec(module) is not None and (hasattr(import_module(module), last) or find_spec(name) is not None)
print([name for name in sys.argv[1:] if not exists(name)])
"""


def test_what_the_settings_name_exists():
    """The scheduler is looked up only when beat starts: a name that is gone would stop every timed task."""
    names = sorted(set(own_names([value for name, value in vars(base).items() if name.isupper()])))

    done = start("-c", MISSING, *names, DJANGO_SETTINGS_MODULE="vlora_plan.settings.production")

    assert base.CELERY_BEAT_SCHEDULER in names
    assert base.WSGI_APPLICATION in names
    assert done.stdout.strip() == "[]", done.stderr


def test_whoever_serves_lets_nobody_act_between_requests():
    told = "import vlora_plan.wsgi; from operations.trail import session_actor; print(session_actor.at_rest())"

    assert start("-c", told).stdout.strip() == "0"


def test_production_passes_the_check_for_deployment():
    done = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "development-only-" + "0" * 40}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be"),
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"DEMO": "1"}, "DEMO must not be set"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "mysql://a/b"}, "must begin with postgresql://"),
        ({"SITE_URL": None}, "SITE_URL is missing"),
        ({"SITE_URL": "http://plani.example.al"}, "SITE_URL must be the public address and begin with https://"),
        ({"SITE_URL": "plani.example.al"}, "SITE_URL must be the public address and begin with https://"),
        ({"SITE_URL": "https://localhost"}, "SITE_URL names the host 'localhost', which is not among ALLOWED_HOSTS"),
        ({"SITE_URL": "https://plani.example.al.evil.example"}, "which is not among ALLOWED_HOSTS"),
        ({"EMAIL_HOST": None}, "EMAIL_HOST is missing"),
        ({"MAIL_DOMAIN": None}, "MAIL_DOMAIN is missing"),
        ({"EMAIL_PORT": "many"}, "EMAIL_PORT must be a whole number"),
    ],
)
def test_production_refuses_to_start_with_a_sentence(changes, sentence):
    done = start("-c", "import vlora_plan.settings.production", **changes)

    assert done.returncode != 0
    assert sentence in done.stderr


def test_database_address_names_socket_and_session():
    session = {"lock_timeout": "3s", "jit": "off"}
    login = environment.database("postgresql://app:a%40b@/plan?host=/run/s", session=session)

    assert login["HOST"] == "/run/s"
    assert login["PASSWORD"] == "a@b"
    assert login["NAME"] == "plan"
    assert login["OPTIONS"] == {"options": "-c lock_timeout=3s -c jit=off"}


def test_options_of_the_address_stand_after_those_of_the_session():
    login = environment.database("postgresql:///plan?options=-c%20jit%3Don", session={"jit": "off"})

    assert login["OPTIONS"] == {"options": "-c jit=off -c jit=on"}


def test_broker_socket_is_named_as_celery_names_it():
    assert environment.broker("unix:///run/b.sock") == "redis+socket:///run/b.sock"
    assert environment.broker("redis://b:6379/0") == "redis://b:6379/0"


def test_written_environment_gives_way_to_the_real_one(tmp_path, monkeypatch):
    monkeypatch.setenv("VLORA_TEST_A", "real")
    monkeypatch.delenv("VLORA_TEST_B", raising=False)
    path = tmp_path / "environment"
    path.write_text("VLORA_TEST_A=written\nVLORA_TEST_B=postgresql://a@/b?host=/c\n")

    environment.defaults_from(path)

    assert os.environ["VLORA_TEST_A"] == "real"
    assert os.environ.pop("VLORA_TEST_B") == "postgresql://a@/b?host=/c"
