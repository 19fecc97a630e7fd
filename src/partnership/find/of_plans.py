"""What plans and actions, claims and outcomes, requests and meetings are found by."""

from __future__ import annotations

from django.utils.timezone import localdate

from partnership.meetings.models import Meeting, MeetingSeries
from partnership.outcomes.models import Disruption, Outcome
from partnership.plans.models import Action, Plan, Template
from partnership.records.ps import p_named
from partnership.requests.models import Enquiry, Request

from .rules import Words


def of_plan(plan: Plan) -> Words:
    """With its objectives. Its actions are records of their own."""
    aims = (words for aim in plan.objectives.all() for words in (aim.text, aim.measure))
    return Words(
        title=plan.name,
        body=(plan.summary, *aims, plan.closed_because),
        state=plan.get_state_display(),
        dated=plan.start,
    )


def of_action(action: Action) -> Words:
    """Without the objective, which is shown only to those who see the plan."""
    updates = (words for update in action.updates.all() for words in (update.text, update.result, update.outcome))
    return Words(
        title=action.text,
        body=(p_named(action.p), action.owner_role, action.result, action.outcome, *updates),
        state=action.get_state_display(),
        dated=localdate(action.told_at),
    )


def of_template(template: Template) -> Words:
    lines = (words for line in template.lines.all() for words in (line.objective, line.measure, line.text))
    return Words(title=template.name, body=(template.purpose, *lines))


def of_disruption(claim: Disruption) -> Words:
    return Words(
        title=claim.what,
        body=(
            *(
                p_named(claim.p),
                claim.affected_words,
                claim.evidence,
                claim.event_reference,
                claim.disruption_reference,
            ),
            *(part.what for part in claim.contributions.all()),
        ),
        state=claim.get_state_display(),
        dated=claim.happened_on,
    )


def of_outcome(outcome: Outcome) -> Words:
    return Words(
        title=outcome.text,
        body=(outcome.measure, outcome.evidence, outcome.not_explained_by),
        state=outcome.get_direction_display(),
        dated=outcome.observed_on,
    )


def of_request(request: Request) -> Words:
    return Words(
        title=request.asks,
        body=(request.purpose, request.reference),
        state=request.get_state_display(),
        dated=localdate(request.asked_at),
    )


def of_enquiry(enquiry: Enquiry) -> Words:
    return Words(
        title=enquiry.asks,
        body=(enquiry.purpose, enquiry.reference),
        state=enquiry.get_answer_display(),
        dated=localdate(enquiry.sent_at),
    )


def of_series(series: MeetingSeries) -> Words:
    return Words(title=series.name, body=(series.purpose, series.place), state=series.get_state_display())


def of_meeting(meeting: Meeting) -> Words:
    """Of its agenda, only items in words of their own: what is about a record is shown to those who see that."""
    own = [item for item in meeting.items.all() if not item.about_kind]
    return Words(
        title=str(meeting),
        body=(
            *(meeting.place, meeting.assessment, meeting.scenario, meeting.lessons),
            *(words for item in own for words in (item.text, item.discussion)),
            *(decision.text for item in own for decision in item.decisions.all()),
        ),
        state=meeting.get_state_display(),
        dated=localdate(meeting.starts_at),
    )
