"""A made-up world: people of every role and place, and records in every combination that the rules tell apart.

Each record, its parts and whatever stands beside it carry its own canary, a word found nowhere else, in every field
that holds words. Models and fields are found by introspection: a kind of record added later is made too, or named as
missing.
"""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, groupby, product
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from partnership.ocgs.models import Enabler, Group, Involvement
from partnership.people.models import Agency, Narrowing, Person, Posting
from partnership.people.rules import Act
from partnership.records.models import Share
from partnership.records.scoping import PartOf, Scoped, scoped_models
from partnership.records.unscoped import everything
from partnership.thread.models import Tie
from partnership.tokens.models import Token
from partnership.tokens.rules import ACTS, PREFIX, digest_of

from .oracle import RULES, Held, Passed, Viewer

NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
BRADFORD, WAKEFIELD, FORCE = PLACES = ("E08000032", "E08000036", "E23000010")
OURS, THEIRS = "Ours", "Theirs"
OFFICIAL, SENSITIVE = MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
HANDLINGS = tuple(product("PC", (OURS, THEIRS, "")))
SHARES = ("none", "our people", "their people", "our agency", "their agency", "ended", "expired")
FEWER_HANDLINGS = (("P", THEIRS), ("C", OURS), ("C", THEIRS), ("C", ""))
FEWER_SHARES = ("none", "our people", "expired")
FULLY = "triage.signal"  # the kind of record that is there in every combination
CANARY = re.compile(r"qz(\d{5})zq")
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)

# What a field must hold for the site to take the row, where its type does not say.
SHAPES: dict[str, Callable[[str], Any]] = {
    "triage.evidence.edition": lambda word: 1,
    "triage.evidence.level": lambda word: "watch",
    "triage.evidence.source_groups": lambda word: [word],
    "triage.evidence.would_lower": lambda word: [word],
    "triage.evidence.window": lambda word: [
        {"period": word, "period_start": f"2018-0{month}-01", "observed": 6.0, "denominator": 1000.0}
        | {"expected": 6.4, "lower": 2.0, "upper": 12.0}
        for month in (6, 7)
    ],
    "triage.evidence.grounds": lambda word: {
        "fusion": [
            {"source_group": word, "source": word, "series_id": word, "why": word}
            | {"reliability": 0.8, "evidence": 0.4, "counted": True}
        ],
        "cautions": [word],
        "false_alarm_words": word,
        "concept_key": word,
        "discovery": "reported",
        "strength": 0.4,
    },
    "scanning.term.standing": lambda word: "offered",
    "scanning.term.quotes": lambda word: [{"doc_id": word, "quote": word}],
    "scanning.judgement.standing": lambda word: "candidate",
    "scanning.judgement.role": lambda word: "district-analyst",
    **dict.fromkeys(("scanning.sighting.period", "scanning.sighting.raised_in"), lambda word: "2018-W10"),
    "scanning.concept.groups": lambda word: [word],
    "scanning.concept.says": lambda word: [{"threat": word, "indicator": word, "area_code": "E08000032"}],
    "triage.quote.link": lambda word: f"https://example.test/{word}",
    "triage.verdict.role": lambda word: "board-chair",
    "retention.review.role": lambda word: "records-manager",
    "meetings.item.about_kind": lambda word: "",  # in words of its own; about a hidden record: meetings/tests
    "records.lowering.marking": lambda word: OFFICIAL,
    "find.entry.marking": lambda word: OFFICIAL,
    # As it is compared: every word with a letter before it.
    **dict.fromkeys(("find.entry.title_words", "find.entry.body_words"), lambda word: f"w{word}"),
    "records.lowering.handling": lambda word: "C",
    "ocgs.group.state": lambda word: "active",
    "ocgs.group.next_review": lambda word: timezone.localdate(),
    "ocgs.move.was": lambda word: "active",
    "ocgs.move.to": lambda word: "managed",
    "ocgs.assessment.inputs": lambda word: {word: 2},
    **dict.fromkeys(("threats.edition.harm", "threats.edition.position"), lambda word: {word: 2}),
    **dict.fromkeys(("threats.threat.edition", "threats.edition.edition"), lambda word: 1),
    **dict.fromkeys(("threats.edition.impact", "threats.edition.risk"), lambda word: 2),
    # Every other profile has a published edition, the others a draft.
    "profiles.profile.edition": lambda word: int(word[2:7]) % 2,
    "profiles.edition.state": lambda word: ("draft", "published")[int(word[2:7]) % 2],
    **dict.fromkeys(
        ("profiles.section.figures", "profiles.passage.figures"),
        lambda word: [
            {"kind": word, "caption": word, "head": [word, "Count"], "source": word, "note": word, "unit": word}
            | {"rows": [{"cells": [f"{word} {n}", f"{n}"], "dated": "2018-07-01"} for n in (3, 5)]}
            | {"as_of": "2018-07-01", "drawn": "2018-08-01", "bars": 1, "points": points}
            for points in ([], [[word, "2018-06-01", 3.0], [word, "2018-07-01", 4.0]])
        ],
    ),
    "threats.edition.trend": lambda word: [
        {"measure": word, "source": word, "caveat": word, "change": 50.0, "ratio": [1.5, 1.2, 1.8]}
        | {
            name: {"value": 6.0, "start": "2018-07-01", "end": "2018-07-31", "per_month": 6.0}
            for name in ("earlier", "later")
        }
    ],
}
# Fields of words that hold no canary, with the reason.
NO_CANARY = {
    "find.entry.marking": "one of two markings",
    "area_code": "the code of a public area",
    "kind": "the kind of record, in code",
    "on_kind": "the kind of record, in code",
    "find.entry.state": "how the record stands, in code",
    "role": "one of the nine roles, in code",
    "triage.evidence.level": "one of three levels, in code",
    **dict.fromkeys(("scanning.term.standing", "scanning.judgement.standing"), "one of three standings, in code"),
    **dict.fromkeys(("scanning.sighting.period", "scanning.sighting.raised_in"), "a week, month or quarter"),
    "meetings.item.about_kind": "the kind of record, in code",
    "records.lowering.marking": "one of two markings",
    "records.lowering.handling": "one of two codes",
}
# Models that name a record by kind and uuid and yet hold no word of it, with the reason.
WITHOUT_WORDS = {
    "retention.tombstone": "made when the record is gone; tells the kind, the area and the schedule's rule"
}


