"""Both locks: every package pinned and hashed, every direct requirement there, and no host named.

python scripts/check_locks.py [ROOT]
"""

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path

from waivers import report

REPOSITORY = Path(__file__).parents[1]
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(\[[\w,.-]+\])?==[^\s;]+( ;[^\\]+)?$")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NAMES_A_HOST = re.compile(r"://|^\s*--?(index|extra|find|trusted|i\b|f\b)", re.MULTILINE)


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def python_faults(lock: str, wanted: list[str]) -> list[str]:
    told, met = [], set()
    for entry in re.sub(r"(?m)^\s*#.*$\n?", "", lock).replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+(?=--hash)", entry.strip())
        pinned = PINNED.match(requirement.strip())
        if pinned is None or not hashes or not all(HASH.fullmatch(one.strip()) for one in hashes):
            told.append(f"{requirement.strip() or 'an empty line'} is not pinned by version and hash")
        else:
            met.add(plain(pinned["name"]))
    return told + [f"{name} is required, and not locked" for name in sorted({plain(name) for name in wanted} - met)]


def npm_faults(lock: str) -> list[str]:
    packages = json.loads(lock)["packages"]
    return [
        f"{name} has no sha512"
        for name, told in packages.items()
        if name and not str(told.get("integrity", "")).startswith("sha512-")
    ]


def faults(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[^\w.-]", requirement)[0] for requirement in wanted]
    python, npm = root / "requirements/dev.txt", root / "package-lock.json"
    told = [f"{python.name}: {fault}" for fault in python_faults(python.read_text(), names)]
    told += [f"{npm.name}: {fault}" for fault in npm_faults(npm.read_text())]
    told += [f"{python.name} names a host"] if NAMES_A_HOST.search(python.read_text()) else []
    told += [f"{npm.name} names a host"] if '"resolved"' in npm.read_text() else []
    return told


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", nargs="?", type=Path, default=REPOSITORY)
    return report("Locks", faults(arguments.parse_args().root))


if __name__ == "__main__":
    sys.exit(main())
