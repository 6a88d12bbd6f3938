"""What a bare machine lacks: installed by root, else said in one line; and PDF files once it is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from operations.enums import JobState
from operations.queue import jobs
from operations.supervisor import machine
from operations.supervisor.testing import marked
from tests.factories.operations import JobFactory

ROOT = Path(__file__).resolve().parent.parent.parent
APT = """#!/bin/sh
echo "$@" >> "$APT_LOG"
case "$*" in *install*) [ -z "${UNKNOWN:-}" ] || case "$*" in *"$UNKNOWN"*) exit 100;; esac;; esac
"""
# The loader of the process knows no pango until the file that LIBRARIES names is there.
LOADER = """
import cffi, os
real = cffi.FFI.dlopen
def dlopen(self, name, flags=0):
    if name and "pango" in str(name) and not os.path.exists(os.environ["LIBRARIES"]):
        raise OSError(f"cannot load library {name}")
    return real(self, name, flags)
cffi.FFI.dlopen = dlopen
"""
WITHOUT_RESTART = """
import django, os, pathlib
django.setup()
import vlora_plan.urls, vlora_plan.celery
from core.printing.outcome import PdfUnavailable
from core.printing.pdf import render_pdf
def made():
    return render_pdf("pdf/base.html", {}, language="sq", title="Plani")[:5]
try:
    made()
except PdfUnavailable as lack:
    print("lacks:", lack)
pathlib.Path(os.environ["LIBRARIES"]).touch()
print("made:", made())
"""


def absent(name):
    return machine.SystemPackage(name, "", lambda: False)


@pytest.fixture
def apt(tmp_path, monkeypatch):
    """A PATH on which apt-get notes what it is asked; returns what was asked for."""
    program = tmp_path / "bin/apt-get"
    program.parent.mkdir()
    program.write_text(APT)
    program.chmod(0o755)
    log = tmp_path / "log"
    log.touch()
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("APT_LOG", str(log))
    return lambda: [line.split("recommends ")[-1] for line in log.read_text().splitlines() if "install" in line]


def test_root_installs_what_is_missing_at_once(apt, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setitem(machine.NEEDS, "run", (absent("libone"), absent("libtwo")))

    assert machine.main("run") == 0
    assert apt()[0] == "libone libtwo"


def test_a_name_that_the_release_does_not_know_keeps_nothing_else_away(apt, monkeypatch):
    monkeypatch.setenv("UNKNOWN", "libtwo")

    machine.install([absent("libone"), absent("libtwo")])

    assert apt() == ["libone libtwo", "libone", "libtwo"]


@pytest.mark.parametrize(
    ("platform", "line"),
    [("linux", "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"), ("darwin", "brew install pango")],
)
def test_without_root_one_line_to_type_is_printed(apt, monkeypatch, capsys, platform, line):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(machine, "loads", lambda names: False)
    monkeypatch.setitem(machine.NEEDS, "run", machine.PDF)

    assert machine.main("run") == 0
    said = capsys.readouterr().err

    assert said.splitlines()[0].endswith(f"type: {line}")
    assert "everything else works" in said
    assert apt() == []


def test_without_what_makes_the_environment_nothing_starts(monkeypatch, capsys):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    without = machine.SystemPackage(machine.VENV, "", lambda: False)
    monkeypatch.setattr(machine, "PYTHON_VENV", without)
    monkeypatch.setitem(machine.NEEDS, "run", (without,))

    assert machine.main("run") == 1
    assert machine.VENV in capsys.readouterr().err


def test_running_asks_for_no_browser_and_no_word_processor_and_both_ask_for_the_rest():
    names = {purpose: {need.debian for need in needs} for purpose, needs in machine.NEEDS.items()}
    office = {"libreoffice-writer-nogui", "libreoffice-calc-nogui", "fonts-crosextra-carlito"}

    assert names["test"] - names["run"] == {"chromium", *office}
    assert names["run"] < names["test"]


def test_what_the_tests_open_files_with_is_one_line_to_type_on_a_mac(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")

    assert machine.line_to_type(machine.OFFICE) == "brew install --cask libreoffice"


def test_the_office_is_seen_by_its_program_and_the_part_of_it_that_opens_the_kind_of_file(tmp_path, monkeypatch):
    program = tmp_path / "libreoffice/program/soffice"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.setattr(machine, "OFFICE_PLACES", (str(program),))
    text, sheet, _font = machine.OFFICE

    assert (text.is_met(), sheet.is_met()) == (False, False)
    (program.parent / "libswlo.so").touch()
    assert (text.is_met(), sheet.is_met()) == (True, False)
    (program.parent / "libsclo.so").touch()
    assert sheet.is_met()


@pytest.mark.parametrize(
    ("goal", "installed"),
    [
        ("run", ["base.txt"]),
        ("setup", ["base.txt", "dev.txt", "tags.txt"]),
        ("check", ["base.txt", "dev.txt", "tags.txt"]),
    ],
)
def test_running_installs_what_running_needs_and_not_the_tools_of_the_tests(goal, installed):
    anew = [word for name in ("base.txt", "dev.txt") for word in ("-W", f"requirements/{name}")]

    done = subprocess.run(["make", "-n", *anew, goal], cwd=ROOT, capture_output=True, text=True, check=True)

    assert re.findall(r"install .*-r requirements/(\S+)", done.stdout) == installed
    assert f"machine.sh {'run' if goal == 'run' else 'test'}" in done.stdout


@pytest.mark.parametrize("mark", ["serial", "database"])
def test_a_round_of_one_mark_reads_every_file_that_sets_it(mark):
    setting = re.compile(rf"\bmark\.{mark}\b")
    files = [str(path) for path in (ROOT / "tests").rglob("*.py") if setting.search(path.read_text(encoding="utf-8"))]

    assert files
    assert marked(mark) == sorted(files)


def test_one_place_serves_the_commands_and_the_image_names_the_same_libraries():
    libraries = {*machine.PDF_LIBRARIES, *machine.FONT_LIBRARIES}

    for name in ("Makefile", ".ci/run"):
        text = (ROOT / name).read_text()
        assert "operations/supervisor/machine.sh" in text
        assert "apt-get" not in text
    assert all(library in (ROOT / "Dockerfile").read_text() for library in libraries)


def test_the_system_starts_without_pango_and_makes_pdf_files_after_it_came_without_a_restart(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(LOADER)
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "LIBRARIES": str(tmp_path / "came"),
        "DJANGO_SETTINGS_MODULE": "vlora_plan.settings.test",
    }

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_RESTART], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "lacks: cannot load library" in done.stdout
    assert "made: b'%PDF-'" in done.stdout


@pytest.mark.django_db
def test_a_file_that_cannot_be_made_says_the_line_to_type_on_its_page_and_on_the_list(client_of, monkeypatch):
    jobs.job_handler("tests.unavailable", opens=lambda user, rows: [job for job in rows if job.requested_by == user])(
        unavailable
    )
    job = JobFactory(kind="tests.unavailable")
    client = client_of(job.requested_by)
    line = machine.line_to_type(machine.PDF)

    jobs.run(job.pk)
    job.refresh_from_db()

    assert job.state == JobState.FAILED
    assert line in job.failure
    monkeypatch.setattr(machine, "loads", lambda names: False)
    for page in (reverse("operations:job_list"), job.get_absolute_url()):
        assert line in client.get(page).content.decode()
    monkeypatch.setattr(machine, "loads", lambda names: True)
    assert line not in client.get(reverse("operations:job_list")).content.decode().replace(job.failure, "")


def unavailable(job, progress):
    raise jobs.PdfUnavailable("cannot load library")
