"""What threats, groups and what belongs to them, and local profiles are found by."""

from __future__ import annotations

from django.utils.timezone import localdate

from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.ocgs.wording import crime_type_name
from partnership.profiles.models import PolicePart, Profile, Recommendation
from partnership.records.ps import p_named
from partnership.threats.models import Threat

from .rules import Words


def of_threat(threat: Threat) -> Words:
    """The edition in force; what stood in earlier ones is read there."""
    edition = next((one for one in threat.editions.all() if one.edition == threat.edition), None)
    body: tuple[str, ...] = ()
    if edition is not None:
        body = (
            *(edition.statement, edition.confidence_because, edition.trend_words, edition.gaps, edition.because),
            *(note.text for note in edition.drivers.all()),
            *(source.text for source in edition.sources.all()),
        )
    return Words(
        title=str(threat), body=body, state=threat.get_state_display(), dated=edition.as_of if edition else None
    )


def of_group(group: Group) -> Words:
    """Not how enablers help it: who sees the group may not see those."""
    return Words(
        title=group.code_name,
        body=(
            *map(crime_type_name, group.crime_types),
            group.get_reach_display(),
            group.mapping_reference,
            group.summary,
        ),
        state=group.get_state_display(),
    )


def of_enabler(enabler: Enabler) -> Words:
    return Words(title=enabler.name, body=(enabler.get_kind_display(), enabler.description))


def of_requirement(requirement: Requirement) -> Words:
    return Words(
        title=requirement.question,
        body=(requirement.because, requirement.answer),
        state=requirement.get_state_display(),
        dated=localdate(requirement.raised_at),
    )


def of_profile(profile: Profile) -> Words:
    """The newest published edition: a draft is read only by those who write it."""
    edition = next((one for one in profile.editions.all() if one.number == profile.edition and not one.is_draft), None)
    sections = edition.sections.all() if edition else ()
    return Words(
        title=str(profile),
        body=tuple(words for section in sections if section.text for words in (section.name, section.text)),
        dated=edition.period_end if edition else None,
    )


def of_police_part(part: PolicePart) -> Words:
    return Words(title=str(part), body=tuple(passage.text for passage in part.passages.all()))


def of_recommendation(recommendation: Recommendation) -> Words:
    return Words(
        title=str(recommendation),
        body=(
            *(p_named(recommendation.p), recommendation.owner_role, recommendation.measure),
            recommendation.decided_because,
        ),
        state=recommendation.get_state_display(),
        dated=recommendation.due,
    )
