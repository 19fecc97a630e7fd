"""Words and agreement as a reader says them. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from partnership.ui.wording import p_words

MOST_NAMED = 3  # of what is said, in a title


def times_usual(count: int, expected: float) -> str:
    """How a count stands to what was expected, in words.

    >>> times_usual(12, 3.0), times_usual(4, 0.01)
    ('4.0 times as many as expected', 'where next to none was expected')
    """
    if expected < 0.1:
        return "where next to none was expected"
    return f"{count / expected:.1f} times as many as expected"


def chance_told(q: float) -> str:
    """What q says of a word: how many that stand out at least as much do so by chance.

    >>> chance_told(0.2), chance_told(0.99)
    ('About 1 in 5 like it is chance', 'Almost certainly chance')
    """
    if q > 0.95:
        return "Almost certainly chance"
    told = p_words(q)
    return f"{told[:1].upper()}{told[1:]} like it is chance"


def first_day(period: str) -> date:
    """The first day of a week (2017-W11), a month (2017-03) or a quarter (2017-Q1).

    >>> first_day("2017-W11"), first_day("2017-Q2")
    (datetime.date(2017, 3, 13), datetime.date(2017, 4, 1))
    """
    year, part = int(period[:4]), period[5:]
    if part.startswith("W"):
        return date.fromisocalendar(year, int(part[1:]), 1)
    return date(year, 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part), 1)


def period_told(period: str) -> str:
    """A period as people say it, with its code; one that is written otherwise, as it is written.

    >>> period_told("2017-W11"), period_told("2017-03"), period_told("2017-Q2")
    ('week of 13 March 2017 (2017-W11)', 'month of March 2017 (2017-03)', 'quarter from April 2017 (2017-Q2)')
    """
    try:
        first = first_day(period)
    except ValueError:
        return period
    if "W" in period:
        return f"week of {first.day} {first:%B %Y} ({period})"
    return f"{'quarter from' if 'Q' in period else 'month of'} {first:%B %Y} ({period})"


def said_in_words(said: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One thing that groups say alike: a threat, perhaps by an indicator, perhaps of a place.

    >>> said_in_words({"threat": "modern-slavery", "indicator": "car wash", "area_code": "B"}, {"B": "Bradford"})
    'modern slavery: car wash, in Bradford'
    """
    what = said["threat"].replace("-", " ")
    by = f": {indicator_told(said['indicator'])}" if said["indicator"] else ""
    where = f", in {_named(names.get(said['area_code'], said['area_code']))}" if said["area_code"] else ""
    return f"{what}{by}{where}"


def indicator_told(key: str) -> str:
    """An indicator as people say it: the word of a term's key, with its indicator; the measure of a count as it is.

    >>> indicator_told("modern-slavery/labour/hand-car-wash"), indicator_told("fraud/unspecified/scam")
    ('“hand car wash” (labour)', '“scam”')
    >>> indicator_told("firearms-and-violence/violence"), indicator_told("Drug offences recorded")
    ('“violence”', 'Drug offences recorded')
    """
    parts = key.split("/", 2)
    if len(parts) == 1:
        return key
    word = parts[-1].replace("-", " ")
    kind = parts[1].replace("-", " ") if len(parts) == 3 else "unspecified"
    return f"“{word}”" if kind == "unspecified" else f"“{word}” ({kind})"


def agreement_title(words: str, groups: Sequence[str], indicators: Iterable[str | None]) -> str:
    """What a concept says, short enough for a link: the engine's words without who says so, and what they say it by.

    >>> agreement_title("Fraud in the world, by Courier, Post", ["Courier", "Post"], ["fraud/unspecified/scam", None])
    'Fraud in the world: “scam”'
    """
    what = words.removesuffix(f", by {', '.join(groups)}")
    told = sorted({indicator_told(each) for each in indicators if each})
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return f"{what}: {', '.join(told[:MOST_NAMED])}{more}" if told else what


def how_other(this: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> str:
    """What another concept says beside this one, or leaves out of it, in a few words; empty where they say the same.

    >>> scam = {"threat": "fraud", "indicator": "fraud/unspecified/scam", "area_code": None}
    >>> how_other([], [scam]), how_other([scam], [])
    ('also “scam”', 'without “scam”')
    """
    also, without = _beyond(other, this), _beyond(this, other)
    told = [f"{word} {_few(names)}" for word, names in (("also", also), ("without", without)) if names]
    return "; ".join(told)


def _beyond(some: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> list[str]:
    def names(says: Sequence[Mapping[str, Any]]) -> set[str]:
        return {indicator_told(said["indicator"] or said["threat"].replace("-", " ")) for said in says}

    return sorted(names(some) - names(others))


def _few(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _named(area: str) -> str:
    return {"World": "the world", "United Kingdom": "the United Kingdom"}.get(area, area)
