"""The fixed cast, one account a role, and a signed-in browser for each."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import timezone

from partnership.audit import guards
from partnership.people import second_factor
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Role, acts_of
from partnership.tokens.actions import make_token
from partnership.tokens.rules import Wanted, acts_for_programs

BRADFORD, WAKEFIELD = "E08000032", "E08000036"
DISTRICTS = ("E08000032", "E08000033", "E08000034", "E08000035", "E08000036")
AddPerson = Callable[..., Person]
SECOND_FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # everybody's authenticator app holds this key


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that ask for a person by name come among those that use the database, before any that empties it."""
    for item in items:
        code = getattr(getattr(item, "function", None), "__code__", None)
        is_marked = item.get_closest_marker("django_db") is not None
        if code is not None and not is_marked and "request" in code.co_varnames[: code.co_argcount]:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Lets tests that commit clear the log afterwards. Nothing outside the test suite lifts the guards."""
    flush = connection.ops.execute_sql_flush

    def flush_with_guards_lifted(sql_list: list[str]) -> None:
        with guards.lifted(connection):
            flush(sql_list)

    connection.ops.execute_sql_flush = flush_with_guards_lifted
    yield
    connection.ops.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The product's own hasher, set to take a millisecond instead of a third of a second."""
    with pytest.MonkeyPatch.context() as patch:
        for cost in ("time_cost", "memory_cost", "parallelism"):
            patch.setattr(Argon2PasswordHasher, cost, 8 if cost == "memory_cost" else 1)
        yield


@pytest.fixture(autouse=True)
def own_checkpoints(tmp_path_factory, settings) -> None:
    """A second store for each test, because each begins with an empty log."""
    settings.TOCSIN_CHECKPOINTS = tmp_path_factory.mktemp("checkpoints")


@pytest.fixture
def add_person(db: None) -> AddPerson:
    def add(name: str, role: Role, agency: str, *area_codes: str) -> Person:
        person = Person.objects.create(
            email=f"{name.lower().replace(' ', '.')}@example.test",
            name=name,
            role=role,
            agency=Agency.objects.get_or_create(name=agency)[0],
        )
        for code in area_codes:
            person.postings.create(area_code=code)
        second_factor.TOTP.activate(person, SECOND_FACTOR)
        return person

    return add


@pytest.fixture
def bradford_chair(add_person: AddPerson) -> Person:
    return add_person("Bradford chair", Role.BOARD_CHAIR, "Force", BRADFORD)


@pytest.fixture
def bradford_analyst(add_person: AddPerson) -> Person:
    return add_person("Bradford analyst", Role.DISTRICT_ANALYST, "Force", BRADFORD)


@pytest.fixture
def council_officer(add_person: AddPerson) -> Person:
    return add_person("Council officer", Role.PARTNERSHIP_ANALYST, "Council", BRADFORD)


@pytest.fixture
def neighbour(add_person: AddPerson) -> Person:
    """Wakefield's analyst, who must never see into Bradford."""
    return add_person("Neighbour", Role.DISTRICT_ANALYST, "Force", WAKEFIELD)


@pytest.fixture
def commissioners_officer(add_person: AddPerson) -> Person:
    return add_person("Commissioners officer", Role.COMMISSIONERS_OFFICER, "Commissioner", *DISTRICTS)


@pytest.fixture
def officer(add_person: AddPerson) -> Person:
    """Bradford's lead responsible officer."""
    return add_person("Bradford officer", Role.LEAD_RESPONSIBLE_OFFICER, "Force", BRADFORD)


@pytest.fixture
def partner(add_person: AddPerson) -> Person:
    return add_person("Partner", Role.PARTNER, "Trading standards")


@pytest.fixture
def records_manager(add_person: AddPerson) -> Person:
    return add_person("Records manager", Role.RECORDS_MANAGER, "Force", BRADFORD)


@pytest.fixture
def administrator(add_person: AddPerson) -> Person:
    return add_person("Administrator", Role.ADMINISTRATOR, "Force")


@pytest.fixture
def auditor(add_person: AddPerson) -> Person:
    return add_person("Auditor", Role.AUDITOR, "Auditors")


@pytest.fixture
def program_for() -> Callable[..., Client]:
    """A program with a token of the person's: for all that one may be made for, but for what the test says."""

    def make(person: Person, *acts: Act, area_codes: Iterable[str] | None = None, days: int = 30) -> Client:
        wanted = Wanted(
            name="The program",
            purpose="To fill the weekly sheet",
            acts=frozenset(acts) or acts_for_programs(acts_of(Role(person.role))),
            area_codes=None if area_codes is None else frozenset(area_codes),
            until=timezone.localdate() + timedelta(days=days),
        )
        _, secret = make_token(wanted=wanted, by=person)
        return Client(headers={"authorization": f"Bearer {secret}"})

    return make


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A browser signed in as the person."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
