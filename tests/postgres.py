"""A throwaway PostgreSQL: the real server, in a folder that is removed afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

_PATIENCE = 90.0


def programs() -> Path | None:
    """Find the folder with initdb and postgres; Debian keeps them off PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def absent(reason: str) -> None:
    """Skip loudly, or fail where the server is required."""
    if os.environ.get("REQUIRE_POSTGRES") == "1":
        pytest.fail(f"REQUIRE_POSTGRES=1, but {reason}")
    pytest.skip(f"NOT TESTED ON POSTGRESQL: {reason}")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its address; its superuser may do anything and needs no password."""
    folder = programs()
    if folder is None:
        absent("no PostgreSQL server is installed (Debian: apt install postgresql)")
        return
    with TemporaryDirectory(prefix="hirg-pg-") as home:
        port = _free_port()
        user = _ordinary_user(home)
        _run([folder / "initdb", "-D", f"{home}/data", "-U", "hirg", "-A", "trust", "-N", "-E", "UTF8"], user)
        settings = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
        control: list[Path | str] = [folder / "pg_ctl", "-D", f"{home}/data", "-w", "-t", "60"]
        _run([*control, "-l", f"{home}/log", "-o", settings, "start"], user)
        try:
            yield f"postgresql://hirg@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user)


def empty_database(server: str, name: str) -> None:
    """Make an empty database of that name, in place of one there may be."""
    folder = programs() or Path()
    port = urlsplit(server).port
    for statement in (f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"):
        _run([folder / "psql", "-h", "127.0.0.1", "-p", str(port), "-U", "hirg", "-c", statement, "postgres"], None)


def _ordinary_user(home: str) -> int | None:
    """The server refuses to run as root: hand the folder to somebody else then."""
    if os.geteuid() != 0:
        return None
    user = next(u for name in ("postgres", "nobody") if (u := _user(name)) is not None)
    os.chown(home, user, -1)
    return user


def _user(name: str) -> int | None:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def _run(command: Sequence[Path | str], user: int | None) -> None:
    # Not captured: the server would inherit the pipe, and waiting for its end would take for ever.
    subprocess.run(command, user=user, check=True, timeout=_PATIENCE, cwd="/", stdout=DEVNULL, stderr=DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
