"""What is known: signals, threats, groups, profiles."""

from __future__ import annotations

from datetime import timedelta

import django_ready  # noqa: F401 - before any model is known
from django.db import models
from filler import COLOURS, CRIMES, DISTRICTS, NOUNS, THINGS, Filler

from partnership.ocgs.models import Assignment, Enabler, Group, Involvement, Requirement
from partnership.ocgs.rules import Duty, EnablerKind, Status
from partnership.people.rules import Role
from partnership.profiles.models import Edition as ProfileEdition
from partnership.profiles.models import Profile, Recommendation
from partnership.threats.models import Edition, Threat
from partnership.triage.models import Evidence, Quote, Signal


def fill_signals(f: Filler) -> None:
    signals, evidence, quotes = [], [], []
    for n, held in f.some(Signal):
        crime, area = f.draw.choice(CRIMES), DISTRICTS[held["area_code"]]
        start = f.day(700)
        told = {"level": f.draw.choice(("watch", "watch", "signal")), "level_reason": "More than the past explains"}
        told |= {
            "statement": f"More reports of {f.draw.choice(THINGS)} in {area} than expected",
            "period": f"{start:%Y-%m}",
        }
        signals.append(Signal(
            engine_signal_id=f"load{n:012}", series_id=f"load/{crime}/{held['area_code']}", area_name=area,
            area_level="district", threat=crime, threat_name=crime.replace("-", " ").capitalize(), measure="reports",
            state=f.draw.choice(("open", "watching", "confirmed", "dismissed")), period_start=start,
            period_end=start + timedelta(days=30), raised_at=f.moment(700), **told, **held,
        ))  # fmt: skip
    for signal in f.make(Signal, signals):
        point = {"period": signal.period, "period_start": signal.period_start.isoformat(), "observed": 19.0}
        point |= {"denominator": None, "expected": 6.4, "lower": 2.0, "upper": 12.0}
        evidence.append(Evidence(
            signal=signal, edition=1, level=signal.level, level_reason=signal.level_reason, statement=signal.statement,
            period=signal.period, observed=19, expected=6.4, upper=12, p=0.0004, q=0.02, first_excess=signal.period,
            baseline="Earlier months", method="made up", method_version="1", source="made up", source_groups=["One"],
            would_lower=[], window=[point], store_digest="", digest="0" * 64, received_at=signal.raised_at,
        ))  # fmt: skip
    for row in f.make(Evidence, evidence):
        quotes.append(Quote(evidence=row, rank=1, title=f.words(), quote=f.words(3), source_group="One"))
    f.make(Quote, quotes)


def fill_threats(f: Filler) -> None:
    threats = f.make(Threat, [
        Threat(key=CRIMES[n % len(CRIMES)], name=CRIMES[n % len(CRIMES)].replace("-", " ").capitalize(),
               area_name=DISTRICTS[held["area_code"]], edition=1, **held)
        for n, held in f.some(Threat)
    ])  # fmt: skip
    f.make(Edition, [
        Edition(threat=threat, edition=1, as_of=f.today, period_start=f.day(400), period_end=f.today,
                statement=f.words(4), likelihood="likely", confidence="low", confidence_because="One source",
                harm={"financial": 2}, scales="made up", likelihood_number=5, impact=2, risk=10, by=f.people[0])
        for threat in threats
    ])  # fmt: skip
    signals = list(models.QuerySet(Signal))
    f.tie((threat, signal) for threat in threats for signal in f.draw.sample(signals, min(3, len(signals))))


def fill_groups(f: Filler) -> None:
    groups = f.make(Group, [
        Group(code_name=f"{f.draw.choice(COLOURS)} {f.draw.choice(NOUNS)} {n}", crime_types=[f.draw.choice(CRIMES)],
              state=f.draw.choice((Status.ACTIVE, Status.MANAGED, Status.PROPOSED)), areas=[held["area_code"]],
              summary=f.words(4), next_review=f.day(60, 200), **held)
        for n, held in f.some(Group)
    ])  # fmt: skip
    leads = [person for person in f.people if person.role == Role.LEAD_RESPONSIBLE_OFFICER]
    f.make(
        Assignment,
        [Assignment(group=group, duty=Duty.LEAD, person=f.draw.choice(leads), by=f.people[0]) for group in groups],
    )
    enablers = f.make(Enabler, [
        Enabler(name=f"{f.draw.choice(THINGS).capitalize()} {n}", kind=f.draw.choice(list(EnablerKind)),
                description=f.words(2), **held)
        for n, held in f.some(Enabler)
    ])  # fmt: skip
    f.make(
        Involvement,
        [
            Involvement(group=group, enabler=f.draw.choice(enablers), how="Lends premises", by=f.people[0])
            for group in groups
        ],
    )
    requirements = f.make(
        Requirement,
        [
            Requirement(question=f"Who {f.words().lower()}?", due=f.day(30, 90), raised_by=f.people[0], **held)
            for _, held in f.some(Requirement)
        ],
    )
    threats = list(models.QuerySet(Threat))
    f.tie((group, f.draw.choice(threats)) for group in groups)
    f.tie((requirement, f.draw.choice(groups)) for requirement in requirements)


def fill_profiles(f: Filler) -> None:
    profiles = f.make(Profile, [
        Profile(area_name=name, edition=1, refresh_due=f.day(0, 100), **f.held() | {"area_code": code})
        for code, name in DISTRICTS.items()
    ])  # fmt: skip
    f.make(ProfileEdition, [
        ProfileEdition(profile=profile, number=1, state="published", period_start=f.day(500), period_end=f.today,
                       author=f.people[0], published_at=f.now, published_by=f.people[0], practice="made up")
        for profile in profiles
    ])  # fmt: skip
    made = f.make(Recommendation, [
        Recommendation(profile=f.draw.choice(profiles), edition=1, reference=f"1.{n}", text=f.words(),
                       p=f.draw.choice(f.ps), due=f.day(30, 200), **held)
        for n, held in f.some(Recommendation)
    ])  # fmt: skip
    threats = list(models.QuerySet(Threat))
    f.tie((one, f.draw.choice(threats)) for one in made)
