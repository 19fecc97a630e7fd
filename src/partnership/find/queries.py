"""What somebody finds: of the records that they may see, those whose words answer. Nothing else is counted, ranked,
paged or told.

Titles that answer come first, then the newest. No rank is drawn from how often a word stands in other records, because
those may be hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped

from . import index
from .engines import Answers
from .facets import COLUMNS, Chosen, Counted, Values, chosen_in, counted, is_in, kind_in_words, narrowing, with_facets
from .kinds import KINDS, model_of
from .models import Entry, SavedSearch
from .rules import LONGEST_QUERY, Asked, Passage, Piece, passage_of, pieces_of, read_query

A_PAGE = 20
WITHOUT_PAGE = ("trends.series", "trends.figure")


@dataclass(frozen=True)
class Search:
    """What is asked for: words as they were typed, and what they are narrowed by."""

    query: str = ""
    chosen: Chosen = field(default_factory=dict)

    @cached_property
    def asked(self) -> Asked:
        return read_query(self.query)

    @property
    def address(self) -> str:
        """Of the page that shows what it finds."""
        return f"{reverse('find:find')}?{self.asks}"

    @property
    def asks(self) -> str:
        """The same, as an address carries it."""
        told = [("q", self.query), *((name, value) for name in self.chosen for value in sorted(self.chosen[name]))]
        return urlencode(told)

    @property
    def kept(self) -> dict[str, list[str]]:
        """What it is narrowed by, as a saved search keeps it."""
        return {name: sorted(values) for name, values in self.chosen.items()}


def search_in(asked: QueryDict) -> Search:
    """What an address asks for: ?q=words&kind=plans.plan&area=E08000032"""
    return Search(asked.get("q", "").strip()[:LONGEST_QUERY], chosen_in(dict(asked.lists())))


def search_of(saved: SavedSearch) -> Search:
    return Search(saved.query, chosen_in(saved.narrowed))


@dataclass(frozen=True)
class Result:
    """A record that answers, as the list shows it."""

    record: Scoped
    entry: Entry
    area: str
    address: str
    title: tuple[Piece, ...]
    passage: Passage

    @property
    def kind(self) -> str:
        return kind_in_words(self.entry.kind)


@dataclass(frozen=True)
class Found:
    """One page of what a search finds. `counted` is of all pages."""

    counted: Counted
    page: Page[Hit]
    results: tuple[Result, ...]

    @property
    def records(self) -> list[Scoped]:
        return [result.record for result in self.results]


def find(person: Person, search: Search, *, page: str | int | None = None, size: int = A_PAGE) -> Found:
    """What the person finds, one page of it."""
    found = hits(person, search.asked)
    narrowed = [hit for hit in found if is_in(hit.values, search.chosen)]
    pages = Paginator(narrowed, size)
    shown = pages.get_page(page)
    results = results_of(person, list(shown.object_list), search.asked)
    return Found(counted((hit.values for hit in found), search.chosen), shown, tuple(results))


class Hit(NamedTuple):
    """An entry that answers: where it stands among the others, and its value in every facet."""

    pk: int
    in_title: bool
    dated: date | None
    kind: str
    record: UUID
    values: Values

    @property
    def rank(self) -> tuple[bool, int, str, str]:
        """Titles that answer first, then the newest; the record's own key settles what is equal."""
        return not self.in_title, -self.dated.toordinal() if self.dated else 0, self.kind, self.record.hex


