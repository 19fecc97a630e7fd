"""The agenda of a meeting as one person may see it: numbered without gaps, with what was decided and set under each
item.

What is about a record that the viewer may not see is not there for them: no item, no decision, no number left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.models import Action
from partnership.records.scoping import Scoped

from .models import Decision, Item, Meeting, Raised
from .practice import Section, in_force

About = tuple[str, object]


@dataclass(frozen=True)
class Shown:
    """An item as somebody sees it.

    record   what it is about; None for an item in words of its own
    actions  those that the meeting set under it and that the viewer sees
    """

    item: Item
    number: int
    section_name: str
    record: Scoped | None
    title: str
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    raised: tuple[Raised, ...] = ()  # how each of the actions stood when the minutes were issued, in their order

    @property
    def is_synthetic(self) -> bool:
        return self.record is not None and self.record.synthetic

    @property
    def is_empty(self) -> bool:
        return not (self.item.discussion.strip() or self.decisions or self.actions)


def shown(person: Person, meeting: Meeting, act: Act = Act.SEE_RECORD) -> tuple[Shown, ...]:
    """The agenda of a meeting that the person sees, of those records that the act is allowed of, in its order."""
    items = in_order(meeting)
    records = records_about(person, items, act)
    seen = [item for item in items if not item.about_kind or about_of(item) in records]
    decisions, raised = _decisions(person, seen, act), _raised(person, seen, act)
    practice = in_force()
    return tuple(
        Shown(
            item=item,
            number=number,
            section_name=practice.section_named(item.section),
            record=records.get(about_of(item)),
            title=_title(item, records.get(about_of(item)), practice.section_named(item.section)),
            decisions=tuple(decisions[item.pk]),
            actions=tuple(row.action for row in raised[item.pk]),
            raised=tuple(raised[item.pk]),
        )
        for number, item in enumerate(seen, start=1)
    )


def by_section(rows: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """The items under the names of their sections, in the order given. A section without an item is not there."""
    found: dict[str, list[Shown]] = {}
    for row in rows:
        found.setdefault(row.section_name, []).append(row)
    return list(found.items())


def sections_of(meeting: Meeting) -> tuple[Section, ...]:
    """The sections that such a meeting's agenda has, in their order."""
    return in_force().kind(meeting.series.practice).sections


def in_order(meeting: Meeting) -> list[Item]:
    """Every item: by the order of the sections, and within one as it was ranked. One of no known section comes last."""
    order = {section.key: n for n, section in enumerate(sections_of(meeting))}
    return sorted(
        meeting.items.all(), key=lambda item: (order.get(item.section, len(order)), item.section, item.rank, item.pk)
    )


def records_about(person: Person, items: Iterable[Item], act: Act = Act.SEE_RECORD) -> dict[About, Scoped]:
    """What those items are about and the person may see, by kind and uuid. One read a kind."""
    wanted: dict[str, set[object]] = defaultdict(set)
    for item in items:
        if item.about_kind:
            wanted[item.about_kind].add(item.about)
    return {
        (kind, record.uuid): record
        for kind in sorted(wanted)
        for record in apps.get_model(kind).objects.allowing(person, act).filter(uuid__in=wanted[kind])
    }


def about_of(item: Item) -> About:
    return item.about_kind, item.about


def records_shown(rows: Sequence[Shown]) -> list[Scoped]:
    """Every record whose title the agenda shows: what its items are about, and the actions set."""
    held = [row.record for row in rows if row.record] + [action for row in rows for action in row.actions]
    return list({record.uuid: record for record in held}.values())


def _title(item: Item, record: Scoped | None, section: str) -> str:
    return record.title if record is not None else item.text.strip() or section


def _decisions(person: Person, items: Iterable[Item], act: Act) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    rows = Decision.objects.allowing(person, act).filter(item__in=[item.pk for item in items])
    for decision in rows.select_related("by__agency").order_by("at", "pk"):
        found[decision.item_id].append(decision)
    return found


def _raised(person: Person, items: Iterable[Item], act: Act) -> dict[int, list[Raised]]:
    """By item, the actions that the meeting set under it, of those that the person may do that to."""
    found: dict[int, list[Raised]] = defaultdict(list)
    allowed = Action.objects.allowing(person, act).values("pk")
    rows = Raised.objects.allowing(person, act).filter(item__in=[item.pk for item in items], action__in=allowed)
    for row in rows.select_related("action__owner", "action__agency", "action__originator").order_by("at", "pk"):
        found[row.item_id].append(row)
    return found
