"""In which order the kinds of record stand on a trail. No Django."""

from __future__ import annotations

# The latest first: from what came of it down to what raised it. A record stands below everything that rests on it.
STAGES = (
    "outcomes.outcome",
    "outcomes.disruption",
    "requests.enquiry",
    "requests.request",
    "plans.action",
    "plans.plan",
    "plans.template",
    "meetings.meeting",
    "meetings.meetingseries",
    "profiles.recommendation",
    "profiles.policepart",
    "profiles.profile",
    "ocgs.requirement",
    "ocgs.group",
    "ocgs.enabler",
    "threats.threat",
    "triage.signal",
    "exchange.received",
    "scanning.term",
    "scanning.concept",
    "trends.series",
    "trends.figure",
)
EVIDENCE = "Articles and counts"
