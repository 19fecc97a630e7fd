"""A threat estimate and a local profile in STIX: reports, of what they rest on; and what a profile recommends."""

from __future__ import annotations

from partnership.profiles.models import Edition as ProfileEdition
from partnership.profiles.models import Profile, Recommendation
from partnership.records.ps import p_named
from partnership.thread.steps import key_of
from partnership.threats.models import Edition, Threat
from partnership.threats.rules import Confidence, Likelihood

from .rules import CONFIDENCE, stix_moment
from .sheaf import Sheaf, paragraphs
from .vocabulary import ESTIMATE, PROPERTY

YARDSTICK = "in the words of the PHIA probability yardstick"
NO_ESTIMATE = "No estimate has been written yet."
NO_EDITION = "No edition has been published yet."


def write_threat(sheaf: Sheaf, threat: Threat) -> None:
    edition = threat.current
    made = sheaf.times[key_of(threat)].made
    told = {"name": threat.title, "description": NO_ESTIMATE, "published": stix_moment(made)}
    if edition is not None:
        told |= {
            "name": f"{threat.title}, edition {edition.edition}",
            "description": estimate_words(edition),
            "published": stix_moment(edition.at),
        }
    report = sheaf.of(
        threat,
        "report",
        report_types=["threat-report"],
        object_refs=sheaf.about(threat),
        confidence=None if edition is None else CONFIDENCE[edition.confidence],
        labels=[f"threat-{threat.key}", threat.kind, f"state-{threat.state}"],
        extensions={} if edition is None else {ESTIMATE: _estimate(edition)},
        **told,
    )
    for hypothesis in threat.hypotheses.all():
        aside = f"Set aside: {hypothesis.set_aside_because}" if hypothesis.set_aside_because else ""
        content = paragraphs(hypothesis.text, aside)
        said = {"abstract": "Hypothesis", "content": content, "object_refs": [report], "labels": ["hypothesis"]}
        sheaf.of(threat, "note", f"hypothesis {hypothesis.uuid}", **said)


def estimate_words(edition: Edition) -> str:
    likelihood, confidence = Likelihood(edition.likelihood), Confidence(edition.confidence)
    return paragraphs(
        edition.statement,
        f"Likelihood, {YARDSTICK}: {likelihood.label.lower()}.",
        f"Analytic confidence: {confidence.label.lower()}. {edition.confidence_because}",
        f"Trend: {edition.trend_words}" if edition.trend_words else "",
        f"Gaps: {edition.gaps}" if edition.gaps else "",
        f"As of {edition.as_of.isoformat()}, for {edition.period_start.isoformat()} to "
        f"{edition.period_end.isoformat()}.",
    )


def _estimate(edition: Edition) -> dict[str, str | int]:
    days = {name: getattr(edition, name).isoformat() for name in ("as_of", "period_start", "period_end")}
    said: dict[str, str | int] = {"likelihood": str(edition.likelihood), "confidence": str(edition.confidence)}
    return {"extension_type": PROPERTY, "edition": edition.edition, **said, **days}


def write_profile(sheaf: Sheaf, profile: Profile) -> None:
    """The newest published edition. A draft does not leave."""
    edition: ProfileEdition | None = next(
        (one for one in profile.editions.all() if one.number == profile.edition), None
    )
    made = sheaf.times[key_of(profile)].made
    sections = [] if edition is None else edition.sections.all()
    sheaf.of(
        profile,
        "report",
        name=profile.title if edition is None else f"{profile.title}, edition {edition.number}",
        description=paragraphs(*(f"{each.name}\n{each.text}" for each in sections if each.text)) or NO_EDITION,
        report_types=["threat-report"],
        published=stix_moment(made if edition is None else edition.published_at or made),
        object_refs=sheaf.about(profile),
        labels=["local-profile"],
    )


def write_recommendation(sheaf: Sheaf, recommendation: Recommendation) -> None:
    who = ", ".join(part for part in (recommendation.owner_role, str(recommendation.agency or "")) if part)
    sheaf.of(
        recommendation,
        "note",
        abstract=f"Recommendation {recommendation.reference}",
        content=paragraphs(
            recommendation.text,
            f"Under {p_named(recommendation.p)}.",
            f"For {who}." if who else "",
            f"Known by: {recommendation.measure}" if recommendation.measure else "",
            f"{recommendation.get_state_display()}. {recommendation.decided_because}",
        ),
        object_refs=sheaf.about(recommendation),
        labels=["recommendation", recommendation.p],
    )
