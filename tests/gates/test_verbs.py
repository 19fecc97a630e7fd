"""Every request that succeeds leaves the events that its line in matrix/ declares, in order, and no other.

Where an event cannot be written, nothing is shown and nothing is changed.

Source of the verbs: Data Protection Act 2018, section 62(1), and beside them signing in, refusal, change of marking.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnership.audit.actions import Event
from partnership.audit.rules import Verb
from partnership.exchange.models import Received
from partnership.find.models import SavedSearch
from partnership.meetings.models import CalendarKey, Meeting, MeetingSeries
from partnership.ocgs.models import Involvement, Move
from partnership.outcomes.models import Disruption
from partnership.people import second_factor
from partnership.people.models import Agency, Person
from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.people.second_factor_views import KEY
from partnership.people.sessions import PENDING
from partnership.plans.models import Action
from partnership.profiles.models import Edition, PolicePart, Profile, Recommendation
from partnership.records.models import Share
from partnership.records.unscoped import everything
from partnership.requests.models import Enquiry
from partnership.site.urls import urlpatterns
from partnership.threats.models import Threat
from partnership.triage.models import Signal

from . import cast
from .addresses import NOWHERE, Address, Caller, declared, targets
from .leaks import forms_on, numbers_in, text_of
from .oracle import RULES
from .test_forgery import digests
from .world import NOW, World

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
SUCCEEDED = {200, 302}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of an authenticator app
WORDS, OTHER_WORDS = "sheep lantern quarry", "copper meadow violin"
TESTED_ELSEWHERE = {
    "people:organisation-back": "needs a provider: people/tests/test_single_sign_on.py",
    "meetings:tell": "needs an item about an action: meetings/tests/test_board.py",
}
FAILED_JOB = UUID(int=7)
LATER = (NOW + timedelta(days=9)).date().isoformat()
HELD_OPENLY = {"marking": "OFFICIAL", "handling": "P", "conditions": ""}
# Of an edition: lines for drivers and sources, of which each part may stay empty.
LINES = [("driver", part) for part in ("factor", "way", "text")] + [
    ("source", part) for part in ("text", "link", "dated")
]
# Of an action of a plan, and of a line of a template.
PLANNED = {"under": "p:soc4p:prevent", "owner": "", "agency": "", "due": ""}
LINE = {"p": "soc4p:prevent", "agency": "", "due_in_days": "7"}
# Of a seat, of a meeting and of an action that one sets.
SEATED = {"agency": "Ours", "person": "", "represented_by": ""}
MEETS = {"day": LATER, "at": "10:00", "minutes_long": "60", "chair": ""}
TASK = {"p": "soc4p:prevent", "owner": "", "agency": "", "due": LATER, "plan": "own"}
# Of a claim, and of what changed, of which nothing was counted.
CLAIMED = HELD_OPENLY | {"p": "soc4p:prevent", "happened_on": "2018-07-02", "affected": "market", "lasts": "months"}
COUNTED = ("measure", "before", "before_start", "before_end", "after", "after_start", "after_end")
CHANGED = {"harm": "financial", "observed_on": "2018-07-02", "figures_are": "count"} | dict.fromkeys(COUNTED, "")
# A line of a file, which is looked at and not taken in yet.
PASTED = {
    "ocgs:import-groups": "code_name,area_code,crime_types,reach\nQuartz,E08000032,fraud,local",
    "ocgs:import-enablers": "name,kind,area_code\nYard,premises,E08000032",
    "plans:import-actions": "p,text\nsoc4p:prevent,Visit",
    "profiles:import-recommendations": "p,text\nsoc4p:prevent,Visit",
    "threats:import": "key,area_code,as_of,period_start,period_end,statement,likelihood,confidence,confidence_because",
}
STIX = '"spec_version": "2.1", "created": "2026-01-02T03:04:05.000Z", "modified": "2026-01-02T03:04:05.000Z"'
PASTED["exchange:hand-in"] = (
    '{"type": "bundle", "id": "bundle--0c5b3f7e-1111-4111-8111-000000000009", "objects": [{"type": "intrusion-set", '
    f'"id": "intrusion-set--0c5b3f7e-1111-4111-8111-000000000001", {STIX}, "name": "Blue Slate"}}]}}'
)
PASTED["threats:import"] += "\nfraud,E08000032,2018-01-01,2017-01-01,2017-12-31,Words,likely,low,Words"
# Of a request, to an agency that nobody may have asked before.
ASKED = HELD_OPENLY | {"criterion": "vulnerability", "area": "E08000032", "expires_on": LATER, "reference": "AB 1"}
ASKED |= {"agencies": "Theirs", "cautioned": "unusual", "confirm": "on"}
# What a form is filled with where plain words, or the first of its choices, would be refused.
FILLED = {
    "threats:start": HELD_OPENLY | {"key": "fraud", "area": "E08000032"},
    "threats:new-edition": {f"{of}-{n}-{part}": "" for of, part in LINES for n in range(5)},
    "threats:add-item": {"dated": "", "signal": ""},
    "threats:read-item": {"because": "Plain words"},
    "triage:decide": {"to": "watching"},
    "scanning:judge": {"standing": "candidate"},
    "triage:decide-many": {"to": "watching"},
    "plans:add": HELD_OPENLY | {"lead": "", "template": "", "begins": LATER},
    "plans:edit": {"lead": ""},
    "plans:add-objective": {"p": "soc4p:prevent"},
    "plans:objective": {"remove": ""},
    "plans:add-action": HELD_OPENLY | PLANNED | {"answers": ""},
    "plans:edit-action": PLANNED,
    "plans:update": {"state": "open", "due": ""},
    "meetings:lesson": TASK,
    "plans:many": {"do": "carry", "due": LATER, "owner_role": ""},
    "plans:save-as-template": HELD_OPENLY,
    "plans:add-template": HELD_OPENLY | {"area_code": "E08000032"},
    "plans:add-line": LINE,
    "plans:line": LINE | {"remove": ""},
    "exchange:propose": HELD_OPENLY | {"primary": "drugs-supply"},
    "exchange:plan": HELD_OPENLY | {"p": "soc4p:prevent"},
    "ocgs:propose": HELD_OPENLY | {"primary": "drugs-supply"},
    "ocgs:add-enabler": HELD_OPENLY,
    "ocgs:raise": HELD_OPENLY | {"about": "", "due": ""},
    "ocgs:review": {"on": LATER},
    "ocgs:review-many": {"on": LATER},
    "ocgs:move": {"to": "managed", "into": ""},
    "ocgs:decide": {"decision": "approve"},
    "ocgs:involve": {"since": ""},
    "ocgs:end-involvement": {"until": NOW.date().isoformat()},
    "profiles:start": HELD_OPENLY,
    "profiles:start-edition": {"start": "2027-01-01", "end": "2027-02-01"},
    "profiles:change-edition": {"start": "2027-01-01", "end": "2027-02-01"},
    "profiles:section": {"evidence_of": ""},
    "profiles:send": {"agencies": "Ours", "people": []},
    "profiles:recommend": HELD_OPENLY | {"p": "soc4p:prevent", "agency": "", "due": "", "threat": ""},
    "profiles:change-recommendation": {"p": "soc4p:prevent", "agency": "", "due": ""},
    **{name: {"pasted": line} for name, line in PASTED.items()},
    **{f"outcomes:{name}": CLAIMED for name in ("claim", "edit-claim")},
    "meetings:start": HELD_OPENLY | {"area": "E08000032", "every_days": "28", "chair": ""},
    "meetings:edit-series": {"every_days": "28", "chair": ""},
    **{f"meetings:{name}": SEATED for name in ("add-seat", "expect")},
    "meetings:seat": SEATED | {"remove": ""},
    "meetings:plan": HELD_OPENLY | MEETS,
    "meetings:edit": MEETS,
    "meetings:agenda": {"section": "other", "about": ""},
    "meetings:item": {"remove": ""},
    "meetings:note": {"then": ""},
    "meetings:set-action": TASK,
    "outcomes:moderate": {"decision": "accept", "same_as": ""},
    "outcomes:contribution": {"agency": "Ours", "remove": ""},
    "outcomes:record": HELD_OPENLY | CHANGED,
    "outcomes:edit-outcome": CHANGED,
    **dict.fromkeys(("requests:ask", "requests:add"), ASKED),
    "requests:answer": {"answer": "no-hit", "why": "", "post": "", "phone": ""},
    "requests:passed": {"on": NOW.date().isoformat()},
    "records:release": {"marking": "OFFICIAL-SENSITIVE", "handling": "C", "conditions": "Ask first."},
    "records:lowering": {"decision": "accept"},
    "retention:review": {"decision": "keep"},
    "people:add": {"email": "new@example.test", "role": "auditor", "clearance": "OFFICIAL", "area_codes": []},
    "people:edit": {"role": "auditor", "clearance": "OFFICIAL", "name": "Another name", "area_codes": []},
    "people:sign-in": {"email": "auditor.nowhere@example.test", "password": WORDS},
    "people:confirm": {"password": WORDS},
    "people:password": {"current": WORDS, "new": OTHER_WORDS, "again": OTHER_WORDS},
    "tokens:make": {"acts": "see-record", "area_codes": []},
}
# Who looks, where it is not the same for all: a role without records has nothing on its page.
LOOKERS = {
    "meetings:issue-minutes": "board-chair.district",
    "work:mine": "board-chair.district",
    "profiles:start-police-part": "board-chair.force",
}
# What is gone although nothing was done, with the reason.
USED_UP = {"people:code": {"mfa_authenticator"}}  # a code that was given counts no more, whatever came of it
# What stands on no page of that address itself.
WITHOUT_PAGE = {
    "meetings:move": {"version": "1"},
    "find:save": {"q": "plain", "name": "Plain words"},
    "find:forget": {"saved": str(NOWHERE)},
    "jobs:settle": {"job": str(FAILED_JOB), "do": "drop"},
    "notices:read": {"until": NOW.isoformat()},
    "notices:follow": {},
    "notices:unfollow": {},
    "people:reset-second-factor": {"reason": "Lost"},
    "people:end-sessions": {},
    "people:close": {"reason": "Left"},
    "people:reopen": {"reason": "Back"},
    "people:one-time-password": {},
    "people:sign-out": {},
    "people:sessions": {},
}


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    with cast.staged(django_db_blocker, cast.one_of_each_role, cast.fewer_records) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")
    caplog.set_level(logging.CRITICAL, logger="partnership")


def audited(method: str) -> list[Any]:
    return [
        pytest.param(name, tuple(line["audits"][method]), id=name)
        for name, line in RULES["addresses"].items()
        if method in line.get("audits", {}) and name not in TESTED_ELSEWHERE
    ]


def address_named(name: str) -> Address:
    return next(address for address in declared() if address.name == name)


def allowed(made: World, address: Address, method: str) -> tuple[Caller, str]:
    """Somebody for whom the address leads somewhere, and where; the force's people last, who may do most."""
    keys = [LOOKERS.get(address.name)] if address.name in LOOKERS else sorted(made.people, key=_force_last)
    for key in keys:
        for target in targets(made, key, address, "GET"):
            if address.expects(method, made.viewers[key], target) == "allowed":
                return Caller(made, key), address.path(target, made.fillings)
    raise AssertionError(f"nobody may {method} {address.name}")


