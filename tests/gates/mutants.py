"""The predicate with one term taken out or bent, so that the gates can show that they would notice.

A mutant whose text is no longer in the source is stale, and says so: it is then rewritten for the new source.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from partnership.areas import queries as areas
from partnership.people.models import Person, PostingQuerySet
from partnership.people.rules import Act, Marking
from partnership.records import scoping
from partnership.records.models import ShareQuerySet
from partnership.triage.models import Signal


class Stale(AssertionError):
    """A mutant changes words that the source no longer holds."""


@dataclass(frozen=True)
class Mutant:
    """The source of `where`.`name` with `old` replaced by `new`."""

    what: str
    where: Any
    name: str
    old: str
    new: str

    @contextmanager
    def at_large(self) -> Iterator[None]:
        found = inspect.getattr_static(self.where, self.name)
        function = getattr(found, "fget", None) or getattr(found, "__func__", found)
        source = textwrap.dedent(inspect.getsource(function))
        if source.count(self.old) != 1:
            raise Stale(f"{self.what}: {self.name} holds {self.old!r} {source.count(self.old)} times")
        names = dict(function.__globals__)
        exec(compile(source.replace(self.old, self.new), "<mutant>", "exec"), names)  # noqa: S102 - our own source
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.where, self.name, names[self.name])
            yield


MUTANTS = (
    Mutant("any role", scoping, "allowed", "if not person.may(act):", "if False:"),
    Mutant("no clearance", scoping, "allowed", " & Q(marking__in=person.cleared_for)", ""),
    Mutant("no state", scoping, "allowed", " & model.state_allows(act)", ""),
    Mutant("a share opens every act", scoping, "allowed", "if act in BY_SHARE:", "if True:"),
    Mutant("a share opens nothing", scoping, "allowed", "if act in BY_SHARE:", "if False:"),
    Mutant("only shares", scoping, "allowed", "reached |= _shared", "reached &= _shared"),
    Mutant("a posting of any role reaches", scoping, "_in_scope", "if not person.may(Act.SEE_BOARD):", "if False:"),
    Mutant("every act reaches up", scoping, "_in_scope", "if act.reaches_up", "if True"),
    Mutant("no act reaches up", scoping, "_in_scope", "if act.reaches_up", "if False"),
    Mutant("triage reaches up", scoping, "_in_scope", "if act.reaches_up", "if act.reaches_up or act == Act.TRIAGE"),
    Mutant("release reaches up", scoping, "_in_scope", "if act.reaches_up", "if act.reaches_up or act == Act.RELEASE"),
    Mutant("no district", scoping, "_in_scope", "Q(area_code__in=codes) & handled", "handled"),
    Mutant("no handling", scoping, "_in_scope", "Q(area_code__in=codes) & handled", "Q(area_code__in=codes)"),
    Mutant("P is not for all", scoping, "_in_scope", "Q(handling=Handling.PERMITTED) | ", ""),
    Mutant("C is for nobody", scoping, "_in_scope", " | Q(originator=person.agency_id)", ""),
    Mutant("C is for anyone's agency", scoping, "_in_scope", "originator=person.agency_id", "originator__isnull=False"),
    Mutant("unclaimed is for all", scoping, "_in_scope", "person.may(Act.RELEASE) or", "True or"),
    Mutant("unclaimed is not for release", scoping, "_in_scope", "person.may(Act.RELEASE) or", ""),
    Mutant("unclaimed is not for review", scoping, "_in_scope", "or person.may(Act.REVIEW_RECORDS)", ""),
    Mutant("claimed is for release", scoping, "_in_scope", "Q(originator__isnull=True)", "Q()"),
    Mutant("shares of any kind", scoping, "_shared", ".filter(kind=model._meta.label_lower)", ""),
    Mutant("a token forgets its districts", scoping, "_shared", "if limits is None:", "if True:"),
    Mutant("told of anywhere", scoping, "withheld", "area_code__in=areas.codes_seen_by(person), ", ""),
    Mutant("told of all", scoping, "withheld", ", announced=True", ""),
    Mutant("told of what is seen", scoping, "withheld", "near & ~", "near & ~~"),
    Mutant("any role is told", scoping, "withheld", "if not person.may(Act.SEE_BOARD):", "if False:"),
    Mutant("shares never expire", ShareQuerySet, "in_force", ", until__gte=timezone.localdate()", ""),
    Mutant("shares expire a day early", ShareQuerySet, "in_force", "until__gte", "until__gt"),
    Mutant("shares cannot be ended", ShareQuerySet, "in_force", "ended_at__isnull=True, ", ""),
    Mutant("no share to a person", ShareQuerySet, "in_force_for", "Q(to_person=person.pk) | ", ""),
    Mutant("no share to an agency", ShareQuerySet, "in_force_for", " | Q(to_agency=person.agency_id)", ""),
    Mutant("every share is mine", ShareQuerySet, "in_force_for", "to_person=person.pk", "to_person__isnull=False"),
    Mutant("closed accounts act", Person, "may", "self.is_active and ", ""),
    Mutant("tokens act as their owner", Person, "may", "and is_left ", ""),
    Mutant("tokens reach as their owner", Person, "area_codes", "if self.narrowing is None", "if True"),
    Mutant("postings never end", PostingQuerySet, "current", "Q(end__isnull=True) | Q(end__gte=today), ", ""),
    Mutant("postings end a day early", PostingQuerySet, "current", "end__gte", "end__gt"),
    Mutant("postings begin at once", PostingQuerySet, "current", ", start__lte=today", ""),
    Mutant("postings begin a day late", PostingQuerySet, "current", "start__lte", "start__lt"),
    Mutant("dismissed signals are released", Signal, "state_allows", ", Act.RELEASE", ""),
    Mutant("dismissed signals gather notes", Signal, "state_allows", "Act.NOTE_HYPOTHESIS, ", ""),
    Mutant("dismissed signals stay so", Signal, "state_allows", "if act in", "if act == Act.TRIAGE or act in"),
    Mutant("any clearance covers all", Marking, "covers", " if marking.height <= self.height", ""),
    Mutant("a clearance covers itself only", Marking, "covers", "<=", "=="),
    Mutant("notes do not reach up", Act, "reaches_up", "Act.NOTE_HYPOTHESIS, ", ""),
    Mutant("exports do not reach up", Act, "reaches_up", ", Act.EXPORT", ""),
    Mutant("postings do not reach up", areas, "with_those_above", "codes_seen(codes, _parents())", "frozenset(codes)"),
)
