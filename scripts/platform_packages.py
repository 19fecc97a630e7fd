"""Install what the tests drive and Python's packages do not carry: a Chromium browser and a PostgreSQL server.

On Debian as root they come from Debian's packages. Elsewhere this says what is missing and how to get it, loudly,
and the set-up goes on: the product itself needs neither.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def _on_path(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _postgres_server() -> bool:
    return _on_path("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


NEEDS = {
    "a Chromium browser": ("chromium", lambda: _on_path("chromium", "chromium-browser", "google-chrome")),
    "a PostgreSQL server": ("postgresql", _postgres_server),
    "fonts for screenshots": ("fonts-dejavu-core", lambda: any(Path("/usr/share/fonts").glob("**/DejaVuSans.ttf"))),
}


def main() -> None:
    missing = {what: package for what, (package, is_there) in NEEDS.items() if not is_there()}
    if not missing:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing.values()]
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    for what, (package, is_there) in NEEDS.items():
        if not is_there():
            sys.stderr.write(
                f"\n*** NOT HERE: {what}. The tests that need it will fail or be named as not run. "
                f"Install it (Debian: apt-get install {package}).\n\n"
            )


if __name__ == "__main__":
    main()