def _force_last(key: str) -> tuple[bool, str]:
    return key.endswith(".force"), key


def ready(made: World, name: str) -> tuple[Caller, str, dict[str, Any]]:
    """Who asks, where, and what they send: the form on the page, filled in."""
    address = address_named(name)
    prepare = PREPARED.get(name)
    caller, at = prepare(made, address) if prepare else allowed(made, address, "POST")
    if address.is_for_programs:
        return caller, at, {}
    if name in WITHOUT_PAGE:
        return caller, at, WITHOUT_PAGE[name]
    elsewhere = name.startswith("triage:") or name == "ocgs:review-many"
    shown_at = re.sub("(verdict|verdicts|hypothesis|reviews)/$", "", at) if elsewhere else at
    page = caller.ask("GET", shown_at)
    for method, action, offered in forms_on(page):
        if method == "post" and (action or shown_at) == at:
            return caller, at, filled(offered) | FILLED.get(name, {})
    raise AssertionError(f"{name}: no form for it on {shown_at}, which answered {page.status_code}")


def filled(offered: dict[str, list[str]]) -> dict[str, Any]:
    told = {name: values[0] if values else "Plain words" for name, values in offered.items()}
    days = {"until", "keep_until"} & offered.keys()
    return told | dict.fromkeys(days, (timezone.localdate() + timedelta(days=9)).isoformat())


