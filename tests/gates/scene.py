"""One person of every role and one of everything that an address can name; every address, filled with those.

A slice that adds an address with a parameter adds a line to FILLINGS. Until it does, every gate fails and names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnership.areas.models import Area
from partnership.exchange.models import Received
from partnership.meetings import actions as meetings
from partnership.meetings.agenda_actions import add_item
from partnership.meetings.board_actions import decide
from partnership.meetings.exercise_actions import edit_exercise
from partnership.meetings.models import Decision, Item, Meeting, MeetingSeries
from partnership.meetings.practice import in_force as kinds_of_meetings
from partnership.ocgs import actions as groups
from partnership.ocgs import enabler_actions as enablers
from partnership.ocgs import requirement_actions as requirements
from partnership.ocgs import status_actions as status
from partnership.ocgs.models import Enabler, Group, Involvement, Requirement
from partnership.ocgs.rules import EnablerKind, Status
from partnership.outcomes import actions as outcomes
from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.outcome_actions import Change, record_outcome
from partnership.outcomes.rules import Claim, Direction, Grade
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, Role, acts_of
from partnership.people.sessions import PENDING, SECOND
from partnership.plans import acting, reusing
from partnership.plans import actions as plans
from partnership.plans.models import Action, Objective, Plan, Template
from partnership.plans.rules import Aim
from partnership.profiles import actions as recommendations
from partnership.profiles import police, writing
from partnership.profiles.models import PolicePart, Profile, Recommendation
from partnership.records import actions as records
from partnership.records.models import Lowering, Share
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.records.unscoped import everything
from partnership.requests.actions import ask
from partnership.requests.models import Enquiry, Request
from partnership.requests.rules import Question
from partnership.scanning.actions import receive_concepts, receive_terms
from partnership.scanning.models import Concept, Term
from partnership.scanning.rules import ArrivingConcept, ArrivingTerm, Said, SeenInPeriod
from partnership.thread import queries as thread
from partnership.threats import actions as threats
from partnership.threats import hypotheses
from partnership.threats.models import Threat
from partnership.threats.rules import Confidence, Estimate, Likelihood
from partnership.triage.actions import receive
from partnership.triage.models import Signal
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

from .walking import Found, walk

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
MADE_UP = tomllib.loads((Path(__file__).parents[1] / "journey/signal.toml").read_text())
WAITING = "waiting"  # somebody who gave the right password and no code yet
Who = Role | str | None  # None for a stranger
EVERYBODY: tuple[Who, ...] = (None, WAITING, *Role)


@dataclass
class Scene:
    """One person of every role, all where they can be in Bradford, and one of everything an address can name."""

    people: dict[Role, Person] = field(default_factory=dict)

    def person(self, role: Role) -> Person:
        if role not in self.people:
            agency, _ = Agency.objects.get_or_create(name="Agency")
            told = {"email": f"{role}@example.test", "name": role.label, "role": role, "agency": agency}
            self.people[role] = Person.objects.create(clearance=Marking.OFFICIAL_SENSITIVE, **told)
            if Act.SEE_BOARD in acts_of(role):
                self.people[role].postings.create(area_code=BRADFORD)
        return self.people[role]

    def client(self, who: Who, **options: bool) -> Client:
        """That person's browser, signed in with both factors."""
        client = Client(raise_request_exception=False, **options)
        if who is None:
            return client
        if who == WAITING:
            told = {PENDING: {"person": str(self.colleague.uuid), "until": timezone.now().timestamp() + 600}}
        else:
            client.force_login(self.person(Role(who)))
            told = {SECOND: True}
        session = client.session
        session.update(told)
        session.save()
        return client

    @cached_property
    def colleague(self) -> Person:
        """Somebody's account, for the administrator's pages."""
        agency, _ = Agency.objects.get_or_create(name="Agency")
        told = {"email": "colleague@example.test", "name": "Colleague", "role": Role.AUDITOR}
        return Person.objects.create(agency=agency, **told)

    @cached_property
    def signal(self) -> Signal:
        return self.raise_signal()

    @cached_property
    def share(self) -> Share:
        """The signal, opened to the partner."""
        until = timezone.localdate() + timedelta(days=30)
        told = {"because": "For the board", "until": until, "to_person": self.person(Role.PARTNER)}
        return records.share_record(record=self.signal, by=self.person(Role.BOARD_CHAIR), **told, **self._seen)

    @cached_property
    def lowering(self) -> Lowering:
        """A proposal to tell everybody near that the signal exists, for somebody else to accept."""
        told = {"release": replace(OPEN, announced=True), "because": "So that partners ask"}
        by = self.person(Role.DISTRICT_ANALYST)
        return records.change_release(record=self.signal, by=by, **told, **self._seen)

    @cached_property
    def group(self) -> Group:
        """An active group, with a change of status that waits for the chair."""
        by, chair = self.person(Role.DISTRICT_ANALYST), self.person(Role.BOARD_CHAIR)
        told = {"code_name": "Granite Harbour", "because": "Four people", "crime_types": ["drugs-supply"]}
        made = groups.propose_group(area_code=BRADFORD, release=OPEN, by=by, **told)
        move = made.moves.get()
        made = status.approve_move(move=move, because="It meets it", by=chair, seen_version=made.version)
        status.propose_move(group=made, to=Status.MANAGED, because="A plan is in force", by=by)
        return made

    @cached_property
    def received(self) -> Received:
        """An object that somebody sent in a bundle, open to all who see Bradford's board."""
        by = self.person(Role.DISTRICT_ANALYST)
        told = {"name": "Blue Slate", "words": "Moves vehicles.", "stix_type": "intrusion-set", "source": "A force"}
        told |= {"stix_id": "intrusion-set--0c5b3f7e-1111-4111-8111-000000000001", "changed_at": timezone.now()}
        told |= {"bundle": "bundle--0c5b3f7e-1111-4111-8111-000000000009", "sha256": "ab" * 32, "received_by": by}
        return start(Received, act=Act.TRIAGE, area_code=BRADFORD, release=OPEN, by=by, **told)

    @cached_property
    def enabler(self) -> Enabler:
        told = {"name": "Letting agent", "kind": EnablerKind.PROFESSIONAL}
        return enablers.add_enabler(area_code=BRADFORD, release=OPEN, by=self.person(Role.DISTRICT_ANALYST), **told)

    @cached_property
    def involvement(self) -> Involvement:
        by = self.person(Role.DISTRICT_ANALYST)
        return enablers.involve(group=self.group, enabler=self.enabler, how="Lets flats", by=by)

    @cached_property
    def requirement(self) -> Requirement:
        told = {"question": "Who lets the flats?", "because": "To close them", "about": self.group}
        return requirements.raise_requirement(
            area_code=BRADFORD, release=OPEN, by=self.person(Role.DISTRICT_ANALYST), **told
        )

    @cached_property
    def plan(self) -> Plan:
        """A plan for the group, with an objective."""
        by = self.person(Role.LEAD_RESPONSIBLE_OFFICER)
        made = plans.start_plan(name="Plan against Granite Harbour", target=self.group, release=OPEN, by=by, lead=by)
        plans.add_objective(plan=made, aim=Aim("soc4p:prevent", "Fewer are drawn in"), by=by)
        return made

    @cached_property
    def objective(self) -> Objective:
        return self.plan.objectives.get()

    @cached_property
    def action(self) -> Action:
        by = self.person(Role.LEAD_RESPONSIBLE_OFFICER)
        deed = acting.Deed("soc4p:prevent", "Talk to the schools", objective=self.objective)
        return acting.add_action(plan=self.plan, deed=deed, release=OPEN, by=by)

    @cached_property
    def disruption(self) -> Disruption:
        """A claim for the plan, which waits for the chair."""
        told = {"what": "Closed the outlets", "p": "soc4p:pursue", "happened_on": date(2018, 7, 2)}
        told |= {"affected": "market", "lasts": "months", "evidence": "The register of licences"}
        by = self.person(Role.LEAD_RESPONSIBLE_OFFICER)
        claim = Claim(**told, grade=Grade.MODERATE)
        return outcomes.claim_disruption(target=self.plan, claim=claim, release=OPEN, by=by)

    @cached_property
    def outcome(self) -> Outcome:
        told = {"text": "Fewer thefts", "harm": "financial", "direction": Direction.LESS, "evidence": "The ledger"}
        change = Change(**told, observed_on=date(2018, 7, 2), not_explained_by="The season")
        by = self.person(Role.LEAD_RESPONSIBLE_OFFICER)
        return record_outcome(target=self.plan, change=change, release=OPEN, by=by)

    @cached_property
    def meeting_series(self) -> MeetingSeries:
        """A board with one seat."""
        by, kind = self.person(Role.DISTRICT_ANALYST), kinds_of_meetings().kind("disruption-board")
        told = meetings.SeriesTold(kind.name, every_days=kind.every_days)
        made = meetings.start_series(kind=kind, told=told, area_code=BRADFORD, release=OPEN, by=by)
        meetings.add_seat(series=made, told=meetings.SeatTold(by.agency, "Analyst"), by=by)
        return made

    @cached_property
    def meeting(self) -> Meeting:
        """Under way, with an item, a decision and a lesson."""
        by = self.person(Role.DISTRICT_ANALYST)
        when = meetings.MeetingTold(timezone.now() + timedelta(days=2))
        made = meetings.plan_meeting(series=self.meeting_series, told=when, release=OPEN, by=by)
        made = meetings.open_meeting(meeting=made, by=by)
        item = add_item(meeting=made, section="other", text="Young people", by=by, seen_version=made.version)
        decide(item=item, text="Talk to the schools", by=by)
        made.refresh_from_db()
        told = {"scenario": "", "lessons": "Ask the schools first"}
        return edit_exercise(meeting=made, by=by, seen_version=made.version, **told)

    @cached_property
    def item(self) -> Item:
        return self.meeting.items.get()

    @cached_property
    def decision(self) -> Decision:
        return self.item.decisions.get()

    @cached_property
    def request(self) -> Request:
        """About a vulnerability, to the one agency where somebody could answer."""
        charity, _ = Agency.objects.get_or_create(name="Charity")
        told = {"email": "charity@example.test", "name": "Charity worker", "role": Role.PARTNER}
        Person.objects.create(agency=charity, **told)
        until = timezone.localdate() + timedelta(days=9)
        question = Question("vulnerability", "cda-1998-115", "Is the yard licensed?", "To visit it", until)
        who = {"by": self.person(Role.DISTRICT_ANALYST), "agencies": [charity], "confirmed": ["unusual"]}
        return ask(question=question, release=OPEN, area_code=BRADFORD, **who)

    @cached_property
    def enquiry(self) -> Enquiry:
        return self.request.enquiries.get()

    @cached_property
    def template(self) -> Template:
        line = reusing.Line("soc4p:prevent", "Fewer are drawn in", "Talk to the schools")
        by, told = self.person(Role.LEAD_RESPONSIBLE_OFFICER), {"name": "Young people", "purpose": ""}
        return reusing.make_template(area_code=BRADFORD, release=OPEN, by=by, lines=[line], **told)

    @cached_property
    def profile(self) -> Profile:
        """Bradford's, with a published edition and a draft of the next."""
        by, chair = self.person(Role.DISTRICT_ANALYST), self.person(Role.BOARD_CHAIR)
        made = writing.start_profile(area=Area.objects.get(code=BRADFORD), release=OPEN, by=by)
        days = {"start": date(2018, 1, 1), "end": date(2018, 7, 31)}
        edition = writing.start_edition(profile=made, by=by, **days)
        about = edition.sections.get(key="about")
        writing.write_section(section=about, text="Bradford.", evidence_of=None, by=by, seen_version=about.version)
        writing.publish(edition=edition, because="", by=chair, seen_version=made.version)
        made.refresh_from_db()
        writing.start_edition(profile=made, by=by, **days)
        return made

    @cached_property
    def police_part(self) -> PolicePart:
        by = self.person(Role.DISTRICT_ANALYST)
        return police.start_police_part(edition=self.profile.editions.get(number=2), by=by)

    @cached_property
    def recommendation(self) -> Recommendation:
        told = {"text": "Talk to the schools", "p": "soc4p:prevent", "release": OPEN}
        draft = self.profile.editions.get(number=2)
        return recommendations.recommend(edition=draft, by=self.person(Role.DISTRICT_ANALYST), **told)

    @cached_property
    def threat(self) -> Threat:
        """A threat with one edition, a hypothesis and an item of evidence to hold against it."""
        by = self.person(Role.DISTRICT_ANALYST)
        made = threats.start_threat(key="fraud", area=Area.objects.get(code=BRADFORD), release=OPEN, by=by)
        told = {"likelihood": Likelihood.LIKELY, "confidence": Confidence.LOW, "confidence_because": "One source"}
        days = dict.fromkeys(("as_of", "period_start", "period_end"), date(2018, 7, 1))
        estimate = Estimate(statement="Courier fraud.", harm={"financial": 3}, **told, **days)
        threats.write_edition(threat=made, estimate=estimate, by=by, seen_version=made.version)
        hypotheses.add_hypothesis(threat=made, text="More of it is reported.", by=by)
        hypotheses.add_item(threat=made, text="A campaign ran in May.", by=by)
        return made

    @cached_property
    def term(self) -> Term:
        """A word that emerged in Bradford, open to all who see its board."""
        week = SeenInPeriod("2017-W11", "2017-W11", 9, 1.5, 0.001, 0.02, 1, "raised", 90, 4, 1, 12.0, 0.1, 0.4)
        arrival = ArrivingTerm("hand car wash", BRADFORD, week.period, week.period, (), (), (), (), (), (week,))
        receive_terms(terms=[arrival], releases={arrival.key: OPEN}, by=None)
        return everything(Term).get(key=arrival.key)

    @cached_property
    def concept(self) -> Concept:
        """Two source groups that speak of modern slavery in Bradford."""
        said = Said("modern-slavery", None, BRADFORD)
        days = {"window_start": date(2017, 1, 2), "window_end": date(2017, 3, 26)}
        told = {"groups": ("Courier", "Police"), "says": (said,), "words": "Modern slavery in Bradford"}
        arrival = ArrivingConcept("c1", BRADFORD, **days, **told, support=0.4, narrower=(), signal_ids=())
        receive_concepts(concepts=[arrival], releases={"c1": OPEN}, originators={}, by=None)
        return everything(Concept).get(key="c1")

    @property
    def _seen(self) -> dict[str, int]:
        self.signal.refresh_from_db()
        return {"seen_version": self.signal.version}

    def raise_signal(self, quote: dict[str, object] | None = None, **changes: object) -> Signal:
        """A signal on Bradford's board, open to all who see that board, but for what is changed."""
        told = {name: tuple(told) for name, told in MADE_UP["lists"].items()} | {
            "engine_signal_id": f"{hash(str(changes)) & 0xFFFFFFFFFFFFFFFF:016x}",
            "level": Level.WATCH,
            "window": tuple(WindowPoint(*point) for point in MADE_UP["window"]["points"]),
            "quotes": (ArrivalQuote(**(MADE_UP["quote"] | (quote or {}))),),
        }
        return receive(by=None, arrival=Arrival(**(MADE_UP["arrival"] | told | changes)), release=OPEN)


