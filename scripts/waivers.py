"""What a scan found, held against the waivers in waivers.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path

WAIVERS = Path(__file__).with_name("waivers.toml")
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Finding:
    """`mark` is what a waiver must match: a test's name, or a secret's digest. `code` is never shown for a secret."""

    file: str
    line: int
    mark: str
    words: str
    code: str = ""


def problems(kind: str, findings: Sequence[Finding], *, today: date, file: Path = WAIVERS) -> list[str]:
    """Everything that must be mended: findings without a waiver, waivers past their day, waivers that nothing needs.

    kind  "code" or "secret": which of the file's waivers count
    """
    waivers = tomllib.loads(file.read_text()).get(kind, [])
    waived = {id(waiver): [found for found in findings if _covers(waiver, found)] for waiver in waivers}
    covered = {found for met in waived.values() for found in met}
    told = [f"{f.file}:{f.line}: {f.words}" for f in findings if f not in covered]
    for waiver in waivers:
        name = f"{file.name}: the waiver of {waiver.get('test') or waiver['sha1']} in {waiver['file']}"
        if not waived[id(waiver)]:
            told.append(f"{name} is needed by nothing. Remove it.")
        elif waiver["until"] < today:
            told.append(f"{name} ended on {waiver['until']}. Mend the finding, or look at it again and say until when.")
        elif waiver["until"] - today > LONGEST or not waiver["because"].strip():
            told.append(f"{name} needs a reason, and a day within a year.")
    return told


def _covers(waiver: dict[str, str], found: Finding) -> bool:
    mark = waiver.get("test") or waiver["sha1"].replace(" ", "")
    is_same = found.mark == mark if "test" in waiver else found.mark.startswith(mark)
    return fnmatch(found.file, waiver["file"]) and is_same and waiver.get("holds", "") in found.code


def report(name: str, told: Sequence[str]) -> int:
    """Prints what is wrong, or that nothing is; the exit code."""
    for line in told:
        print(line)
    print(f"{name}: {len(told)} to mend." if told else f"{name}: nothing to mend.")
    return 1 if told else 0