@dataclass(frozen=True)
class Record:
    """A record as it was made, beside what the oracle knows of it."""

    number: int
    model: type[Scoped]
    uuid: uuid.UUID
    pk: int
    held: Held
    twin: bool = False  # whether it is tied to a record that is held as it is
    enabler: Held | None = None  # of a group: the enabler that helps it

    @property
    def word(self) -> str:
        return f"qz{self.number:05}zq"

    @property
    def slug(self) -> str:
        return self.model._meta.model_name


@dataclass
class World:
    """People and records, each twice: as the site holds them, and as the oracle knows them."""

    people: dict[str, Person] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    parts: dict[tuple[type[models.Model], str], models.Model] = field(default_factory=dict)
    free: dict[type[Scoped], list[Record]] = field(default_factory=dict)  # wholes made for a piece still to come

    def __post_init__(self) -> None:
        self.agencies = {name: Agency.objects.get_or_create(name=name)[0] for name in (OURS, THEIRS)}
        self.writer = self.add_person(Viewer("writer", "auditor", THEIRS, OFFICIAL, frozenset()))
        for model in scoped_models().values():  # what the site is shipped with
            models.QuerySet(model).delete()

    @property
    def fillings(self) -> dict[str, object]:
        """What fills the parameters of addresses that name neither a record nor an area."""
        return {"uuid": self.writer.uuid, "meetings:start:kind": "disruption-board"}

    def add_person(self, viewer: Viewer) -> Person:
        person = Person.objects.create(
            uuid=uuid.uuid5(uuid.NAMESPACE_OID, viewer.key),
            email=f"{viewer.key}@example.test",
            name=viewer.key,
            role=viewer.role,
            agency=self.agencies[viewer.agency],
            clearance=viewer.clearance,
            is_active=viewer.is_open,
        )
        Posting.objects.bulk_create(Posting(person=person, area_code=code) for code in viewer.places)
        self.viewers[viewer.key], self.people[viewer.key] = viewer, person
        return person

    def narrow(self, key: str, *, acts: frozenset[str], areas: frozenset[str]) -> None:
        """That person once more, as a token of theirs stands for them."""
        narrowed = f"{key}.token{len(self.people)}"
        person = copy.copy(self.people[key])
        person.narrowing = Narrowing(frozenset(Act(act) for act in acts), areas, uuid.uuid4(), "To look")
        self.people[narrowed] = person
        self.viewers[narrowed] = replace(self.viewers[key], acts=acts, areas=areas)

    def token_of(self, key: str) -> str:
        """The secret of a token that does all that a program may do for that person."""
        secret = f"{PREFIX}{key}"
        told = {"acts": sorted(ACTS), "until": timezone.localdate() + timedelta(days=1), "name": key, "purpose": key}
        told |= {"uuid": uuid.uuid5(uuid.NAMESPACE_OID, secret), "person": self.people[key]}
        Token.objects.get_or_create(digest=digest_of(secret), defaults=told)
        return secret

    def passed(self, how: str) -> tuple[Passed, ...]:
        """The shares that those words stand for."""
        if how in {"our people", "their people"}:
            agency = OURS if how == "our people" else THEIRS
            return tuple(
                Passed(to_person=v.key) for v in self.viewers.values() if v.agency == agency and v.acts is None
            )
        return {
            "none": (),
            "our agency": (Passed(to_agency=OURS),),
            "their agency": (Passed(to_agency=THEIRS),),
            "ended": tuple(Passed(to_agency=name, days_left=30, is_ended=True) for name in (OURS, THEIRS)),
            "expired": tuple(Passed(to_agency=name, days_left=-1) for name in (OURS, THEIRS)),
        }[how]

    def add_records(self, held: Iterable[Held], *, bare: bool = False) -> list[Record]:
        """Those records with their parts, their shares and one of all else that names a record.

        bare  nothing but shares beside them; and records of different kinds have the same uuids, as if by chance
        """
        made: list[Record] = []
        wholes: list[tuple[Record, Scoped]] = []
        wanted = list(held)
        own = [replace(one, kind=whole, state=states_of(whole)[0]) for one in wanted for whole in takes_one_each(one)]
        kinds = groupby(sorted((*wanted, *own), key=_place_of_kind), key=lambda one: one.kind)
        for k, (kind, of_kind) in enumerate(kinds, start=1):
            model, told = apps.get_model(kind), []
            for n, one in enumerate(of_kind):
                number = next(self.numbers)
                told.append((number, one, self._whole(model, number, one, n + 2 * k if bare else number)))
            rows = model.objects.bulk_create([row for _, _, row in told], batch_size=200)
            new = [Record(n, model, row.uuid, row.pk, one) for (n, one, _), row in zip(told, rows, strict=True)]
            wholes += zip(new, rows, strict=True)
            self.records += new
            made += new
            self.free[model] = new[len(new) - sum(one.kind == kind for one in own) :]
        for model, of_model in groupby(wholes, key=lambda pair: pair[0].model):
            self._add_parts(model, [(record.word, row) for record, row in of_model])
        made = self._helped(made)
        Share.objects.bulk_create([share for record in made for share in self._shares(record)], batch_size=500)
        if not bare:
            for model in models_beside():
                rows = [self._row(model, one.word, kind=one.held.kind, record=one.uuid) for one in made]
                model.objects.bulk_create(rows, batch_size=200)
            made = self._tied(made)
        return made

    def _helped(self, made: list[Record]) -> list[Record]:
        """The same, each group beside the enabler that helps it: either may be hidden from who sees the other."""
        held = {(record.model, record.pk): record.held for record in self.records}
        ties = {row.group_id: row.enabler for (part, _), row in self.parts.items() if part is Involvement}
        after = [
            replace(one, enabler=held[Enabler, ties[one.pk].pk]) if one.model is Group and one.pk in ties else one
            for one in made
        ]
        by_number = {record.number: record for record in after}
        self.records = [by_number.get(record.number, record) for record in self.records]
        return after

    def _tied(self, made: list[Record]) -> list[Record]:
        """Each tied to something held alike, if there is such, and to something held otherwise."""
        ties, after = [], []
        for n, record in enumerate(made):
            others = [other for other in made if other.held.kind in record.model.may_rest_on and other is not record]
            alike = [other for other in others if _bare(other.held) == _bare(record.held)]
            for other in (*alike[:1], *others[n % max(1, len(others)) :][:1]):
                told = {"kind": record.held.kind, "record": record.uuid}
                told |= {"on_kind": other.held.kind, "on_record": other.uuid, "at": NOW}
                ties.append(self._row(Tie, record.word, **told))
            after.append(replace(record, twin=bool(alike)))
        Tie.objects.bulk_create(ties, batch_size=500)
        by_number = {record.number: record for record in after}
        self.records = [by_number.get(record.number, record) for record in self.records]
        return after

    def _whole(self, model: type[Scoped], number: int, held: Held, name: int) -> Scoped:
        word = f"qz{number:05}zq"
        told = {"area_code": held.area, "marking": held.marking, "handling": held.handling}
        told |= {"handling_conditions": word if held.handling == "C" else "", "announced": held.announced}
        told |= {"originator": self.agencies.get(held.originator), "review_on": timezone.localdate()}
        told |= {"uuid": uuid.uuid5(uuid.NAMESPACE_OID, str(name)), "version": 1}
        return self._row(model, word, **told, **({"state": held.state} if held.state else {}))

    def _add_parts(self, whole: type[models.Model], made: list[tuple[str, models.Model]]) -> None:
        """All of one level before those that are parts of them, which may point at each other."""
        added = []
        for part in parts_of(whole):
            rows = [self._row(part, word, **{part.part_of: row}) for word, row in made]
            part.objects.bulk_create(rows, batch_size=200)
            self.parts |= {(part, word): row for (word, _), row in zip(made, rows, strict=True)}
            added.append((part, [(word, row) for (word, _), row in zip(made, rows, strict=True)]))
        for part, of_part in added:
            self._add_parts(part, of_part)

    def _shares(self, record: Record) -> Iterator[Share]:
        for passed in record.held.passed:
            told = {"to_person": self.people.get(passed.to_person), "to_agency": self.agencies.get(passed.to_agency)}
            told |= {"until": timezone.localdate() + timedelta(days=passed.days_left)}
            told |= {"ended_at": timezone.now() if passed.is_ended else None}
            told |= {"kind": record.held.kind, "record": record.uuid}
            yield self._row(Share, record.word, **told)

    def _row(self, model: type[models.Model], word: str, **given: Any) -> Any:
        """A row of the model, unsaved, with the word wherever words may stand."""
        for column in model._meta.concrete_fields:
            label = f"{model._meta.label_lower}.{column.name}"
            if label in SHAPES:
                given.setdefault(column.name, SHAPES[label](word))
            elif not (column.primary_key or column.name in given or is_left_alone(column)):
                given[column.name] = self._value(column, label, word)
        return model(**given)

    def _value(self, column: models.Field[Any, Any], label: str, word: str) -> Any:
        if column.choices:
            return column.choices[0][0]
        if column.is_relation:
            known = {Person: self.writer, Agency: self.agencies[THEIRS]}
            if column.related_model in known:
                return known[column.related_model]
            if (column.related_model, word) in self.parts:
                return self.parts[column.related_model, word]
            if issubclass(column.related_model, Scoped):
                return self._some(column.related_model, word)
        for kind, value in _VALUES.items():
            if isinstance(column, kind):
                return value(word)
        raise Unmade(f"{label}: say in SHAPES (tests/gates/world.py) what it holds")

    def _some(self, model: type[Scoped], word: str) -> Scoped:
        """One of the records made before: that which was made for it, or a different one from word to word."""
        if self.free.get(model):
            return model(pk=self.free[model].pop(0).pk)
        found = [record for record in self.records if record.model is model]
        return model(pk=found[int(word.strip("qz")) % len(found)].pk)


