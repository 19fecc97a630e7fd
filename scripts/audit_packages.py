"""pip-audit: does the OSV database know a vulnerability in a package of the lock?

    python scripts/audit_packages.py [--database URL]

It asks a host outside this machine about every package, so it is no part of `make test`: run it where the network may
be used, nightly and before a release. Exit code: 0 none known, 1 some known, 3 not run.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements/dev.txt"
DATABASE = "https://api.osv.dev/v1/query"
NOT_RUN = 3


def audit(lock: Path, database: str) -> tuple[int, str]:
    """The exit code, and what to say."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--disable-pip", "--require-hashes"]
    command += [
        "--vulnerability-service",
        "osv",
        "--osv-url",
        database,
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        # pip-audit ends with 1 both for a vulnerability and for a network that is down: only its report tells which.
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = done.stderr.strip().splitlines()[-1:] or ["pip-audit said nothing"]
        return (
            NOT_RUN,
            f"NOT RUN: the advisory database cannot be reached. Nothing is known of any package. {reason[0]}",
        )
    if skipped := [package["name"] for package in packages if "vulns" not in package]:
        return NOT_RUN, f"NOT RUN for {len(skipped)} of {len(packages)} packages: {', '.join(skipped)}."
    known = [
        f"{package['name']} {package['version']}: {vulnerability['id']}, mended in "
        f"{', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for package in packages
        for vulnerability in package["vulns"]
    ]
    if known:
        return 1, "\n".join([*known, f"Packages: {len(known)} known vulnerabilities."])
    return 0, f"Packages: {len(packages)} looked up, no known vulnerability."


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--database", default=DATABASE)
    arguments.add_argument("--lock", type=Path, default=LOCK)
    asked = arguments.parse_args()
    code, words = audit(asked.lock, asked.database)
    print(f"\n*** {words}\n" if code == NOT_RUN else words)
    return code


if __name__ == "__main__":
    sys.exit(main())
