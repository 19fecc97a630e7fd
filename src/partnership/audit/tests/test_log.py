import pytest
from django.db import DatabaseError, connection, transaction

from partnership.audit import actions, guards, queries
from partnership.audit.models import Event
from partnership.audit.rules import AppendOnly, Verb
from partnership.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(bradford_chair):
    return actions.record(
        by=bradford_chair, verb=Verb.ALTERATION, did="opened signal", to=bradford_chair, because="Tasking"
    )


def test_an_event_keeps_who_what_and_why(bradford_chair, event):
    event.refresh_from_db()

    assert (event.actor_id, event.actor_role) == (str(bradford_chair.pk), "board-chair")
    assert (event.object_kind, event.object_key) == ("people.person", bradford_chair.uuid.hex)
    assert (event.did, event.because) == ("opened signal", "Tasking")


def test_the_system_acts_without_a_name():
    event = actions.record(
        by=None, verb=Verb.ALTERATION, did="took in store", detail={"signals": 3, "store": "sha256:ab12"}
    )

    assert (event.actor_id, event.actor_role) == ("", "")


def test_an_object_has_its_own_history_newest_first(bradford_chair, neighbour, event):
    later = actions.record(by=None, verb=Verb.ALTERATION, did="changed role", to=bradford_chair)
    actions.record(by=None, verb=Verb.ALTERATION, did="changed role", to=neighbour)

    assert list(queries.history_of(bradford_chair)) == [later, event]


def test_words_do_not_hide_in_the_detail():
    with pytest.raises(ValueError, match="note"):
        actions.record(
            by=None, verb=Verb.ALTERATION, did="opened signal", detail={"note": "Seen near the station at night"}
        )


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.update(did="something else"),
        lambda event: Event.objects.filter(pk=event.pk).delete(),
    ],
)
def test_the_code_refuses_to_change_an_event(event, tamper):
    with pytest.raises(AppendOnly):
        tamper(event)


TAMPERING = ["UPDATE audit_event SET did = 'x'", "DELETE FROM audit_event"]
if connection.vendor == "sqlite":
    TAMPERING.append("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")
else:
    TAMPERING.append("TRUNCATE audit_event CASCADE")


@pytest.mark.parametrize("statement", TAMPERING)
def test_the_database_refuses_to_change_an_event(event, statement):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.get().did == "opened signal"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE and its pragma are SQLite's own")
def test_a_replacement_is_refused_even_without_recursive_triggers(event):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        try:
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                cursor.execute("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")


def test_missing_guards_are_noticed():
    assert guards.are_standing(connection)

    with guards.lifted(connection):
        assert not guards.are_standing(connection)

    assert guards.are_standing(connection)


def test_a_change_that_cannot_be_recorded_does_not_happen(bradford_chair):
    @transaction.atomic
    def rename():
        Person.objects.update(name="Changed")
        actions.record(by=bradford_chair, verb=Verb.ALTERATION, did="renamed person", detail={"words": "a b c"})

    with pytest.raises(ValueError, match="words"):
        rename()

    bradford_chair.refresh_from_db()
    assert bradford_chair.name == "Bradford chair"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_that_commit_start_from_an_empty_log(turn):
    actions.record(by=None, verb=Verb.ALTERATION, did="committed")

    assert Event.objects.count() == 1
