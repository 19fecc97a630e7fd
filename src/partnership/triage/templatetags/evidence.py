"""Evidence on the page: other people's words, always escaped, and the numbers in words."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from partnership.triage import believing, wording
from partnership.triage.models import Evidence
from partnership.triage.rules import Level

register = template.Library()
register.filter("is_web_link", wording.is_web_link)
register.filter("independence", wording.independence)
register.filter("number", wording.number)
register.filter("probability", wording.probability)
register.filter("chance", wording.chance)
register.filter("false_alarms", wording.false_alarms)
register.filter("discovered", believing.discovered)
register.filter("odds", believing.odds)

COLOURS = {Level.WATCH: "", Level.SIGNAL: "orange", Level.WARNING: "red"}


@register.filter
def marking(quote: str, term: str) -> SafeString:
    """The quote, escaped, with every occurrence of the term marked, whatever its case."""
    if term.strip() == "":
        return conditional_escape(quote)
    pieces = re.split(f"({re.escape(term.strip())})", quote, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece) if n % 2 else piece,) for n, piece in enumerate(pieces)),
    )


@register.filter
def level_colour(level: str) -> str:
    return COLOURS[Level(level)]


@register.filter
def level_label(level: str) -> str:
    return Level(level).label


@register.filter
def level_meaning(level: str) -> str:
    return Level(level).meaning


@register.filter
def compared(evidence: Evidence) -> str:
    return wording.compared(evidence.observed, evidence.expected, evidence.upper)


@register.filter
def echo(quote_rank: int, echoes: dict[int, str]) -> str:
    """Why the quote adds no independent voice, or nothing."""
    return echoes.get(quote_rank, "")
