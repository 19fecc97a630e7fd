"""Bandit over the product's own code; each finding mended or waived until a day (waivers.toml).

    python scripts/scan_code.py [ROOT] [--waivers FILE]

Tests are left out: they assert, and hold made-up passwords. A `nosec` comment is refused: it has no date.
"""

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from waivers import WAIVERS, Finding, problems, report

REPOSITORY = Path(__file__).parents[1]


def scan(root: Path) -> tuple[list[Finding], int]:
    """What bandit finds under root/src, and how many lines a comment hides from it."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "src", "-x", "*/tests/*,*/conftest.py", "-f", "json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"bandit failed:\n{done.stderr}")
    told = json.loads(done.stdout)
    if told["errors"]:
        raise SystemExit(f"bandit could not read: {told['errors']}")
    findings = [
        Finding(
            file=found["filename"],
            line=found["line_number"],
            mark=found["test_id"],
            words=f"{found['test_id']} {found['issue_text']}",
            code=found["code"],
        )
        for found in told["results"]
    ]
    totals = told["metrics"]["_totals"]
    return findings, totals["nosec"] + totals["skipped_tests"]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", nargs="?", type=Path, default=REPOSITORY)
    arguments.add_argument("--waivers", type=Path, default=WAIVERS)
    asked = arguments.parse_args()
    findings, hidden = scan(asked.root)
    told = problems("code", findings, today=datetime.now(UTC).date(), file=asked.waivers)
    told += [f"{hidden} lines are hidden by a nosec comment. Waive them in {asked.waivers.name}."] if hidden else []
    return report("Code", told)


if __name__ == "__main__":
    sys.exit(main())
