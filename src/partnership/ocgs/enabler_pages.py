"""What the pages of enablers and of intelligence requirements hold."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.ui.figure import Chart
from partnership.ui.listing import listed
from partnership.ui.ranking import Ranked, ranking

from .enabler_queries import (
    open_requirement_asking,
    professional_known,
    requirements_seen_by,
    ties_seen_by,
    with_groups_counted,
)
from .listing import ENABLER_COLUMNS, REQUIREMENT_COLUMNS, EnablerFilters, RequirementFilters
from .models import Enabler, Requirement
from .queries import NO_MEASURE_OF_HARM
from .rules import EnablerKind
from .schemes import in_force
from .wording import area_names

DRAWN = 10  # enablers in the picture; the list below it holds them all


def enablers_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    enablers = with_groups_counted(person)
    filters = EnablerFilters(asked, enablers=enablers)
    listing = listed(asked, enablers, columns=ENABLER_COLUMNS, filters=filters, first="-groups")
    rows = list(listing.page.object_list)
    shared = list(enablers.filter(helped__gt=1).order_by("-helped", "name", "pk")[:DRAWN])
    practice, names = in_force(), area_names()
    known = professional_known(person)
    is_few = known < practice.few_professional
    asking = open_requirement_asking(person, practice.question) if is_few else None
    may_work = person.may(Act.WORK_ON_GROUP)
    shown = list(dict.fromkeys([*rows, *shared, *([asking] if asking else [])]))
    return {
        "section": "enablers",
        "listing": listing,
        "rows": [(enabler, names.get(enabler.area_code, enabler.area_code)) for enabler in rows],
        "chart": _shared_chart(shared),
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "known": known,
        "is_few": is_few,
        "asking": asking,
        "may_work": may_work,
        "may_add": may_work and bool(person.area_codes),
        "may_export": person.may(Act.EXPORT),
        "no_measure_of_harm": NO_MEASURE_OF_HARM,
    }


def _shared_chart(shared: list[Enabler]) -> Chart | None:
    if not shared:
        return None
    most = shared[0].helped
    rows = [
        Ranked(enabler.name, enabler.helped, EnablerKind(enabler.kind).label.lower(), enabler.get_absolute_url())
        for enabler in shared
    ]
    return ranking(
        rows,
        title=f"One enabler, many groups: the widest helps {most} groups that you see",
        description="Enablers that help more than one group, by the number of groups that you see.",
        unit="groups",
    )


def enabler_page(person: Person, enabler: Enabler) -> dict[str, Any]:
    """All that stands on an enabler's page but its thread. `also` holds the groups that it shows."""
    today = timezone.localdate()
    ties = list(ties_seen_by(person).filter(enabler=enabler))
    current = [tie for tie in ties if (tie.until is None or tie.until >= today) and not tie.group.status.is_closed]
    return records.banner(person, enabler) | {
        "enabler": enabler,
        "district": area_names().get(enabler.area_code, enabler.area_code),
        "current_ties": current,
        "ended_ties": [tie for tie in ties if tie not in current],
        "also": list(dict.fromkeys(tie.group for tie in ties)),
        "may_work": may(person, Act.WORK_ON_GROUP, enabler),
        "may_raise": person.may(Act.WORK_ON_GROUP) and bool(person.area_codes),
        "is_posted": person.may(Act.SEE_BOARD),
        "no_measure_of_harm": NO_MEASURE_OF_HARM,
    }


def requirements_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    requirements, today, names = requirements_seen_by(person), timezone.localdate(), area_names()
    filters = RequirementFilters(asked, requirements=requirements, day=today)
    listing = listed(asked, requirements, columns=REQUIREMENT_COLUMNS, filters=filters, first="due")
    rows = list(listing.page.object_list)
    may_work = person.may(Act.WORK_ON_GROUP)
    return {
        "section": "requirements",
        "listing": listing,
        "rows": [(row, names.get(row.area_code, row.area_code), _is_late(row)) for row in rows],
        "shown": rows,
        "page_marking": records.highest_marking(rows),
        "may_add": may_work and bool(person.area_codes),
        "may_export": person.may(Act.EXPORT),
    }


def requirement_page(person: Person, requirement: Requirement) -> dict[str, Any]:
    return records.banner(person, requirement) | {
        "requirement": requirement,
        "district": area_names().get(requirement.area_code, requirement.area_code),
        "is_late": _is_late(requirement),
        "may_work": may(person, Act.WORK_ON_GROUP, requirement) and requirement.is_open,
        "is_posted": person.may(Act.SEE_BOARD),
    }


def _is_late(requirement: Requirement) -> bool:
    return requirement.is_open and requirement.due is not None and requirement.due < timezone.localdate()