def _place_of_kind(held: Held) -> int:
    """Kinds in the order in which they are defined, so that a piece comes after what it is a piece of."""
    return [model._meta.label_lower for model in scoped_models().values()].index(held.kind)


def takes_one_each(held: Held) -> list[str]:
    """Kinds of whole that take so few pieces of that kind, such as one from each agency, that each needs its own."""
    model = apps.get_model(held.kind)
    unique = {
        name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields
    }
    return [model._meta.get_field(way).related_model._meta.label_lower for way in model.rests_on if way in unique]


def _bare(held: Held) -> Held:
    return replace(held, kind="", state="")


class Unmade(AssertionError):
    """A field for which the world has no value."""


_VALUES: dict[type[models.Field[Any, Any]], Callable[[str], Any]] = {
    models.JSONField: lambda word: [word],
    models.CharField: lambda word: word,
    models.TextField: lambda word: word,
    models.DateTimeField: lambda word: timezone.now(),
    models.DateField: lambda word: timezone.localdate(),
    models.UUIDField: lambda word: uuid.uuid5(uuid.NAMESPACE_OID, word),
    models.DecimalField: lambda word: Decimal(12),
    models.FloatField: lambda word: 6.0,
    models.IntegerField: lambda word: 1,
    models.BooleanField: lambda word: False,
}


