"""What the watch's own check cannot know: whether the threats and areas it names exist."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.errors import BadWatch
from tocsin.geography import area_table
from tocsin.tagging import Vocabulary
from tocsin.watch import Watch


def refuse_unknown(watch: Watch, vocabulary: Vocabulary) -> None:
    """Raises BadWatch if the watch counts for a threat or watches an area that nothing defines."""
    threats = [threat.key for threat in vocabulary.threats]
    for source in watch.counts:
        for measure in source.measures:
            if measure.threat not in threats:
                raise BadWatch(
                    f"watch {watch.name!r}, source {source.name!r}, measure {measure.name!r}: no threat "
                    f"{measure.threat!r}. Use one of {_listed(threats)}, or define it in extra_terms."
                )
    known = set(area_table()["area_code"].to_pylist())
    if unknown := [code for code in watch.areas if code not in known]:
        raise BadWatch(
            f"watch {watch.name!r}, areas: no area {_listed(unknown)}. Use a code such as E08000032 (a West Yorkshire "
            "district), E23000010 (West Yorkshire), pfa:kent (another police force), K02000001, iso:IE or WORLD."
        )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in words)