def with_password(made: World, address: Address, key: str | None = "auditor.nowhere") -> tuple[Caller, str]:
    person = Person.objects.get(pk=made.people["auditor.nowhere"].pk)
    person.set_password(WORDS)
    person.save()
    return Caller(made, key), address.path(None, made.fillings)


def stranger(made: World, address: Address) -> tuple[Caller, str]:
    return with_password(made, address, key=None)


def waiting(made: World, address: Address) -> tuple[Caller, str]:
    """Somebody who gave the right password, and whose app shows the code that the form is filled with."""
    caller, at = with_second_factor(made, address)
    told = {"person": str(made.people["auditor.nowhere"].uuid), "until": timezone.now().timestamp() + 60}
    caller.client.logout()
    return with_session(caller, {PENDING: told}), at


def with_second_factor(made: World, address: Address) -> tuple[Caller, str]:
    caller, at = with_password(made, address)
    second_factor.TOTP.activate(made.people["auditor.nowhere"], SECRET)
    return caller, at


def setting_up(made: World, address: Address) -> tuple[Caller, str]:
    caller, at = with_password(made, address)
    return with_session(caller, {KEY: SECRET}), at


def with_session(caller: Caller, told: dict[str, Any]) -> Caller:
    session = caller.client.session
    session.update(told)
    session.save()
    caller.cookies = dict(caller.client.cookies)
    return caller