def is_left_alone(column: models.Field[Any, Any]) -> bool:
    """True for what the site fills in by itself and holds no words."""
    return not isinstance(column, WORDS) and (column.null or column.has_default())


def parts_of(whole: type[models.Model]) -> list[type[PartOf]]:
    parts = [model for model in apps.get_models() if issubclass(model, PartOf)]
    return [part for part in parts if part._meta.get_field(part.part_of).related_model is whole]


def models_beside() -> list[type[models.Model]]:
    """Models that name a record by its kind and uuid, but for shares, which the records bring."""
    told = [model for model in apps.get_models() if {"kind", "record"} <= {f.name for f in model._meta.concrete_fields}]
    return [model for model in told if model not in {Share, Tie} and model._meta.label_lower not in WITHOUT_WORDS]


def fields_without_canary() -> list[str]:
    """Every field of words, of records, their parts and what stands beside them, in which no canary is found."""
    bearing = [model for model in apps.get_models() if issubclass(model, Scoped | PartOf)]
    found = []
    for model in (*bearing, Share, Tie, *models_beside()):
        rows = list(everything(model).values())
        for column in model._meta.concrete_fields:
            label = f"{model._meta.label_lower}.{column.name}"
            is_code = column.choices or column.is_relation or label in NO_CANARY or column.name in NO_CANARY
            if not isinstance(column, WORDS) or is_code:
                continue
            if not any(CANARY.search(str(row[column.attname])) for row in rows):
                found.append(label)
    return found


