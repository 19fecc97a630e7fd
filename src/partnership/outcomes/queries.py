"""What a person may see of disruptions and outcomes. Counts are of what they see, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Role, acts_of
from partnership.records.queries import may
from partnership.records.scoping import Scoped, scoped_models
from partnership.thread import queries as thread
from partnership.thread.models import Tie
from partnership.threats.models import Threat

from .models import Disruption, Outcome
from .practice import in_force
from .rules import STANDING, ClaimState, event_key

MODERATORS = [role for role in Role if Act.APPROVE in acts_of(role)]


def disruptions_seen_by(person: Person) -> QuerySet[Disruption]:
    return Disruption.objects.seen_by(person).select_related("agency", "claimed_by__agency", "originator")


def outcomes_seen_by(person: Person) -> QuerySet[Outcome]:
    return Outcome.objects.seen_by(person).select_related("recorded_by__agency", "originator")


def waiting_for(person: Person) -> QuerySet[Disruption]:
    """Claims that the person may moderate, the oldest first: theirs to approve, and claimed by somebody else."""
    waiting = Disruption.objects.allowing(person, Act.APPROVE).filter(state=ClaimState.CLAIMED)
    others = waiting.exclude(claimed_by=person).select_related("agency", "claimed_by__agency", "originator")
    return others.order_by("claimed_at", "pk")


def claims_of(person: Person, records: Iterable[Scoped]) -> dict[UUID, list[Disruption]]:
    """By the uuid of each of those records, the disruptions tied to it that the person sees."""
    held = list(records)
    return thread.resting_on(person, held, Disruption._meta.label_lower) if held else {}


def target_of(person: Person, kind: str, uuid: str, *, of: type[Scoped]) -> Scoped | None:
    """The record that something of that model is claimed or recorded for, if the person may work on it."""
    model = scoped_models().get(kind)
    if model is None or model._meta.label_lower not in of.may_rest_on:
        return None
    found: Scoped | None = model.objects.allowing(person, Act.PLAN).filter(uuid=uuid).first()
    return found


def tied_to(person: Person, record: Scoped) -> list[Scoped]:
    """What the record rests on by a tie, of that only what the person sees."""
    wanted: dict[str, list[UUID]] = {}
    for kind, uuid in thread.ties_of(record).values_list("on_kind", "on_record"):
        wanted.setdefault(kind, []).append(uuid)
    return [
        found
        for kind, uuids in wanted.items()
        for found in apps.get_model(kind).objects.seen_by(person).filter(uuid__in=uuids)
    ]


def likely_doubles(
    person: Person, *, reference: str, targets: Sequence[Scoped], p: str, happened_on: date
) -> QuerySet[Disruption]:
    """Claims that look like the same event, of those the person sees: the same event reference; or for the same record,
    under the same P, within so many days. Whoever may not see a claim is not told of it here.

    targets  what the claim is for, of that only what the person sees
    """
    days = timedelta(days=in_force().same_event_days)
    near = Q(p=p, happened_on__range=(happened_on - days, happened_on + days), uuid__in=_tied_on(targets))
    same = Q(event_key=event_key(reference)) if event_key(reference) else Q(pk__in=())
    return disruptions_seen_by(person).filter(near | same, state__in=STANDING).order_by("happened_on", "pk")


def doubles_of(person: Person, disruption: Disruption) -> QuerySet[Disruption]:
    """The likely doubles of a claim that is already there."""
    found = likely_doubles(
        person,
        reference=disruption.event_reference,
        targets=tied_to(person, disruption),
        p=disruption.p,
        happened_on=disruption.happened_on,
    )
    return found.exclude(pk=disruption.pk)


def to_fold_into(person: Person, disruption: Disruption) -> list[Disruption]:
    """What the claim can be folded into, if it is the same event: the likely doubles first, then others of its area
    about that time. Only what the person may moderate, because the other one is changed by it."""
    days = timedelta(days=in_force().same_event_days)
    around = (disruption.happened_on - days, disruption.happened_on + days)
    theirs = Disruption.objects.allowing(person, Act.APPROVE).filter(state__in=STANDING).exclude(pk=disruption.pk)
    doubles = list(theirs.filter(pk__in=doubles_of(person, disruption).values("pk")).select_related("agency"))
    others = theirs.filter(area_code=disruption.area_code, happened_on__range=around).select_related("agency")
    known = {one.pk for one in doubles}
    return [*doubles, *(one for one in others[: thread.MOST_OFFERED] if one.pk not in known)]


def folded_into(disruption: Disruption) -> int:
    """How many claims of the same event are counted with this one, whoever may see them: none of them is shown."""
    return disruption.duplicates.count()


def has_moderator(disruption: Disruption) -> bool:
    """Whether anybody but its claimer could moderate the claim as it is held."""
    posted = Q(postings__area_code=disruption.area_code)
    chairs = Person.objects.filter(posted, is_active=True, role__in=MODERATORS).exclude(pk=disruption.claimed_by_id)
    return any(may(chair, Act.APPROVE, disruption) for chair in chairs.distinct())


def agencies_beside(disruption: Disruption) -> QuerySet[Agency]:
    """Agencies that could have had a part in it: all but the one that claimed it."""
    return Agency.objects.exclude(pk=disruption.agency_id)


def harm_named(person: Person, target: Scoped) -> dict[str, int | None]:
    """By key, how the newest edition of the threat scored each harm; nothing where the target is no threat."""
    threat = Threat.objects.seen_by(person).filter(uuid=target.uuid).first() if isinstance(target, Threat) else None
    edition = threat.editions.first() if threat else None
    return dict(edition.harm) if edition else {}


def _tied_on(targets: Sequence[Scoped]) -> QuerySet[Tie]:
    """The uuids of what is tied to one of those, of disruptions."""
    on = Q(pk__in=())
    for target in targets:
        on |= Q(on_kind=target._meta.label_lower, on_record=target.uuid)
    return thread.in_force().filter(on, kind=Disruption._meta.label_lower).values("record")