def closed(made: World, address: Address) -> tuple[Caller, str]:
    Person.objects.filter(pk=made.writer.pk).update(is_active=False)
    return allowed(made, address, "POST")


def without_open_move(made: World, address: Address) -> tuple[Caller, str]:
    everything(Move).update(accepted=False)
    return allowed(made, address, "POST")


def without_work(made: World, address: Address) -> tuple[Caller, str]:
    """A plan closes once each of its actions has ended."""
    everything(Action).update(state="dropped")
    return allowed(made, address, "POST")


def without_ties(made: World, address: Address) -> tuple[Caller, str]:
    everything(Involvement).update(until=NOW.date() - timedelta(days=1))
    return allowed(made, address, "POST")


def drafted(made: World, address: Address) -> tuple[Caller, str]:
    """Every edition is a draft, and no threat is told of in it, which the profile would then rest on."""
    everything(Edition).update(state="draft")
    everything(PolicePart).update(number=9)
    everything(Threat).update(state="closed")
    return allowed(made, address, "POST")


def published(made: World, address: Address) -> tuple[Caller, str]:
    everything(Edition).update(state="published")
    everything(Profile).update(edition=1)
    everything(Threat).update(state="closed")
    return allowed(made, address, "POST")


def beside_a_draft(made: World, address: Address) -> tuple[Caller, str]:
    """Every police part belongs to a draft that whoever asks sees."""
    caller, at = allowed(made, address, "POST")
    profile = Profile.objects.seen_by(made.people[caller.key]).first()
    everything(PolicePart).update(profile=profile, number=1)
    everything(Edition).update(state="draft")
    return caller, at


def without_profile(made: World, address: Address) -> tuple[Caller, str]:
    everything(Profile).update(area_code="E99999999")
    return allowed(made, address, "POST")


def answered(made: World, address: Address) -> tuple[Caller, str]:
    everything(Recommendation).update(state="declined")
    return allowed(made, address, "POST")


def with_a_partner(made: World, address: Address) -> tuple[Caller, str]:
    """Somebody of the other agency could answer."""
    partner = Person.objects.filter(pk=made.people["partner.nowhere"].pk)
    partner.update(agency=Agency.objects.get(name="Theirs"))
    return allowed(made, address, "POST")


