"""A trail as a picture: what came of it at the top, what raised it at the bottom."""

from __future__ import annotations

from partnership.thread.steps import Key, key_of
from partnership.triage.models import Evidence
from partnership.ui.figure import Chart
from partnership.ui.layers import ACROSS, Box, Layer, layers

from .queries import Stage, Stop, Trace
from .rules import EVIDENCE


def drawn(trace: Trace) -> Chart:
    held = [_layer(stage) for stage in trace.stages]
    ties = [(_name(record), _name(on)) for record, on in trace.ties]
    told = trace.with_evidence
    if told:
        boxes = tuple(_evidence(stop, stop.evidence) for stop in told[:ACROSS] if stop.evidence)
        held.append(Layer(EVIDENCE, boxes, left_out=max(0, len(told) - ACROSS)))
        ties += [(_name(key_of(stop.record)), f"evidence {stop.number}") for stop in told]
    kinds = ", ".join(layer.name.lower() for layer in held)
    return layers(
        held,
        ties,
        title=f"The trail of “{trace.start.title}”",
        description=f"From the latest down to what raised it: {kinds}. The list below tells the same in words.",
    )


def _layer(stage: Stage) -> Layer:
    """The record that was asked about is always drawn."""
    first = sorted(stage.stops, key=lambda stop: not stop.is_start)[:ACROSS]
    kept = [stop for stop in stage.stops if stop in first]
    return Layer(stage.name, tuple(map(_box, kept)), left_out=len(stage.stops) - len(kept))


def _box(stop: Stop) -> Box:
    url = stop.record.get_absolute_url()
    return Box(_name(key_of(stop.record)), stop.record.title, stop.number, url, is_start=stop.is_start)


def _evidence(stop: Stop, evidence: Evidence) -> Box:
    quotes, counts = len(evidence.quotes.all()), len(evidence.window)
    words = f"{counts} count{'' if counts == 1 else 's'}, {quotes} quote{'' if quotes == 1 else 's'}"
    return Box(f"evidence {stop.number}", words, stop.number, f"{stop.record.get_absolute_url()}#quotes")


def _name(key: Key) -> str:
    return f"{key[0]} {key[1]}"
