"""Records into one bundle, that the OASIS validator finds nothing wrong with or that does not leave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from partnership.areas.models import Area
from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.outcomes.models import Disruption, Outcome
from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.plans.models import Action, Plan
from partnership.profiles.models import Profile, Recommendation
from partnership.records.scoping import Scoped
from partnership.thread.steps import Stretch
from partnership.threats.models import Threat
from partnership.threats.queries import with_editions
from partnership.triage.models import Signal

from . import of_groups, of_plans, of_signals, of_threats, queries
from .checking import faults_of
from .rules import MOST_OBJECTS, listed_words, stix_id
from .sheaf import MAIN, Sheaf, main_id

WRITERS: dict[str, Callable[[Sheaf, Any], None]] = {
    "triage.signal": of_signals.write_signal,
    "threats.threat": of_threats.write_threat,
    "ocgs.group": of_groups.write_group,
    "ocgs.enabler": of_groups.write_enabler,
    "ocgs.requirement": of_groups.write_requirement,
    "profiles.profile": of_threats.write_profile,
    "profiles.recommendation": of_threats.write_recommendation,
    "plans.plan": of_plans.write_plan,
    "plans.action": of_plans.write_action,
    "outcomes.disruption": of_plans.write_disruption,
    "outcomes.outcome": of_plans.write_outcome,
}
PARTS: dict[type[Scoped], tuple[str, ...]] = {
    Signal: ("originator", "editions__quotes", "verdicts", "hypotheses"),
    Threat: ("originator", "hypotheses"),
    Group: ("originator",),
    Enabler: ("originator",),
    Requirement: ("originator",),
    Profile: ("originator", "editions__sections"),
    Recommendation: ("originator", "agency"),
    Plan: ("originator", "objectives"),
    Action: ("originator", "agency"),
    Disruption: ("originator", "agency"),
    Outcome: ("originator",),
}
PIECE_OF = "A piece of it"
NOTHING = "There is nothing to send: choose something else"
MOST_WORDS = 5  # of the validator's, on the screen


def bundle_of(person: Person, records: Sequence[Scoped]) -> dict[str, Any]:
    """Those records as one bundle, with the ties between them. They are the person's to send."""
    mapped = [record for record in records if record._meta.label_lower in MAIN]
    stretches = queries.stretches_among(person, mapped)
    names = dict(Area.objects.values_list("code", "name"))
    sheaf = Sheaf(areas=names, times=queries.times_of(mapped), stretches=stretches)
    for record in ready(person, mapped):
        WRITERS[record._meta.label_lower](sheaf, record)
    by_key = {(record._meta.label_lower, record.uuid): record for record in mapped}
    for stretch in stretches:
        _relate(sheaf, stretch, by_key[stretch.record], by_key[stretch.on])
    for involvement in queries.involvements_among(person, mapped):
        of_groups.write_involvement(sheaf, involvement)
    objects = sorted(sheaf.held.values(), key=lambda told: told["id"])
    digest = hashlib.sha256(json.dumps(objects, sort_keys=True).encode()).hexdigest()
    return {"type": "bundle", "id": stix_id("bundle", "bundle", digest), "objects": objects}


def ready(person: Person, records: Sequence[Scoped]) -> list[Scoped]:
    """The same records with all that is written of them at hand, read kind by kind and not one by one."""
    for model, parts in PARTS.items():
        prefetch_related_objects([record for record in records if isinstance(record, model)], *parts)
    with_editions(person, [record for record in records if isinstance(record, Threat)])
    for record in records:
        if isinstance(record, Signal):
            record.evidence = next(one for one in record.editions.all() if one.edition == record.edition)
    return list(records)


def written(bundle: dict[str, Any]) -> bytes:
    """The bundle as a file. Raises NotAllowed, in the validator's words, for one that is not STIX 2.1."""
    if len(bundle["objects"]) > MOST_OBJECTS:
        raise NotAllowed(f"It would hold {len(bundle['objects']):,} objects; {MOST_OBJECTS:,} go at once. Choose fewer")
    if faults := faults_of(bundle):
        raise NotAllowed(f"It is not valid STIX 2.1, and did not leave: {listed_words(faults, MOST_WORDS)}")
    # Other characters escaped, as in every JSON file that leaves: none can hide, or turn a line around.
    return f"{json.dumps(bundle, ensure_ascii=True, allow_nan=False)}\n".encode("ascii")


def _relate(sheaf: Sheaf, stretch: Stretch, record: Scoped, on: Scoped) -> None:
    """That the one rests on the other: `related-to`, the relationship that any two kinds of object may have."""
    why = stretch.tie.because if stretch.tie else PIECE_OF
    told = {"description": f"Rests on it. {why}".strip(), "labels": ["rests-on"]}
    sheaf.relate(record, "related-to", main_id(stretch.record), main_id(stretch.on), beside=on, **told)