def asked_of_theirs(made: World, address: Address) -> tuple[Caller, str]:
    """Every enquiry went to the agency of whoever answers."""
    caller, at = allowed(made, address, "POST")
    everything(Enquiry).update(agency=made.people[caller.key].agency)
    return caller, at


def with_hits(made: World, address: Address) -> tuple[Caller, str]:
    """Every enquiry was answered with a hit, to another agency, and none is open to a partner any more."""
    caller, at = allowed(made, address, "POST")
    others = Agency.objects.exclude(pk=made.people[caller.key].agency_id)
    everything(Enquiry).update(answer="hit", answered_at=NOW, agency=others.first())
    Share.objects.filter(kind="requests.enquiry").update(ended_at=NOW)
    return caller, at


def with_calendar_address(made: World, address: Address) -> tuple[Caller, str]:
    caller, at = allowed(made, address, "POST")
    CalendarKey.objects.create(person=made.people[caller.key], digest="ab" * 32)
    return caller, at


def held_meeting(made: World, address: Address) -> tuple[Caller, str]:
    everything(Meeting).update(state="held")
    everything(Action).update(owner_role="Officer", due=NOW.date())
    return allowed(made, address, "POST")


def with_saved_search(made: World, address: Address) -> tuple[Caller, str]:
    caller, at = allowed(made, address, "POST")
    SavedSearch.objects.create(uuid=NOWHERE, person=made.people[caller.key], name="Plain", query="words")
    return caller, at


def as_claimer(made: World, address: Address) -> tuple[Caller, str]:
    """Only whoever claimed a disruption changes or withdraws the claim."""
    caller, at = allowed(made, address, "POST")
    everything(Disruption).update(claimed_by=made.people[caller.key])
    return caller, at


def under_way(made: World, address: Address) -> tuple[Caller, str]:
    """Every meeting is under way, and belongs to a series that whoever asks convenes."""
    caller, at = allowed(made, address, "POST")
    series = MeetingSeries.objects.allowing(made.people[caller.key], Act.CONVENE).first()
    everything(Meeting).update(state="under-way", series=series)
    return caller, at


def without_meetings(made: World, address: Address) -> tuple[Caller, str]:
    """A series ends once nothing of it is to come."""
    everything(Meeting).update(state="cancelled")
    return allowed(made, address, "POST")


def with_token(made: World, address: Address) -> tuple[Caller, str]:
    return Caller(made, "partner.nowhere"), address.path(None, made.fillings)


def received_openly(made: World, address: Address) -> tuple[Caller, str]:
    """What is made of a received object is held at least as closely as that."""
    everything(Received).update(marking="OFFICIAL", handling="P", handling_conditions="")
    return allowed(made, address, "POST")


def with_failed_job(made: World, address: Address) -> tuple[Caller, str]:
    told = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "partnership.jobs.tasks.come_round"}
    told |= {"status": "FAILED", "backend_name": "default", "run_after": NOW, "finished_at": NOW}
    DBTaskResult.objects.create(pk=FAILED_JOB, **told)
    return allowed(made, address, "POST")


PREPARED: dict[str, Callable[[World, Address], tuple[Caller, str]]] = {
    "exchange:propose": received_openly,
    "exchange:plan": received_openly,
    "jobs:settle": with_failed_job,
    "plans:state": without_work,
    "meetings:end-series": without_meetings,
    **{f"meetings:{name}": under_way for name in ("close", "note", "decide", "change-decision", "set-action")},
    "find:forget": with_saved_search,
    "profiles:start": without_profile,
    "profiles:start-edition": published,
    "profiles:send": published,
    "profiles:feedback": published,
    **{
        f"profiles:{name}": drafted
        for name in (
            "change-edition",
            "figures",
            "add-section",
            "section",
            "publish",
            "recommend",
            "start-police-part",
            "import-recommendations",
        )
    },
    **dict.fromkeys(("requests:ask", "requests:add"), with_a_partner),
    **dict.fromkeys(("requests:answer", "api:answer-enquiry"), asked_of_theirs),
    **dict.fromkeys(("requests:feedback", "requests:passed", "requests:end"), with_hits),
    "profiles:police-figures": beside_a_draft,
    "profiles:passage": beside_a_draft,
    "profiles:reopen": answered,
    "outcomes:edit-claim": as_claimer,
    "outcomes:withdraw": as_claimer,
    "ocgs:move": without_open_move,
    "ocgs:involve": without_ties,
    "people:sign-in": stranger,
    "people:code": waiting,
    "people:confirm": with_password,
    "people:password": with_password,
    "people:set-up-second-factor": setting_up,
    "people:recovery-codes": with_second_factor,
    "people:reopen": closed,
    "tokens:own": with_token,
    "meetings:calendar": with_calendar_address,
    "meetings:issue-minutes": held_meeting,
    "meetings:lesson": under_way,
}


