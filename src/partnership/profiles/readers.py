"""Who reads a profile: those who can, those it was sent to, and those of them who have not opened it.

The predicate of records.scoping turned round, for seeing alone: not what one person sees, but who sees one record. A
test holds the two together for everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects

from partnership.areas.models import Area
from partnership.areas.rules import codes_seen
from partnership.people.models import Agency, Person, Posting
from partnership.people.rules import Act
from partnership.records.models import Share
from partnership.records.queries import OPENS_RECORDS
from partnership.records.rules import Handling

from .models import Distribution, Profile, Receipt


@dataclass(frozen=True)
class Unread:
    """Of one agency, who was sent an edition and has not opened it; and whether nobody there has."""

    agency: Agency
    people: tuple[Person, ...]
    is_nobody: bool


@dataclass
class Readership:
    """Of one edition: who was sent it and can read it, and who has opened it and when first."""

    sent_to: set[Person] = field(default_factory=set)
    opened: dict[Person, Receipt] = field(default_factory=dict)

    @property
    def unread_by(self) -> list[Person]:
        return sorted(self.sent_to - self.opened.keys(), key=lambda person: (person.name, person.pk))

    @property
    def by_agency(self) -> list[Unread]:
        """The agencies with somebody who has not opened it, first those of which nobody has."""
        groups: dict[Agency, list[Person]] = defaultdict(list)
        for person in self.unread_by:
            groups[person.agency].append(person)
        has_read = {person.agency for person in self.opened}
        found = [Unread(agency, tuple(people), agency not in has_read) for agency, people in groups.items()]
        return sorted(found, key=lambda unread: (not unread.is_nobody, unread.agency.name))


def readers_of(profile: Profile) -> set[Person]:
    """Everybody with an open account who can read the profile today."""
    return _readers([profile])[profile.pk]


def readership(profile: Profile, number: int) -> Readership:
    return readerships([profile], {profile.pk: number})[profile.pk]


def readerships(profiles: Sequence[Profile], numbers: Mapping[int, int]) -> dict[int, Readership]:
    """By profile, who was sent that edition of it and who opened it. As many reads for many profiles as for one.

    profiles  already read for whoever asks; numbers: of each, by its primary key, the edition
    """
    prefetch_related_objects(profiles, "distributions", "receipts__person__agency")
    readers = _readers(profiles)
    found = {}
    for profile in profiles:
        number = numbers[profile.pk]
        sent = [row for row in profile.distributions.all() if row.number == number]
        people, agencies = {row.to_person_id for row in sent}, {row.to_agency_id for row in sent} - {None}
        found[profile.pk] = Readership(
            sent_to={one for one in readers[profile.pk] if one.pk in people or one.agency_id in agencies},
            opened={row.person: row for row in profile.receipts.all() if row.number == number},
        )
    return found


def sent_to(person: Person, profile: Profile, number: int) -> list[Distribution]:
    """How that edition was sent to the person or to their agency, the last first."""
    mine = Q(to_person=person.pk) | Q(to_agency=person.agency_id)
    return list(profile.distributions.filter(mine, number=number).select_related("by__agency").order_by("-at", "-pk"))


def could_open(agency: Agency) -> list[Person]:
    """Those of an agency with an open account whose role opens records."""
    return list(agency.people.filter(is_active=True, role__in=OPENS_RECORDS))


def _readers(profiles: Sequence[Profile]) -> dict[int, set[Person]]:
    current = Prefetch("postings", Posting.objects.current(), to_attr="posted")
    people = Person.objects.filter(is_active=True, role__in=OPENS_RECORDS).select_related("agency")
    parents = dict(Area.objects.values_list("code", "parent_id"))
    codes = {
        person: codes_seen([posting.area_code for posting in person.posted], parents)
        for person in people.prefetch_related(current)
    }
    shares = Share.objects.in_force().filter(
        kind=Profile._meta.label_lower, record__in=[profile.uuid for profile in profiles]
    )
    to_people, to_agencies = defaultdict(set), defaultdict(set)
    for share in shares:
        to_people[share.record].add(share.to_person_id)
        to_agencies[share.record].add(share.to_agency_id)
    return {
        profile.pk: {
            person
            for person, seen in codes.items()
            if profile.marking in person.cleared_for
            and (
                _reaches(profile, person, seen)
                or person.pk in to_people[profile.uuid]
                or person.agency_id in to_agencies[profile.uuid]
            )
        }
        for profile in profiles
    }


def _reaches(profile: Profile, person: Person, codes: Collection[str]) -> bool:
    """True if the person's posting opens the profile to them."""
    if not person.may(Act.SEE_BOARD) or profile.area_code not in codes:
        return False
    if profile.handling == Handling.PERMITTED or profile.originator_id == person.agency_id:
        return True
    return profile.originator_id is None and (person.may(Act.RELEASE) or person.may(Act.REVIEW_RECORDS))
