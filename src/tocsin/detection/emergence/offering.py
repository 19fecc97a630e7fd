"""Raised terms as proposals for the vocabulary, in the form of its files. A person decides; none is added by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tocsin.detection.emergence.guards import Look
from tocsin.detection.emergence.rows import OVERALL, RAISED
from tocsin.detection.emergence.words import names_who_people_are

_HEAD = """\
# Words and phrases that stood out, proposed as terms. They are not in use: every line below is commented out.
# For each, a person decides. Does it point to a threat, or only to how things are written? If it does, take the # from
# its lines, put the right indicator in place of the one below, choose the kind, and name this file in the watch
# (extra_terms). See docs/how-to/add-a-term.md.
# No person's name and no word for ethnicity, nationality or religion may be a term. What looked like either was left
# out; look again before you accept one.

schema = 1
language = "{language}"
"""


def is_offered(row: Mapping[str, Any]) -> bool:
    """Whether a row (schema EMERGING) may be proposed: raised in the whole, and by no means a name."""
    looks = {Look.NAME.value, Look.PROPER_NOUN.value} & set(row["flags"].split("; "))
    return row["level"] == RAISED and row["area"] == OVERALL and not looks and not names_who_people_are(row["term"])


def proposals(rows: Iterable[Mapping[str, Any]], *, language: str = "en") -> str:
    """A vocabulary file with each raised term once, by when it was first raised, all commented out."""
    offered: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if is_offered(row):
            offered.setdefault(row["term"], row)
    return "\n".join([_HEAD.format(language=language), *map(_proposal, offered.values())])


def _proposal(row: Mapping[str, Any]) -> str:
    phrases = [row["term"], *(each for each in row["variants"].split("; ") if each)]
    noted = f" It was flagged: {row['flags']}." if row["flags"] else ""
    beside = f" Beside it: {row['beside']}." if row["beside"] else ""
    return (
        f"# {row['count']} documents in {row['period']} where {row['expected']:.1f} were to be expected"
        f" (q = {row['q']:.2g}), since {row['first_excess']}.{noted}{beside}\n"
        "# [[terms]]\n"
        '# indicator = "threat/indicator"\n'
        '# kind = "secondary"\n'
        f"# phrases = [{', '.join(map(_quoted, phrases))}]\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
