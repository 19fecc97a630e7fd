"""What the user configures: areas, sources, vocabulary and detection, in one TOML file, validated."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tocsin.errors import BadWatch, NotFound
from tocsin.geography import level_of

MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")

Evaluation: TypeAlias = Literal[1, 2, 3]  # 3x5x2 source evaluation: reliable, untested, not reliable
Discovery: TypeAlias = Literal["proactive", "reported"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Detection(_Strict):
    """How a source's series are compared; see docs/reference/watch-file.md."""

    method: Literal[
        "auto", "farrington-flexible", "harmonic-negative-binomial", "accumulation", "negative-binomial"
    ] = "auto"
    compare: Literal["areas", "earlier", "change"] = "earlier"
    assess_periods: Annotated[int, Field(ge=1, le=520)] = 1
    false_alarms: Annotated[float, Field(gt=0, le=1000)] = 0.5
    signal_q: Annotated[float, Field(gt=0, lt=1)] = 0.1
    min_count: Annotated[int, Field(ge=1)] = 3


class _Source(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    files: Annotated[tuple[str, ...], Field(min_length=1)]
    encoding: str = "utf-8"
    licence: str
    citation: str
    detect: Detection = Detection()
    evaluation: Evaluation | None = None
    discovery: Discovery = "reported"
    # How closely what comes from here is held. What says nothing is held as closely as can be.
    marking: str = "OFFICIAL-SENSITIVE"
    handling: Literal["P", "C"] = "C"
    conditions: str = ""
    agency: str = ""

    @field_validator("marking")
    @classmethod
    def _within_official(cls, marking: str) -> str:
        if marking not in MARKINGS:
            raise ValueError(f"{marking!r} may not be held here; only {' and '.join(MARKINGS)} may")
        return marking

    @model_validator(mode="after")
    def _conditions_fit(self) -> Self:
        if self.handling == "P" and self.conditions:
            raise ValueError("handling P carries no conditions; choose C, or leave the conditions out")
        if self.handling == "C" and "handling" in self.model_fields_set and not self.conditions:
            raise ValueError("handling C needs its conditions in words; add conditions")
        return self


class DocumentSource(_Source):
    """Dated texts, one a row."""

    title: str
    text: str
    published: str
    link: str
    group: str | None = None
    date_formats: Annotated[tuple[str, ...], Field(min_length=1)] = ("%Y-%m-%d",)


class MeasureOf(_Strict):
    name: str
    threat: str
    categories: Annotated[tuple[str, ...], Field(min_length=1)]
    discovery: Discovery | None = None  # None: as its source says


class CountSource(_Source):
    """Published figures: rows to be counted, or counts to be added."""

    source_group: str
    link: str
    area: str
    area_is: Literal["small-area", "police-force"]
    period: str
    quarter: str | None = None
    category: str
    count: str | None = None
    denominator: Literal["all crime", "population"]
    not_in_total: tuple[str, ...] = ()
    measures: Annotated[tuple[MeasureOf, ...], Field(min_length=1)]


class Lookup(_Strict):
    """The file that says in which district and police force a small area lies."""

    file: str
    small_area: str
    district: str
    police_force: str


class Population(_Strict):
    """The file that says how many people live in a small area."""

    file: str
    small_area: str
    persons: str


class Words(_Strict):
    """How words that nobody listed are looked for among the documents; see docs/reference/watch-file.md."""

    period: Literal["week", "month", "quarter"] = "week"
    lag: Annotated[int, Field(ge=0, le=52)] = 0
    among: Literal["threats", "all"] = "threats"


class Watch(_Strict):
    """One scan's configuration. Paths in it are relative to the folder of its file."""

    name: str
    areas: Annotated[tuple[str, ...], Field(min_length=1)]
    language: str = "en"
    extra_terms: str | None = None
    lookup: Lookup | None = None
    population: Population | None = None
    verdicts: str | None = None
    words: Words = Words()
    evaluations: dict[str, Evaluation] = Field(default_factory=dict)
    dependent: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...] = ()
    documents: tuple[DocumentSource, ...] = ()
    counts: tuple[CountSource, ...] = ()

    @property
    def sources(self) -> tuple[DocumentSource | CountSource, ...]:
        """Every source, documents first."""
        return (*self.documents, *self.counts)


_REFERENCE = "docs/reference/watch-file.md"


