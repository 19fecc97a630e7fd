"""Runs a command against a PostgreSQL server that exists only for as long as the command runs.

    python scripts/with_postgres.py -- pytest src/partnership

The cluster lives in a temporary folder; DATABASE_URL points at it. PostgreSQL will not run as root, so
under root the server runs as the account `postgres`, or `nobody` where there is none.
Exit code: the command's own, or 3 if no PostgreSQL server is installed.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_INSTALLED = 3
SOCKETS = "sockets"
# Safe only because the data is thrown away.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def server_programs() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]), reverse=True)
    found = shutil.which("initdb")
    candidates = [*packaged, *([Path(found).resolve()] if found else [])]
    return next((path.parent for path in candidates if (path.parent / "pg_ctl").exists()), None)


def server_account() -> pwd.struct_passwd | None:
    """The account to run the server as when this process is root; None when it need not change."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as(account: pwd.struct_passwd | None, *command: str | Path) -> None:
    change = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
        **change,
    )
    if done.returncode != 0:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def open_cluster(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> str:
    """Address of a running, empty server whose only users are those who may enter `folder`."""
    sockets = folder / SOCKETS
    sockets.mkdir(mode=0o700)
    if account is not None:
        for owned in (folder, sockets):
            os.chown(owned, account.pw_uid, account.pw_gid)
    data, port = folder / "data", free_port()
    # Trust holds for the socket alone, whose folder is closed to other accounts; TCP is not listened on.
    run_as(
        account, programs / "initdb", "--pgdata", data, "--username", "tocsin", "--encoding", "UTF8",
        "--locale", "C", "--auth-local", "trust", "--auth-host", "reject", "--no-sync",
    )  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories='{sockets}' -c port={port} {FAST}"
    run_as(
        account, programs / "pg_ctl", "start", "--wait", "--silent", "--pgdata", data,
        "--log", folder / "server.log", "--options", options,
    )  # fmt: skip
    return f"postgresql://tocsin@/postgres?host={sockets}&port={port}"


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        raise SystemExit(__doc__)
    programs = server_programs()
    if programs is None:
        sys.stderr.write(
            "NOT RUN: no PostgreSQL server is installed here, so nothing was tested against PostgreSQL.\n"
            "Install one (on Debian: apt-get install postgresql) and run this again.\n"
        )
        return NOT_INSTALLED
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="tocsin-postgres-") as name:
        folder = Path(name)
        url = open_cluster(programs, folder, account)
        try:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            run_as(
                account, programs / "pg_ctl", "stop", "--wait", "--silent", "--mode", "immediate",
                "--pgdata", folder / "data",
            )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
