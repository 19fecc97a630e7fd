"""What a store tells beside signals and series: grounds, emerging terms, who agrees, and how much was looked at.

No model is touched here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from partnership.scanning.rules import ArrivingConcept, ArrivingTerm, Passage, Said, SeenInPeriod
from partnership.scanning.wording import agreement_title
from partnership.trends.reporting import ReceivedRecordingChange
from partnership.trends.rules import ReceivedEffort
from partnership.triage.grounds import FusionLine, Grounds
from tocsin.geography import level_of
from tocsin.geography.hierarchy import LEVELS, WORLD
from tocsin.store import Store

Row = dict[str, Any]
OVERALL = "overall"
NEAR_Q = 0.5  # a word with more is more likely false than not: it did not even come near
GROUNDS = {"concept_id": "concept_key"} | {
    f"record_{became}": became for became in ("confirmed", "watching", "dismissed", "disrupted")
}


def grounds(row: Row) -> Grounds:
    """What the engine weighed of a signal, from its row."""
    told = {GROUNDS.get(name, name): value for name, value in row.items()}
    kept = {name: told[name] for name in Grounds.__dataclass_fields__ if told.get(name) is not None}
    lists = {
        "fusion": tuple(FusionLine(**line) for line in kept.get("fusion", ())),
        "cautions": tuple(kept.get("cautions", ())),
    }
    return Grounds(**{**kept, **lists})


def effort(store: Store) -> list[ReceivedEffort]:
    """Reporting effort of every source and period."""
    fields = ReceivedEffort.__dataclass_fields__
    return [ReceivedEffort(**{name: row[name] for name in fields}) for row in store.table("effort").to_pylist()]


def recording_changes(store: Store) -> list[ReceivedRecordingChange]:
    """Every period in which many areas of one level changed their level together."""
    fields = ReceivedRecordingChange.__dataclass_fields__
    rows = store.table("recording_changes").to_pylist()
    return [ReceivedRecordingChange(**{name: row[name] for name in fields}) for row in rows]


def terms(store: Store) -> list[ArrivingTerm]:
    """Every term that was raised or came near, told by its burst in one area, its periods oldest first.

    A store also keeps the highest ranked of each period where nothing stood out. They are nothing to ask people about.
    """
    periods: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in store.table("terms").to_pylist():
        periods[(row["term"], row["area"], row["first_excess"] or row["period"])].append(row)
    return [
        _term(first, sorted(rows, key=lambda row: row["period"]))
        for (_, _, first), rows in sorted(periods.items())
        if any(row["q"] <= NEAR_Q or row["first_raised"] for row in rows)
    ]


def _term(first_excess: str, rows: list[Row]) -> ArrivingTerm:
    newest = rows[-1]
    return ArrivingTerm(
        term=newest["term"],
        area_code=WORLD if newest["area"] == OVERALL else newest["area"],
        first_excess=first_excess,
        first_raised=newest["first_raised"],
        **{name: _listed(newest[name]) for name in ("flags", "beside", "variants", "phrases")},
        quotes=tuple(Passage(**quote) for quote in newest["quotes"] or ()),
        periods=tuple(SeenInPeriod(**{name: row[name] for name in SeenInPeriod.__dataclass_fields__}) for row in rows),
    )


def _listed(joined: str | None) -> tuple[str, ...]:
    return tuple(each for each in (joined or "").split("; ") if each)


def concepts(store: Store) -> list[ArrivingConcept]:
    """The lattice of who says the same as whom."""
    narrower: dict[str, list[str]] = defaultdict(list)
    for link in store.table("concept_links").to_pylist():
        narrower[link["concept_id"]].append(link["narrower_id"])
    return [
        ArrivingConcept(
            key=row["concept_id"],
            area_code=_narrowest([said["area_code"] for said in row["intent"]]),
            window_start=row["window_start"],
            window_end=row["window_end"],
            groups=tuple(row["extent"]),
            says=tuple(Said(**said) for said in row["intent"]),
            words=agreement_title(row["words"], row["extent"], [said["indicator"] for said in row["intent"]]),
            support=row["support"],
            narrower=tuple(sorted(narrower[row["concept_id"]])),
            signal_ids=tuple(row["signal_ids"]),
        )
        for row in store.table("concepts").to_pylist()
    ]


def _narrowest(codes: list[str | None]) -> str:
    """The most specific area that is named alone at its level; what names two districts is told where both lie."""
    for level in LEVELS:
        there = {code for code in codes if code and level_of(code) == level}
        if len(there) == 1:
            return there.pop()
    return WORLD
