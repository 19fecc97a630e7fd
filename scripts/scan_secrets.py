"""detect-secrets over everything that is, or ever was, in this repository.

    python scripts/scan_secrets.py [ROOT] [--waivers FILE]

Every line that any commit added, every commit message, and every file that could be committed now. A secret that was
committed and removed again is still out: change it where it is used, then waive its digest.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings
from waivers import WAIVERS, Finding, problems, report

REPOSITORY = Path(__file__).parents[1]
MESSAGES = "COMMIT_MESSAGES"
HISTORY = ("log", "--all", "--patch", "--unified=0", "--no-color", "--no-ext-diff", "--format=")
Lines = dict[str, dict[str, None]]  # by file, each line once, in the order met


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", root, *words], capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"NOT RUN: the history of {root} cannot be read: {done.stderr.decode()}")
    return done.stdout.decode(errors="replace")


def everything(root: Path) -> Lines:
    """Every line of every file, past and present."""
    lines: Lines = defaultdict(dict)
    lines[MESSAGES] = dict.fromkeys(git(root, "log", "--all", "--format=%an %ae%n%B").splitlines())
    file, left = "", 0
    for line in git(root, *HISTORY).splitlines():
        if left and line[:1] == "+":
            lines[file][line[1:]] = None
            left -= 1
        elif line.startswith("+++ "):
            file = line.removeprefix("+++ ").strip('"').removeprefix("b/")
        elif line.startswith("@@"):
            added = line.split()[2].partition(",")[2]
            left = int(added or 1)
    for name in git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (root / name).is_file():
            lines[name] |= dict.fromkeys((root / name).read_text(errors="replace").splitlines())
    return lines


def scan(lines: Lines) -> list[Finding]:
    """What detect-secrets makes of the lines. The secret itself is never shown, only the start of its digest."""
    secrets = SecretsCollection()
    with tempfile.TemporaryDirectory() as folder, chdir(folder), default_settings():
        for name, held in lines.items():
            copy = Path(folder, os.path.normpath(f"/{name}").lstrip("/"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text("\n".join(held) + "\n", errors="replace")
            secrets.scan_file(os.path.relpath(copy, folder))
    return [
        Finding(
            file=name,
            line=secret.line_number,
            mark=secret.secret_hash,
            words=f"{secret.type}, sha1 {secret.secret_hash[:8]} {secret.secret_hash[8:16]} (line of all it ever held)",
        )
        for name, secret in sorted(secrets, key=lambda found: (found[0], found[1].line_number))
    ]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", nargs="?", type=Path, default=REPOSITORY)
    arguments.add_argument("--waivers", type=Path, default=WAIVERS)
    asked = arguments.parse_args()
    found = scan(everything(asked.root))
    return report("Secrets", problems("secret", found, today=datetime.now(UTC).date(), file=asked.waivers))


if __name__ == "__main__":
    sys.exit(main())
