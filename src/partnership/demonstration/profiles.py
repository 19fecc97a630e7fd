"""The districts' local profiles: the first edition of September 2015, as the founding document tells of it, and one of
the made-up year with its recommendations, sent to partners of whom some have read it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from partnership.profiles import actions, distributing, police, writing
from partnership.profiles.models import Edition, Profile
from partnership.profiles.rules import Topic

from .stage import OPEN, YEAR, Stage, dated

FIRST = (date(2015, 3, 1), date(2015, 8, 31), date(2015, 9, 30), date(2016, 3, 31))
TOLD = YEAR["profiles"]


def load_profiles(stage: Stage) -> None:
    for district, ago in TOLD["published"].items():
        profile = writing.start_profile(area=stage.areas[district], release=OPEN, by=stage.analyst)
        _first_edition(stage, profile)
        edition = _this_years(stage, profile, district, ago)
        _hand_round(stage, profile, edition, district)
    _draft_of_bradford(stage)


def _first_edition(stage: Stage, profile: Profile) -> None:
    start, end, published, due = FIRST
    edition = writing.start_edition(profile=profile, start=start, end=end, by=stage.analyst)
    about = edition.sections.get(key="about")
    writing.write_section(
        section=about, text=TOLD["first"], evidence_of=end, by=stage.analyst, seen_version=about.version
    )
    profile.refresh_from_db()
    _publish(stage, edition, profile)
    at = timezone.make_aware(datetime.combine(published, datetime.min.time()) + timedelta(hours=14))
    dated(edition, published_at=at, started_at=at, refresh_due=due)
    for section in edition.sections.all():
        dated(section, figures=[], at=at)


def _this_years(stage: Stage, profile: Profile, district: str, ago: int) -> Edition:
    end = stage.day(ago + 15)
    edition = writing.start_edition(profile=profile, start=end - timedelta(days=182), end=end, by=stage.analyst)
    police.start_police_part(edition=edition, by=stage.analyst)
    for section in edition.sections.all():
        text = TOLD["texts"][section.key].format(district=district)
        old = end - timedelta(days=420) if section.key == "impact" else end
        writing.write_section(
            section=section, text=text, evidence_of=old, by=stage.analyst, seen_version=section.version
        )
    for told in YEAR["recommendations"]:
        if told["district"] == district:
            stage.made[told["key"]] = _recommend(stage, edition, told)
    profile.refresh_from_db()
    _publish(stage, edition, profile, TOLD["changed"])
    dated(edition, published_at=stage.moment(ago), started_at=stage.moment(ago + 25), refresh_due=stage.day(ago - 183))
    dated(profile, refresh_due=stage.day(ago - 183))
    return edition


def _publish(stage: Stage, edition: Edition, profile: Profile, because: str = "") -> None:
    writing.publish(edition=edition, because=because, by=stage.chair, seen_version=profile.version)
    profile.refresh_from_db()
    edition.refresh_from_db()


def _recommend(stage: Stage, edition: Edition, told: dict[str, Any]) -> Any:
    made = actions.recommend(
        edition=edition,
        text=told["text"],
        p=told["p"],
        release=OPEN,
        by=stage.analyst,
        threat=stage.made.get((told["district"], told["threat"])),
        agency=stage.agency(told["agency"]),
        owner_role=told["owner_role"],
        due=stage.day(told["due"]),
        measure=told["measure"],
    )
    if "declined" in told:
        made = actions.decline(recommendation=made, because=told["declined"], by=stage.chair, seen_version=made.version)
        dated(made, decided_at=stage.moment(60))
    return made


def _hand_round(stage: Stage, profile: Profile, edition: Edition, district: str) -> None:
    """Sent to the agencies it asks something of; in Bradford one of them has opened it."""
    agencies = [stage.agency(f"{district} council (synthetic)")]
    if district == "Bradford":
        agencies.append(stage.agency("Trading standards (synthetic)"))
    people = {agency: agency.people.exists() for agency in agencies}
    distributing.send(
        edition=edition,
        agencies=[agency for agency, has_people in people.items() if has_people] or [stage.analyst.agency],
        note="For the next Local Disruption Board.",
        until=stage.day(-180),
        by=stage.chair,
    )
    for topic, text in TOLD["feedback"].items():
        distributing.give_feedback(
            profile=profile, number=edition.number, topic=Topic(topic), text=text, by=stage.analyst
        )
    if district == "Bradford":
        distributing.note_opened(edition=edition, by=stage.person("council"))


def _draft_of_bradford(stage: Stage) -> None:
    """The next edition, begun, for the council's analyst to write in."""
    profile = Profile.objects.seen_by(stage.analyst).get(area_code=stage.areas["Bradford"].code)
    writing.start_edition(profile=profile, start=stage.day(100), end=stage.today, by=stage.person("analyst"))
