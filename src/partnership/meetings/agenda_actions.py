"""Writing the agenda of a meeting: built from what is due, added to, put in order, taken off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import note_change
from partnership.records.queries import may
from partnership.records.scoping import Scoped
from partnership.records.versions import write_next_version

from .agenda import in_order, records_about, sections_of, shown
from .agenda_due import due_for
from .holding import item_of, meeting_to_change
from .models import Item, Meeting
from .practice import Fill, Section
from .rules import moved

SAY_ITEM = "Enter what the item is"
CHOOSE_SECTION = "Choose one of the sections listed"
KEEPS = "Something is recorded under this item: it stays on the agenda"


@transaction.atomic
def build_agenda(*, meeting: Meeting, by: Person, seen_version: int) -> int:
    """How many items were added: what is due and was not there, and a place for what the meeting says itself.

    Nothing that is there is moved, changed or taken off.
    """
    now = meeting_to_change(meeting, by, seen_version)
    due = {one.section.key: one.records for one in due_for(by, now)}
    counted = _counted(by, now)
    added: list[Item] = []
    for section in sections_of(now):
        wanted = _words(now, section) if section.fill is Fill.WORDS else _about(now, section, due[section.key], counted)
        first = _highest(now, section.key) + 1
        for n, item in enumerate(wanted):
            item.rank = first + n
            added.append(item)
    Item.objects.bulk_create(added)
    write_next_version(now, seen=seen_version)
    note_change(now, "built agenda", by, items=len(added))
    return len(added)


@transaction.atomic
def add_item(
    *, meeting: Meeting, section: str, by: Person, seen_version: int, text: str = "", about: Scoped | None = None
) -> Item:
    """The item, last in its section: in words of its own, or about a record that the writer sees."""
    now = meeting_to_change(meeting, by, seen_version)
    if section not in {one.key for one in sections_of(now)}:
        raise NotAllowed(CHOOSE_SECTION)
    item = Item(meeting=now, section=section, rank=_highest(now, section) + 1)
    if about is None:
        if not text.strip():
            raise NotAllowed(SAY_ITEM)
        item.text = text.strip()
    else:
        if not may(by, Act.SEE_RECORD, about):
            raise NotAllowed("Choose one of those listed")
        item.about_kind, item.about = about._meta.label_lower, about.uuid
        if now.items.filter(about_kind=item.about_kind, about=item.about).exists():
            raise NotAllowed("It is on the agenda already")
    item.save()
    write_next_version(now, seen=seen_version)
    note_change(now, "added agenda item", by, item=str(item.uuid))
    return item


@transaction.atomic
def move_item(*, item: Item, up: bool, by: Person, seen_version: int) -> Meeting:
    """The meeting, its item before or after the neighbour that the writer sees, within its section."""
    now = meeting_to_change(item.meeting, by, seen_version)
    held = item_of(now, item, by)
    of_section = [one for one in in_order(now) if one.section == held.section]
    visible = [row.item.pk for row in shown(by, now) if row.item.section == held.section]
    order = moved([one.pk for one in of_section], visible, held.pk, up=up)
    by_key = {one.pk: one for one in of_section}
    for rank, key in enumerate(order, start=1):
        by_key[key].rank = rank
    Item.objects.allowing(by, Act.CONVENE).bulk_update(by_key.values(), ["rank"])
    write_next_version(now, seen=seen_version)
    note_change(now, "moved agenda item", by, item=str(held.uuid))
    return now


@transaction.atomic
def edit_item(*, item: Item, text: str, by: Person, seen_version: int) -> Meeting:
    """The meeting, its item in other words. One about a record is called as that record is."""
    now = meeting_to_change(item.meeting, by, seen_version)
    held = item_of(now, item, by)
    if held.about_kind:
        raise NotAllowed("This item is about a record, and is called as the record is")
    if not text.strip():
        raise NotAllowed(SAY_ITEM)
    held.text = text.strip()
    held.save(update_fields=["text"])
    write_next_version(now, seen=seen_version)
    note_change(now, "edited agenda item", by, item=str(held.uuid))
    return now


@transaction.atomic
def remove_item(*, item: Item, by: Person, seen_version: int) -> Meeting:
    """The meeting without that item. Raises NotAllowed once something is recorded under it."""
    now = meeting_to_change(item.meeting, by, seen_version)
    held = item_of(now, item, by)
    if held.discussion.strip() or held.decisions.exists() or held.raised.exists():
        raise NotAllowed(KEEPS)
    told = str(held.uuid)
    Item.objects.allowing(by, Act.CONVENE).filter(pk=held.pk).delete()
    write_next_version(now, seen=seen_version)
    note_change(now, "removed agenda item", by, item=told)
    return now


def _words(meeting: Meeting, section: Section) -> list[Item]:
    """One item for what the meeting says itself, unless the section has one in words already."""
    if meeting.items.filter(section=section.key, about_kind="").exists():
        return []
    return [Item(meeting=meeting, section=section.key, text=section.standing or section.name)]


def _about(meeting: Meeting, section: Section, due: Iterable[Scoped], counted: dict[str, int]) -> list[Item]:
    """Items about what is due, as many as the section takes up by itself."""
    room = max(0, section.most - counted.get(section.key, 0))
    return [
        Item(meeting=meeting, section=section.key, about_kind=record._meta.label_lower, about=record.uuid)
        for record in list(due)[:room]
    ]


def _counted(person: Person, meeting: Meeting) -> dict[str, int]:
    """By section, how many items about records there are that the person sees: only those take up room."""
    items = [item for item in meeting.items.all() if item.about_kind]
    seen = records_about(person, items)
    counted: dict[str, int] = {}
    for item in items:
        if (item.about_kind, item.about) in seen:
            counted[item.section] = counted.get(item.section, 0) + 1
    return counted


def _highest(meeting: Meeting, section: str) -> int:
    ranks: Any = meeting.items.filter(section=section).values_list("rank", flat=True)
    return max(ranks, default=0)