# What fills a parameter, by "space:parameter", or by "space:name:parameter" where one page differs from its slice.
FILLINGS: dict[str, Callable[[Scene], object]] = {
    "api:kind": lambda scene: "signal",
    "api:code": lambda scene: BRADFORD,
    "api:uuid": lambda scene: scene.signal.uuid,
    "api:disruption:uuid": lambda scene: scene.disruption.uuid,
    "api:outcome:uuid": lambda scene: scene.outcome.uuid,
    "api:threat:uuid": lambda scene: scene.threat.uuid,
    "api:group:uuid": lambda scene: scene.group.uuid,
    "api:enabler:uuid": lambda scene: scene.enabler.uuid,
    "api:intelligence-requirement:uuid": lambda scene: scene.requirement.uuid,
    **{f"api:{name}:uuid": lambda scene: scene.profile.uuid for name in ("profile", "profile-edition")},
    "api:number": lambda scene: 1,
    "api:police-part:uuid": lambda scene: scene.police_part.uuid,
    "api:recommendation:uuid": lambda scene: scene.recommendation.uuid,
    "api:plan:uuid": lambda scene: scene.plan.uuid,
    **{f"api:{name}:uuid": lambda scene: scene.action.uuid for name in ("plan-action", "update-action")},
    "api:emerging-term:uuid": lambda scene: scene.term.uuid,
    "api:concept:uuid": lambda scene: scene.concept.uuid,
    "exchange:uuid": lambda scene: scene.received.uuid,
    "exchange:kind": lambda scene: "group",
    "exchange:export-record:uuid": lambda scene: scene.group.uuid,
    "api:meeting:uuid": lambda scene: scene.meeting.uuid,
    "api:meeting-series:uuid": lambda scene: scene.meeting_series.uuid,
    "meetings:uuid": lambda scene: scene.meeting.uuid,
    "meetings:kind": lambda scene: "disruption-board",
    "meetings:way": lambda scene: "up",
    "meetings:entry": lambda scene: scene.item.uuid,
    "meetings:decision": lambda scene: scene.decision.uuid,
    "meetings:seat": lambda scene: scene.meeting_series.seats.get().uuid,
    **{
        f"meetings:{name}:uuid": lambda scene: scene.meeting_series.uuid
        for name in ("series", "export-series", "actions", "edit-series", "end-series", "add-seat", "seat", "plan")
    },
    "notices:kind": lambda scene: "signal",
    "notices:uuid": lambda scene: scene.signal.uuid,
    "ocgs:uuid": lambda scene: scene.group.uuid,
    "ocgs:scheme": lambda scene: "attributes",
    "ocgs:move": lambda scene: scene.group.moves.get(accepted__isnull=True).uuid,
    "ocgs:involvement": lambda scene: scene.involvement.uuid,
    "ocgs:enabler:uuid": lambda scene: scene.enabler.uuid,
    "ocgs:edit-enabler:uuid": lambda scene: scene.enabler.uuid,
    "ocgs:requirement:uuid": lambda scene: scene.requirement.uuid,
    "ocgs:settle:uuid": lambda scene: scene.requirement.uuid,
    "outcomes:kind": lambda scene: "plan",
    "outcomes:uuid": lambda scene: scene.disruption.uuid,
    "outcomes:likes:uuid": lambda scene: scene.signal.uuid,
    **{f"outcomes:{name}:uuid": lambda scene: scene.plan.uuid for name in ("claim", "record")},
    **{f"outcomes:{name}:uuid": lambda scene: scene.outcome.uuid for name in ("outcome", "edit-outcome")},
    "people:pk": lambda scene: scene.colleague.pk,
    "people:uuid": lambda scene: scene.colleague.uuid,
    "plans:kind": lambda scene: "group",
    "plans:uuid": lambda scene: scene.plan.uuid,
    "plans:objective": lambda scene: scene.objective.uuid,
    "plans:line": lambda scene: scene.template.lines.get().uuid,
    **{f"plans:{name}:uuid": lambda scene: scene.group.uuid for name in ("add", "brief", "export-brief")},
    **{f"plans:{name}:uuid": lambda scene: scene.action.uuid for name in ("action", "edit-action", "update")},
    **{
        f"plans:{name}:uuid": lambda scene: scene.template.uuid
        for name in ("template", "edit-template", "add-line", "line")
    },
    "profiles:uuid": lambda scene: scene.profile.uuid,
    "profiles:number": lambda scene: 2,
    "meetings:number": lambda scene: 1,
    "profiles:section": lambda scene: scene.profile.editions.get(number=2).sections.get(key="about").uuid,
    "profiles:passage": lambda scene: scene.police_part.passages.first().uuid,
    **{
        f"profiles:{name}:uuid": lambda scene: scene.police_part.uuid
        for name in ("internal", "internal-changes", "export-internal", "police-figures", "passage")
    },
    **{
        f"profiles:{name}:uuid": lambda scene: scene.recommendation.uuid
        for name in ("recommendation", "change-recommendation", "decline", "reopen")
    },
    "records:kind": lambda scene: "signal",
    "records:uuid": lambda scene: scene.signal.uuid,
    "records:share": lambda scene: scene.share.uuid,
    "records:lowering": lambda scene: scene.lowering.uuid,
    "requests:kind": lambda scene: "group",
    "requests:uuid": lambda scene: scene.request.uuid,
    "requests:add:uuid": lambda scene: scene.group.uuid,
    **{
        f"requests:{name}:uuid": lambda scene: scene.enquiry.uuid
        for name in ("enquiry", "answer", "feedback", "passed")
    },
    "api:partner-request:uuid": lambda scene: scene.request.uuid,
    **{f"api:{name}:uuid": lambda scene: scene.enquiry.uuid for name in ("enquiry", "answer-enquiry")},
    "scanning:uuid": lambda scene: scene.term.uuid,
    "scanning:concept:uuid": lambda scene: scene.concept.uuid,
    "retention:kind": lambda scene: "signal",
    "retention:uuid": lambda scene: scene.signal.uuid,
    "trace:kind": lambda scene: "plan",
    "trace:uuid": lambda scene: scene.plan.uuid,
    "thread:kind": lambda scene: "plan",
    "thread:uuid": lambda scene: scene.plan.uuid,
    "thread:tie": lambda scene: thread.ties_of(scene.plan).get().uuid,
    "trends:code": lambda scene: BRADFORD,
    "threats:code": lambda scene: BRADFORD,
    "threats:uuid": lambda scene: scene.threat.uuid,
    "threats:edition": lambda scene: 1,
    "threats:hypothesis": lambda scene: scene.threat.hypotheses.get().uuid,
    "threats:item": lambda scene: scene.threat.items.get().uuid,
    "triage:code": lambda scene: BRADFORD,
    "triage:uuid": lambda scene: scene.signal.uuid,
}


class Unfilled(AssertionError):
    """An address has a parameter that nothing in FILLINGS fills."""


@dataclass(frozen=True)
class Address:
    """One address of the site with its parameters filled. `words` names those of its parameters that take any text."""

    name: str
    path: str
    filled: dict[str, object]
    words: tuple[str, ...]
    is_for_programs: bool


def every_address(scene: Scene, patterns: list[Any] | None = None) -> list[Address]:
    """Every address under the patterns, or of the whole site. Raises Unfilled, naming the address."""
    return [_filled(scene, found) for found in walk(patterns)]


def _filled(scene: Scene, found: Found) -> Address:
    space, filled = found.name.rpartition(":")[0], {}
    for parameter in found.parameters:
        fill = FILLINGS.get(f"{found.name}:{parameter}") or FILLINGS.get(f"{space}:{parameter}")
        if fill is None:
            raise Unfilled(f"{found.name} takes {parameter!r}: say what fills it in FILLINGS (tests/gates/scene.py)")
        filled[parameter] = fill(scene)
    texts = tuple(parameter for parameter, takes_any in found.parameters.items() if takes_any)
    return Address(found.name, reverse(found.name, kwargs=filled), filled, texts, found.is_for_programs)
