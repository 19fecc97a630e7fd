"""The tactical intelligence assessment as blocks, from which its page, the PDF and the Word file are all made."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from partnership.exports.contents import Contents
from partnership.exports.paper import Block, Grid, Heading, Paper, Picture, Prose
from partnership.ocgs import schemes
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.threats.comparing import CAVEAT
from partnership.threats.models import Threat
from partnership.threats.scales import the_scales
from partnership.threats.wording import impact_words, likelihood_words, risk_words
from partnership.trends.reporting import discovered, effort_finding
from partnership.ui.wording import day, plain_number

from .assessment import Counted, Score, assessment_of
from .assessment import Picture as Assessment
from .models import Meeting
from .seasonal import Norm
from .seasonal_chart import seasonal_chart

THREAT_HEAD = ("Threat", "Estimate", "How likely, how sure", "Impact and risk")
OLD_DAYS = 180
SIGNAL_HEAD = ("Level", "What it says", "Period")
MORE = {"series": "series", "signal": "signals", "review": "reviews", "score": "scores", "requirement": "requirements"}


def assessment_contents(person: Person, meeting: Meeting) -> Contents:
    """The assessment, of what the person may export."""
    told = assessment_of(person, meeting, act=Act.EXPORT)
    exported = {(type(one), one.pk) for one in told.records}
    seen = assessment_of(person, meeting).records
    return Contents(
        heading="Export the tactical intelligence assessment",
        title=f"Tactical intelligence assessment: {meeting}",
        did="exported tactical assessment",
        named=("tactical-assessment", told.area_name),
        back=(reverse("meetings:assessment", args=[meeting.uuid]), "The assessment"),
        area_code=meeting.area_code,
        records=(meeting, *told.records),
        tables=(),
        one=meeting,
        left_out=sum((type(one), one.pk) not in exported for one in seen),
        paper=assessment_paper(told),
    )


def assessment_paper(told: Assessment) -> Paper:
    synthetic = any(record.synthetic for record in (told.meeting, *told.records))
    return Paper(
        f"Tactical intelligence assessment: {told.area_name}",
        f"For {told.meeting}. Drawn {day(timezone.localdate())}",
        tuple(assessment_blocks(told)),
        is_synthetic=synthetic,
    )


def assessment_blocks(told: Assessment, level: int = 1) -> Iterator[Block]:
    yield Heading("What it comes to", level)
    yield Prose(told.meeting.assessment.strip() or "No words have been written yet.")
    yield Heading("Threat, harm and risk", level)
    yield Grid("Estimates in force, the highest risk first", THREAT_HEAD, tuple(map(_threat, told.threats)))
    yield Heading("Counts against the season", level)
    yield from _counts(told)
    yield Heading("Open signals", level)
    signals = tuple((one.get_level_display(), one.statement, one.period) for one in told.signals)
    yield Grid("Signals nobody has decided on, or that are being watched", SIGNAL_HEAD, signals)
    yield Heading("Groups", level)
    reviews = tuple((one.code_name, one.get_state_display(), day(one.next_review)) for one in told.reviews)
    yield Grid("Reviews due before the meeting after this one", ("Group", "Status", "Review due"), reviews)
    since = day(timezone.localdate(told.since))
    yield Grid(f"Assessed since {since}", ("Group", "Way", "Before", "Now"), tuple(map(_score, told.scores)))
    yield Heading("What we need to find out", level)
    asked = tuple((one.question, day(one.due) if one.due else "No day set") for one in told.requirements)
    yield Grid("Open intelligence requirements", ("Question", "Due"), asked)
    gaps = tuple((one.name, one.current.gaps) for one in told.threats if one.current and one.current.gaps.strip())
    yield Grid("Gaps that the estimates name", ("Threat", "Not known"), gaps)
    if told.left_out:
        more = ", ".join(f"{number} more {MORE[what]}" for what, number in told.left_out.items())
        yield Prose(f"There is no room here for {more}: they stand on their own pages.")


def _threat(threat: Threat) -> tuple[str, ...]:
    edition, scales = threat.current, the_scales()
    if edition is None:
        return (threat.name, "", "", "")
    return (
        f"{threat.name} (a volume of demand only)" if threat.is_demand else threat.name,
        f"{edition.statement} (As of {day(edition.as_of)}.)",
        f"{likelihood_words(edition, scales)}. Confidence: {edition.get_confidence_display().lower()}",
        f"{impact_words(edition, scales)}. Risk: {risk_words(edition).lower()}",
    )


def _counts(told: Assessment) -> Iterator[Block]:
    rows = [(_what(one, one.norm, told.meeting), one.norm) for one in told.counted if one.norm]
    if not rows:
        yield Prose("No series of this area reaches back to the same part of a year before.")
    else:
        yield Picture(seasonal_chart(rows))
        yield Prose(
            f"{CAVEAT} Periods published late may still be incomplete. The interval takes events as independent."
        )
    if told.without_norm:
        are = "series has" if told.without_norm == 1 else "series have"
        yield Prose(f"{told.without_norm} {are} no norm yet: too short, broken off, or nothing counted before.")
    effort = tuple((source, effort_finding([row.as_received for row in rows])) for source, rows in told.effort.items())
    if effort:
        yield Grid("What the sources sent meanwhile", ("Source", "Reporting effort"), effort)
    found = tuple(dict.fromkeys(discovered(one.series.discovery) for one in told.counted if one.series.discovery))
    for words in filter(None, found):
        yield Prose(f"{words}.")
    if told.changes:
        changes = tuple((change.source, change.period, change.words) for change in told.changes)
        yield Grid("Possible changes of recording", ("Source", "From", "What"), changes)


def _what(one: Counted, norm: Norm, meeting: Meeting) -> str:
    """What was counted and who counted it; and where nothing new has come for long, that."""
    is_old = (timezone.localdate(meeting.starts_at) - norm.end).days > OLD_DAYS
    return f"{one.series.title} ({one.series.source}{'; nothing newer was received' if is_old else ''})"


def _score(score: Score) -> tuple[str, ...]:
    practice = schemes.in_force()
    now, before = score.now, score.before

    def words(one: object) -> str:
        if one is None:
            return "Not assessed"
        band = practice.band_label(one.scheme, one.band) or "Too little known"
        return band if one.score is None else f"{band}, {plain_number(one.score)}"

    return score.group.code_name, practice.scheme_label(now.scheme), words(before), words(now)