def hits(person: Person, asked: Asked, act: Act = Act.SEE_RECORD) -> list[Hit]:
    """Everything that answers and to which the person may do that, in its order: read once, and counted here."""
    if asked.is_empty:
        return []
    in_title = Case(
        When(Answers(asked, in_title=True), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    entries = entries_seen_by(person, act).filter(Answers(asked)).annotate(in_title=in_title).order_by()
    rows = entries.values_list("pk", "in_title", "dated", "kind", "record", *COLUMNS)
    return sorted((Hit(*row[:5], values=row[5:]) for row in rows.iterator()), key=lambda hit: hit.rank)


def entries_seen_by(person: Person, act: Act = Act.SEE_RECORD) -> QuerySet[Entry]:
    """Entries of records to which the person may do that, with what they can be narrowed by."""
    seen = Q(pk__in=())
    for kind in KINDS:
        records = model_of(kind).objects.allowing(person, act)
        seen |= Q(kind=kind) & Q(Exists(records.filter(uuid=OuterRef("record"))))
    return with_facets(Entry.objects.filter(seen), timezone.localdate())


def results_of(person: Person, found: Sequence[Hit], asked: Asked) -> list[Result]:
    """The hits as results, each beside its record, which is read once more for whoever asks."""
    entries = Entry.objects.defer("title_words", "body_words").in_bulk([hit.pk for hit in found])
    names = dict(Area.objects.filter(code__in={one.area_code for one in entries.values()}).values_list("code", "name"))
    held = _records(person, entries.values())
    reached = areas.codes_seen_by(person) if person.sees_boards else frozenset()
    return [
        Result(
            record=record,
            entry=entries[hit.pk],
            area=str(names.get(record.area_code, record.area_code)),
            address=_address(record, hit.kind, reached),
            title=pieces_of(record.title, asked),
            passage=passage_of(entries[hit.pk].body, asked),
        )
        for hit in found
        if (record := held.get((hit.kind, hit.record))) is not None and hit.pk in entries
    ]


def _records(person: Person, entries: Collection[Entry]) -> dict[tuple[str, UUID], Scoped]:
    found: dict[tuple[str, UUID], Scoped] = {}
    for kind in sorted({entry.kind for entry in entries}):
        wanted = [entry.record for entry in entries if entry.kind == kind]
        rows = model_of(kind).objects.seen_by(person).select_related("originator").filter(uuid__in=wanted)
        found |= {(kind, record.uuid): record for record in rows}
    return found


def _address(record: Scoped, kind: str, reached: frozenset[str]) -> str:
    """Its own page; of what is counted in an area, that area's, or for who opens no such page, how it is held."""
    if kind not in WITHOUT_PAGE:
        return str(record.get_absolute_url())
    if record.area_code in reached:
        return reverse("trends:area", args=[record.area_code])
    return reverse("records:record", args=[record.slug, record.uuid])


@dataclass(frozen=True)
class News:
    """A saved search, and how many results of it are new or changed since the person last opened it."""

    saved: SavedSearch
    new: int

    @property
    def search(self) -> Search:
        return search_of(self.saved)

    @property
    def address(self) -> str:
        return f"{reverse('find:find')}?saved={self.saved.uuid}"

    @property
    def new_in_words(self) -> str:
        return f"{self.new:,} new"

    @property
    def narrowed_in_words(self) -> str:
        number = sum(map(len, self.search.chosen.values()))
        return f"narrowed by {number} choice{'' if number == 1 else 's'}" if number else ""


def saved_by(person: Person) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=person.pk)


def saved_with_news(person: Person, *, only_told: bool = False) -> list[News]:
    """The person's saved searches, each with what is new in it, in one read for all of them."""
    rows = saved_by(person)
    saved = list(rows.filter(tells=True) if only_told else rows)
    if not saved:
        return []
    counts = {f"of_{n}": Count("pk", filter=_news_in(one)) for n, one in enumerate(saved)}
    oldest = min(one.looked_at for one in saved)
    numbers = entries_seen_by(person).filter(at__gt=oldest).aggregate(**counts)
    return [News(one, numbers[f"of_{n}"]) for n, one in enumerate(saved)]


def news_of(person: Person) -> list[News]:
    """Of the searches of which the person wants to be told, those in which something is new."""
    return [news for news in saved_with_news(person, only_told=True) if news.new]


def _news_in(saved: SavedSearch) -> Q:
    search = search_of(saved)
    if search.asked.is_empty:
        return Q(pk__in=())
    return Q(Answers(search.asked), at__gt=saved.looked_at) & narrowing(search.chosen)


def kinds_searched() -> list[str]:
    """What is searched, in words: the same for everybody."""
    return sorted(kind_in_words(kind, many=True) for kind in KINDS)


@dataclass(frozen=True)
class Standing:
    """How many records there are without an entry, and entries without a record; never which."""

    lacking: int
    left_over: int


def standing() -> Standing:
    """For whoever runs the site."""
    lacking = sum(index.missing(kind).count() for kind in KINDS)
    return Standing(lacking, index.left_over().count())
