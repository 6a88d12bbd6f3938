"""`python -m operations.supervisor {run, shell-env, exec [--ephemeral | --tests] -- command …}`."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from operations.supervisor.binaries import CannotStart
from operations.supervisor.servers import ServerFolders, start_servers
from operations.supervisor.system import StopRequested, base_environment, data_folder, lock, run, say, stop


def execute(command: list[str], *, is_ephemeral: bool, outlives_run: bool = False) -> int:
    """Runs one command beside the servers, then stops them; the command's exit code.

    Ephemeral servers are quick and forget; kept ones do so in `tests/` of the data folder, where the next run of
    tests finds the migrated template again.
    """
    data = data_folder() / "tests" if outlives_run else data_folder()
    if is_ephemeral and not outlives_run:
        data = Path(tempfile.mkdtemp(prefix="vlora-"))
        data.chmod(0o755)
    held = lock(data)
    place = ServerFolders(data, is_ephemeral=is_ephemeral, outlives_run=outlives_run)
    children, environment = start_servers(place, base_environment(data))
    if is_ephemeral and "DJANGO_SETTINGS_MODULE" not in os.environ:
        environment.pop("DJANGO_SETTINGS_MODULE")
        environment.pop("SECRET_KEY")
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        for child in reversed(children):
            child.stop()
        place.clear()
        held.close()


def shell_env() -> int:
    path = data_folder() / "environment"
    if not path.exists():
        raise CannotStart("The system has not been started here yet: make run")
    for line in path.read_text().splitlines():
        name, _, value = line.partition("=")
        print(f"export {name}={shlex.quote(value)}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m operations.supervisor")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("run", help="start the whole system")
    actions.add_parser("shell-env", help="print the running system's addresses for `eval`")
    one = actions.add_parser("exec", help="run one command beside a database and a broker")
    one.add_argument("--ephemeral", action="store_true", help="in an empty place that is removed afterwards")
    one.add_argument("--tests", action="store_true", help="the same, in a place that the next tests find again")
    one.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        if arguments.action == "shell-env":
            return shell_env()
        if arguments.action == "run":
            run()
            return 0
        command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
        return execute(command, is_ephemeral=arguments.ephemeral or arguments.tests, outlives_run=arguments.tests)
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except StopRequested:
        say("Stopped.")
        return 0 if arguments.action == "run" else 130


if __name__ == "__main__":
    sys.exit(main())
