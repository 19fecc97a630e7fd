"""Signals as the tables of a file: those of a board, one row each, or one signal whole. With roles, never names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse

from partnership.areas.models import Area
from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act

from .models import Evidence, Signal, Verdict

OF_SIGNAL = (
    *("area_code", "area_name", "threat", "threat_name", "measure", "series_id", "state", "level", "level_reason"),
    *("statement", "period", "period_start", "period_end", "raised_at"),
)
OF_EVIDENCE = (
    *("observed", "expected", "upper", "p", "q", "first_excess", "baseline", "method", "method_version", "source"),
)
OF_GROUNDS = (
    *("discovery", "strength", "false_alarm_rate", "false_alarm_words", "stands_across_periods"),
    *("possible_recording_change", "cautions"),
)
OF_VOICE = ("source_group", "source", "series_id", "reliability", "evidence", "counted", "why")
OF_EDITION = (
    *("edition", "received_at", "level", "level_reason", "statement", "period", *OF_EVIDENCE),
    *("store_digest", "digest"),
)
OF_LISTS = ("source_groups", "would_lower")
OF_POINT = ("observed", "denominator", "expected", "lower", "upper")
OF_QUOTE = (*("rank", "title", "published", "source_group", "link", "quote", "term", "content_hash", "where"),)
OF_VERDICT = ("edition", "version", "state", "reason", "at")


def board_contents(person: Person, area: Area) -> Contents:
    """Every signal of the area that the person may export, whatever its state, newest first."""
    of_area = {"signal__area_code": area.code}
    rows = Evidence.objects.allowing(person, Act.EXPORT).filter(**of_area, edition=F("signal__edition"))
    evidence = list(rows.select_related("signal__originator").order_by("-signal__raised_at", "-signal_id"))
    verdicts = Verdict.objects.allowing(person, Act.EXPORT).filter(**of_area).order_by("version")
    latest = {verdict.signal_id: verdict for verdict in verdicts}
    columns = ("signal", *OF_SIGNAL, *OF_EVIDENCE, *OF_GROUNDS, "verdict", "verdict_by", "verdict_reason", "verdict_at")
    told = [_row(one.signal, _line(one, latest.get(one.signal_id))) for one in evidence]
    return Contents(
        heading=f"Export the signals of {area.name}",
        title=f"Signals of {area.name}",
        did="exported signals",
        named=("signals", area.name),
        back=(reverse("triage:board", args=[area.code]), f"{area.name}: signals"),
        area_code=area.code,
        records=tuple(one.signal for one in evidence),
        tables=(Table("signals", columns, tuple(told)),),
        left_out=count_left_out(person, Signal, area_code=area.code),
    )


def signal_contents(signal: Signal) -> Contents:
    """All that is held of a signal that the person may export: every edition of its evidence, and what people said."""
    editions = list(signal.editions.order_by("edition").prefetch_related("quotes"))
    return Contents(
        heading="Export this signal",
        title=f"A signal of {signal.area_name}",
        did="exported signal",
        named=("signal", signal.area_name, str(signal.uuid)[:8]),
        back=(signal.get_absolute_url(), "The signal"),
        area_code=signal.area_code,
        records=(signal,),
        tables=(
            _table(signal, "signal", ("signal", "engine_signal_id", *OF_SIGNAL), [_headline(signal)]),
            _table(signal, "window", ("edition", "period", "period_start", *OF_POINT), _points(editions)),
            _table(signal, "quotes", ("edition", *OF_QUOTE), _quotes(editions)),
            _table(signal, "verdicts", (*OF_VERDICT, "role"), _verdicts(signal)),
            _table(signal, "hypotheses", ("hypothesis", "at", "role"), _hypotheses(signal)),
            _table(signal, "editions", (*OF_EDITION, *OF_GROUNDS, *OF_LISTS), map(_edition, editions)),
            _table(signal, "voices", ("edition", *OF_VOICE), _voices(editions)),
        ),
        one=signal,
    )


def _line(evidence: Evidence, verdict: Verdict | None) -> tuple[Cell, ...]:
    signal = evidence.signal
    said = (verdict.state, verdict.role_label, verdict.reason, verdict.at) if verdict else (None,) * 4
    return (str(signal.uuid), *_cells(signal, OF_SIGNAL), *_cells(evidence, OF_EVIDENCE), *_grounds(evidence), *said)


def _headline(signal: Signal) -> tuple[Cell, ...]:
    return (str(signal.uuid), signal.engine_signal_id, *_cells(signal, OF_SIGNAL))


def _points(editions: Iterable[Evidence]) -> Iterable[tuple[Cell, ...]]:
    return ((each.edition, *_point(point)) for each in editions for point in each.window)


def _point(point: dict[str, Any]) -> tuple[Cell, ...]:
    return (point["period"], date.fromisoformat(point["period_start"]), *(point[name] for name in OF_POINT))


def _quotes(editions: Iterable[Evidence]) -> Iterable[tuple[Cell, ...]]:
    return ((each.edition, *_cells(quote, OF_QUOTE)) for each in editions for quote in each.quotes.all())


def _verdicts(signal: Signal) -> Iterable[tuple[Cell, ...]]:
    said = signal.verdicts.select_related("by").order_by("version")
    return ((*_cells(each, OF_VERDICT), each.role_label) for each in said)


def _hypotheses(signal: Signal) -> Iterable[tuple[Cell, ...]]:
    """With the role that whoever noted it has today: at the time none was kept."""
    noted = signal.hypotheses.select_related("by").order_by("at", "pk")
    return ((each.text, each.at, each.by.role_label) for each in noted)


def _edition(evidence: Evidence) -> tuple[Cell, ...]:
    lists = ("\n".join(getattr(evidence, name)) for name in OF_LISTS)
    return (*_cells(evidence, OF_EDITION), *_grounds(evidence), *lists)


def _grounds(evidence: Evidence) -> tuple[Cell, ...]:
    """How far to believe it, without the engine's own tally of verdicts: that may count what the reader may not see."""
    told = evidence.grounds_told
    return tuple(map(_said, (*(getattr(told, name) for name in OF_GROUNDS[:-1]), "\n".join(told.cautions))))


def _voices(editions: Iterable[Evidence]) -> Iterable[tuple[Cell, ...]]:
    lines = ((each.edition, line) for each in editions for line in each.grounds_told.fusion)
    return ((edition, *(_said(getattr(line, name)) for name in OF_VOICE)) for edition, line in lines)


def _said(value: Cell) -> Cell:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _table(signal: Signal, name: str, columns: tuple[str, ...], lines: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, columns, tuple(_row(signal, line) for line in lines))


def _row(signal: Signal, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, signal.release, str(signal.originator or ""))
