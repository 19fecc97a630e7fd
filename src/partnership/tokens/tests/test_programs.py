"""What a token opens and for how long, as a program meets it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people import actions as people
from partnership.people import throttling
from partnership.people.rules import Act, NotAllowed, Role
from partnership.records.unscoped import everything
from partnership.tokens.actions import end_token, make_token
from partnership.tokens.models import Token
from partnership.tokens.rules import Wanted

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"
NOON = "2027-03-02T12:00:00Z"


def bad(shown="tocsin_made-up"):
    return Client(headers={"authorization": f"Bearer {shown}"})


def same_for_all(answer):
    return answer.status_code, answer.content, sorted(answer.headers.items())


def close(person, administrator):
    people.close_account(person=person, reason="Left", by=administrator)


def reopen(person, administrator):
    close(person, administrator)
    people.reopen_account(person=person, reason="Back", by=administrator)


DEATHS = {
    "ended": lambda person, administrator: end_token(token=Token.objects.get(), by=person),
    "closed": close,
    "reopened, but with a password to choose": reopen,
    "given a one-time password": lambda person, by: people.give_one_time_password(person=person, by=by),
}


def test_a_token_stands_for_its_owner(program_for, bradford_chair):
    told = program_for(bradford_chair).get(ME).json()

    assert (told["name"], told["role"], told["area_codes"]) == ("Bradford chair", "board-chair", ["E08000032"])
    assert told["acts"] == ["answer-request", "note-hypothesis", "see-board", "see-record", "triage", "update-action"]
    assert told["is_read_only"] is False


@pytest.mark.parametrize("why", DEATHS)
def test_a_dead_token_answers_what_an_unknown_one_does(program_for, bradford_chair, administrator, why):
    program = program_for(bradford_chair)
    assert program.get(ME).status_code == 200

    DEATHS[why](bradford_chair, administrator)

    assert program.get(ME).status_code == 401
    assert same_for_all(program.get(ME)) == same_for_all(bad().get(ME)) == same_for_all(Client().get(ME))


@pytest.mark.parametrize(
    ("at", "status"),
    [("2027-03-04T23:59:59Z", 200), ("2027-03-05T00:00:00Z", 401), ("2028-03-05T00:00:00Z", 401)],
)
def test_a_token_works_on_its_last_day_and_not_on_the_next(program_for, bradford_chair, at, status):
    with time_machine.travel(NOON, tick=False):
        program = program_for(bradford_chair, days=2)

    with time_machine.travel(at, tick=False):
        assert program.get(ME).status_code == status
        assert status == 200 or same_for_all(program.get(ME)) == same_for_all(bad().get(ME))


def test_in_summer_the_last_day_ends_by_the_clock_on_the_wall(program_for, bradford_chair):
    with time_machine.travel("2027-07-01T12:00:00Z", tick=False):
        program = program_for(bradford_chair, days=0)

    with time_machine.travel("2027-07-01T23:00:00Z", tick=False):
        assert program.get(ME).status_code == 401


def test_what_the_owner_loses_the_token_loses_at_its_next_request(program_for, bradford_chair):
    program = program_for(bradford_chair)
    bradford_chair.role = Role.COMMISSIONERS_OFFICER
    bradford_chair.save()
    bradford_chair.postings.update(end="2020-01-02", start="2020-01-01")

    told = program.get(ME).json()

    assert (told["acts"], told["area_codes"], told["is_read_only"]) == (["see-board", "see-record"], [], True)


def test_what_the_owner_gains_the_token_does_not(program_for, council_officer):
    program = program_for(council_officer)
    council_officer.role = Role.BOARD_CHAIR
    council_officer.save()

    acts = ["answer-request", "note-hypothesis", "see-board", "see-record", "update-action"]
    assert program.get(ME).json()["acts"] == acts


def addresses(patterns=None, space=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif not getattr(pattern.callback, "csrf_exempt", False):
            yield f"{space}{pattern.name}", pattern.callback.access_rule


def test_a_token_opens_no_page(program_for, bradford_chair):
    program, asked = program_for(bradford_chair), []
    for name, rule in addresses():
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        asked.append(name)
        for answer in (program.get(path), program.post(path)):
            is_stranger = answer.status_code == 302 and answer.url.startswith("/sign-in/")
            assert is_stranger or rule == "anyone", name
    assert {"tokens:own", "tokens:make", "records:shared"} <= set(asked)


def test_a_token_cannot_make_a_token_or_end_one(program_for, bradford_chair):
    told = {"name": "Another", "purpose": "To stay", "acts": ["see-record"], "until": "2027-03-02"}

    program_for(bradford_chair).post("/tokens/make/", told)

    bradford_chair.narrowing = Token.objects.get().narrowing
    wanted = Wanted("Another", "To stay", frozenset({Act.SEE_RECORD}), None, Token.objects.get().until)
    with pytest.raises(NotAllowed, match="cannot make tokens"):
        make_token(wanted=wanted, by=bradford_chair)
    with pytest.raises(NotAllowed):
        end_token(token=Token.objects.get(), by=bradford_chair)
    assert Token.objects.filter(ended_at__isnull=True).count() == 1


def test_nobody_ends_somebody_elses(program_for, bradford_chair, bradford_analyst):
    program_for(bradford_chair)

    with pytest.raises(NotAllowed):
        end_token(token=Token.objects.get(), by=bradford_analyst)


def test_the_secret_is_nowhere_in_the_database_or_the_logs(program_for, bradford_chair, caplog):
    caplog.set_level("DEBUG")
    program = program_for(bradford_chair)
    secret = program.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert program.get(ME).status_code == 200

    end_token(token=Token.objects.get(), by=bradford_chair)
    assert program.get(ME).status_code == 401

    rows = json.dumps([list(everything(model).values()) for model in apps.get_models()], default=str)
    assert secret.startswith("tocsin_")
    assert len(secret) == len("tocsin_") + 43
    assert Token.objects.get().digest in rows
    assert secret.removeprefix("tocsin_") not in rows + caplog.text


def test_each_bad_token_is_recorded_once_until_the_address_is_slowed(program_for, bradford_chair):
    good = program_for(bradford_chair)

    answers = [bad(f"tocsin_{n}").get(ME) for n in range(throttling.MOST_FAILURES["source"] + 5)]

    assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 5
    assert Event.objects.filter(verb=Verb.REFUSAL, did="refused token").count() == 30
    assert answers[-1].headers["Retry-After"] == "900"
    assert good.get(ME).status_code == 200


def test_a_program_with_a_dead_token_keeps_nobody_from_signing_in(bradford_chair, client):
    for _ in range(40):
        bad().get(ME)

    answer = client.post("/sign-in/", {"email": bradford_chair.email, "password": "wrong"})

    assert "Too many attempts" not in answer.content.decode()


def test_after_a_quarter_of_an_hour_bad_tokens_are_counted_anew():
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(31):
            answer = bad().get(ME)
        assert answer.status_code == 429

        clock.shift(throttling.WINDOW + timedelta(seconds=1))

        assert bad().get(ME).status_code == 401


@pytest.mark.parametrize("header", ["", "Basic dXNlcjpwYXNz", "Bearer", "Bearer  ", "tocsin_x", "Bearertocsin_x"])
def test_whoever_shows_no_token_is_neither_counted_nor_recorded(header):
    answer = Client(headers={"authorization": header}).get(ME)

    assert same_for_all(answer) == same_for_all(Client().get(ME))
    assert not Event.objects.exists()


def test_a_refused_token_that_was_once_good_is_named_in_the_log(program_for, bradford_chair):
    program = program_for(bradford_chair)
    end_token(token=Token.objects.get(), by=bradford_chair)

    program.get(ME)

    assert (Event.objects.first().object_kind, Event.objects.first().actor_id) == ("tokens.token", "")
    assert Event.objects.first().object_key == Token.objects.get().uuid.hex


def test_its_last_use_is_noted_at_most_once_a_minute(program_for, bradford_chair):
    noted = []
    with time_machine.travel(NOON, tick=False) as clock:
        program = program_for(bradford_chair)
        for seconds in (0, 59, 1):
            clock.shift(seconds)
            program.get(ME)
            noted.append(Token.objects.get().last_used_at.isoformat())

    assert [at[11:19] for at in noted] == ["12:00:00", "12:00:00", "12:01:00"]


def test_making_and_ending_are_one_event_each(program_for, bradford_chair):
    program_for(bradford_chair, Act.SEE_RECORD, area_codes=["E08000032"])
    end_token(token=Token.objects.get(), by=bradford_chair)

    ended, made = Event.objects.all()
    assert (made.verb, made.did, made.because) == (Verb.ALTERATION, "made token", "To fill the weekly sheet")
    assert made.detail["acts"] == ["see-record"]
    assert made.detail["areas"] == ["E08000032"]
    assert (ended.verb, ended.did, ended.object_key) == (Verb.ALTERATION, "ended token", made.object_key)