@pytest.mark.parametrize(("name", "verbs"), audited("GET"))
def test_looking_leaves_the_events_that_are_declared(small, name, verbs):
    caller, at = allowed(small, address_named(name), "GET")

    answer = caller.ask("GET", at)

    assert answer.status_code in SUCCEEDED
    assert caller.recorded == verbs


@pytest.mark.parametrize(("name", "verbs"), audited("POST"))
def test_doing_leaves_the_events_that_are_declared(small, name, verbs):
    caller, at, sent = ready(small, name)
    if name in {"people:code", "people:set-up-second-factor"}:
        sent |= {"code": second_factor.code_now(SECRET)}

    answer = caller.ask("POST", at, sent)

    assert answer.status_code in SUCCEEDED, text_of(answer)
    assert caller.recorded == verbs


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_declares_what_it_leaves_or_why_nothing(method):
    silent = [
        address.name
        for address in declared()
        if method in address.methods and method not in address.audits and not address.unaudited
    ]

    assert silent == []


def test_every_verb_is_left_by_something():
    """Or by what has no address: collection by the intake, the rest as said."""
    left = {verb for line in RULES["addresses"].values() for verbs in line.get("audits", {}).values() for verb in verbs}
    elsewhere = {
        Verb.COLLECTION: "taking deliveries in: intake/tests",
        Verb.ERASURE: "disposal, which the review's form can also end in: retention/tests",
        Verb.REFUSAL: "a wrong password or token: people/tests, tokens/tests",
    }

    assert left | set(elsewhere) == set(Verb)
    assert left & set(elsewhere) == set()


def broken_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Event, *args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Event, "save", refuse)


@pytest.mark.parametrize(("name", "verbs"), audited("GET"))
def test_what_cannot_be_recorded_is_not_shown(small, monkeypatch, name, verbs):
    caller, at = allowed(small, address_named(name), "GET")
    broken_log(monkeypatch)

    answer = caller.ask("GET", at)

    assert answer.status_code == 503
    assert numbers_in(text_of(answer)) == set()


@pytest.mark.parametrize(("name", "verbs"), audited("POST"))
def test_what_cannot_be_recorded_is_not_done(small, monkeypatch, name, verbs):
    caller, at, sent = ready(small, name)
    if name in {"people:code", "people:set-up-second-factor"}:
        sent |= {"code": second_factor.code_now(SECRET)}
    broken_log(monkeypatch)
    before, after = digests(), {}
    caller.look = lambda: after.update(digests())

    answer = caller.ask("POST", at, sent)

    assert answer.status_code == 503
    assert numbers_in(text_of(answer)) == set()
    assert {table for table in after if after[table] != before[table]} == USED_UP.get(name, set())


@requires(Act.SEE_RECORD)
def careless(request: HttpRequest, uuid: str) -> HttpResponse:
    """A page that shows a record and tells the log nothing."""
    return HttpResponse(everything(Signal).get(uuid=uuid).statement)


def test_a_page_that_records_nothing_is_found(small, settings, monkeypatch):
    settings.ROOT_URLCONF = (*urlpatterns, path("broken/<uuid:uuid>/", careless, name="broken"))
    told = {"opens": "record", "act": "see-record", "kinds": ("triage.signal",), "methods": ("GET",)}
    caller, at = allowed(small, Address("broken", frozenset({"uuid"}), **told), "GET")

    caller.ask("GET", at)
    assert caller.recorded == ()

    broken_log(monkeypatch)
    answer = caller.ask("GET", at)
    assert answer.status_code == 200
    assert numbers_in(text_of(answer)) != set()