def load_watch(path: Path) -> Watch:
    """The watch in that TOML file, its paths made absolute.

    Raises BadWatch naming the file, the line, the key and the remedy.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
        watch = Watch.model_validate(raw)
    except OSError as error:
        raise BadWatch(f"{path}: cannot be opened ({error.strerror}). Name a watch file with --watch.") from error
    except UnicodeDecodeError as error:
        raise BadWatch(f"{path}: byte {error.start + 1} is not valid UTF-8. Save the watch file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadWatch(f"{path}: not valid TOML: {error}. Correct that line.") from error
    except ValidationError as error:
        raise BadWatch("\n".join(_in_words(path, text, raw, dict(problem)) for problem in error.errors())) from error
    _refuse_conflicts(path, watch)
    return _with_full_paths(watch, path.resolve().parent)


def _in_words(path: Path, text: str, raw: dict[str, Any], problem: dict[str, Any]) -> str:
    where = [part for part in problem["loc"] if isinstance(part, (str, int))]
    keys = [str(part) for part in where if isinstance(part, str)]
    key = keys[-1] if keys else "the file"
    line = _line_of(text, where)
    place = f"{path}, line {line}" if line else f"{path}"
    section = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where[:-1]) or "the top level"
    if problem["type"] == "extra_forbidden" and where[2:] == ["detect", "alpha"]:
        budget = _budget_equal_to(problem["input"], raw, str(where[0]), int(where[1]))
        return (
            f"{place}: 'alpha' in {section} is now 'false_alarms', the chance excesses that you accept a period. "
            f"Write {budget} instead ({_REFERENCE})."
        )
    if problem["type"] == "extra_forbidden":
        return f"{place}: unknown key {key!r} in {section}. Remove it, or correct its spelling ({_REFERENCE})."
    if problem["type"] == "missing":
        return f"{place}: the key {key!r} is missing in {section}. Add it ({_REFERENCE})."
    return f"{place}: {key!r} in {section}: {problem['msg']}. Correct the value."


def _budget_equal_to(alpha: object, raw: dict[str, Any], kind: str, number: int) -> str:
    """The false_alarms that give that alpha: alpha times the watched series of the source, as far as they are known."""
    source = raw[kind][number]
    if not isinstance(alpha, (int, float)):
        return "false_alarms = 0.5"
    if kind == "documents":
        return f"false_alarms = {alpha:g} times the series of this source (threats that it speaks of × watched areas)"
    level = {"small-area": "district", "police-force": "force"}.get(source.get("area_is"))
    areas = sum(_level_or_none(code) == level for code in raw.get("areas", ()))
    return f"false_alarms = {alpha * areas * len(source.get('measures', ())):.3g}"


def _level_or_none(code: object) -> str | None:
    try:
        return level_of(str(code))
    except NotFound:
        return None


def _line_of(text: str, where: list[str | int]) -> int | None:
    """The line of the key, or of the table it is missing from; a heuristic good enough to point at."""
    keys = [part for part in where if isinstance(part, str)]
    wanted = [(part, index) for index, part in enumerate(where) if isinstance(part, int)]
    table = [part for part in where[:-1] if isinstance(part, str)]
    occurrence = wanted[0][0] if wanted else 0
    header = re.compile(rf"^\s*\[\[?\s*{re.escape(table[0])}\b") if table else None
    inside, seen, fallback = header is None, -1, None
    for number, line in enumerate(text.splitlines(), start=1):
        if header is not None and line.lstrip().startswith("["):
            name = line.strip().strip("[]").strip()
            if name == table[0]:
                seen += 1
                fallback = number if seen == occurrence else fallback
            inside = seen == occurrence and (name == table[0] or name.startswith(table[0] + "."))
        if inside and re.match(rf"^\s*{re.escape(keys[-1])}\s*=", line):
            return number
    return fallback


def _refuse_conflicts(path: Path, watch: Watch) -> None:
    names = [source.name for source in watch.sources]
    if not names:
        raise BadWatch(f"{path}: no source. Add at least one [[documents]] or [[counts]] table.")
    for name in names:
        if names.count(name) > 1:
            raise BadWatch(f"{path}: two sources are called {name!r}. Give each its own name.")
    together = [group for groups in watch.dependent for group in groups]
    if twice := [group for group in together if together.count(group) > 1]:
        raise BadWatch(f"{path}: {twice[0]!r} stands in 'dependent' twice. Put all that share one origin in one list.")
    for source in watch.counts:
        if source.area_is == "small-area" and watch.lookup is None:
            raise BadWatch(f"{path}: source {source.name!r} counts by small area, so the watch needs a [lookup] table.")
        if source.denominator == "population" and (watch.population is None or watch.lookup is None):
            raise BadWatch(
                f"{path}: source {source.name!r} is compared by population: give the watch [lookup] and [population]."
            )


def _with_full_paths(watch: Watch, folder: Path) -> Watch:
    def full(name: str) -> str:
        return str(folder / name)

    def all_files(source: Any) -> Any:
        return source.model_copy(update={"files": tuple(full(name) for name in source.files)})

    return watch.model_copy(
        update={
            "documents": tuple(all_files(source) for source in watch.documents),
            "counts": tuple(all_files(source) for source in watch.counts),
            "lookup": watch.lookup and watch.lookup.model_copy(update={"file": full(watch.lookup.file)}),
            "population": watch.population
            and watch.population.model_copy(update={"file": full(watch.population.file)}),
            "extra_terms": watch.extra_terms and full(watch.extra_terms),
            "verdicts": watch.verdicts and full(watch.verdicts),
        }
    )