def states_of(kind: str) -> tuple[str, ...]:
    """The state that every record begins in, and those of which the rules say something."""
    told = RULES["states"].get(kind)
    if told is None:
        return ("",)
    return (str(apps.get_model(kind)._meta.get_field("state").default), *told)


def every_combination(world: World) -> Iterator[Held]:
    """In full for the first kind. The predicate is one for all: of the others every so many, by a step that has no
    divisor in common with the axes and so meets every value of each beside every value of the next.
    """
    for model in scoped_models().values():
        kind = model._meta.label_lower
        axes = (PLACES, MARKINGS, HANDLINGS, states_of(kind), SHARES, (False, True))
        for area, marking, (handling, originator), state, how, announced in _sampled(kind, axes, step=11):
            yield Held(kind, area, marking, handling, originator, state, world.passed(how), announced)


def fewer_combinations(world: World) -> Iterator[Held]:
    """For tests that draw pages: ours and theirs stand for each other, and every other record is announced."""
    for model in scoped_models().values():
        kind = model._meta.label_lower
        axes = (PLACES, MARKINGS, FEWER_HANDLINGS, states_of(kind), FEWER_SHARES)
        for n, (area, marking, (handling, originator), state, how) in enumerate(_sampled(kind, axes, step=5)):
            yield Held(kind, area, marking, handling, originator, state, world.passed(how), announced=n % 5 in {0, 3})


def _sampled(kind: str, axes: tuple[Iterable[Any], ...], *, step: int) -> Iterable[tuple[Any, ...]]:
    whole = list(product(*axes))
    return whole if kind == FULLY else whole[::step]
