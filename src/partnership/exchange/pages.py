"""What the pages of the exchange hold."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.http import QueryDict

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.models import Plan
from partnership.plans.rules import PlanState
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.ui.listing import listed

from . import queries
from .forms import ChoiceForm
from .listing import COLUMNS, ReceivedFilters
from .models import Received
from .rules import ReceivedState
from .wording import kind_words, type_words

MOST_OFFERED = 100  # plans: more would make no list that anybody could choose from
AS_GROUP = frozenset({"intrusion-set", "threat-actor"})


def received_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.received_by(person)
    filters = ReceivedFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=COLUMNS, filters=filters, first="-received")
    shown = list(listing.page)
    names = dict(Area.objects.filter(code__in={one.area_code for one in shown}).values_list("code", "name"))
    return {
        "listing": listing,
        "rows": [(one, type_words(one.stix_type), names.get(one.area_code, one.area_code)) for one in shown],
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        **ways(person),
    }


def one_page(person: Person, received: Received) -> dict[str, Any]:
    """All of a received object but its thread."""
    may_triage = may(person, Act.TRIAGE, received)
    is_open = received.state != ReceivedState.ASIDE
    return records.banner(person, received) | {
        "received": received,
        "type": type_words(received.stix_type),
        "told": json.dumps(received.told, indent=2, ensure_ascii=True),
        "may_triage": may_triage and received.state != ReceivedState.ACCEPTED,
        "may_propose": is_open and received.stix_type in AS_GROUP and may(person, Act.WORK_ON_GROUP, received),
        "may_plan": is_open and received.stix_type == "course-of-action" and may(person, Act.PLAN, received),
        "is_aside": received.state == ReceivedState.ASIDE,
    }


def choose_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    """The form, and once it was filled, what would go: how many of each kind."""
    is_asked = "chosen" in asked
    form = ChoiceForm(asked if is_asked else None, person=person)
    found = queries.chosen(person, form.choice) if is_asked and form.is_valid() else []
    counted = Counter(record._meta.label_lower for record in found)
    return {
        "form": form,
        "is_asked": is_asked and not form.errors,
        "counts": [(kind_words(kind), str(number)) for kind, number in counted.items()],
        "number": len(found),
        "query": asked.urlencode(),
        "shown": found,
        "page_marking": records.highest_marking(found),
        **ways(person),
    }


def ways(person: Person) -> dict[str, bool]:
    """Which of the pages of the exchange the person has beside the list."""
    return {"may_take_in": person.may(Act.TRIAGE), "may_export": person.may(Act.EXPORT)}


def plans_to_choose(person: Person, received: Received) -> list[Plan]:
    """Open plans that the person may plan in, those of its district first."""
    rows = Plan.objects.allowing(person, Act.PLAN).filter(state=PlanState.OPEN).order_by("name", "pk")[:MOST_OFFERED]
    return sorted(rows, key=lambda plan: plan.area_code != received.area_code)
