import re

import pytest
from django.core.management import CommandError, call_command

from partnership.people.models import Person
from partnership.people.rules import Role

pytestmark = pytest.mark.django_db
FIRST = ("first_administrator", "--email", "admin@example.test", "--name", "First")


def test_the_first_administrator_gets_a_one_time_password_that_works(capsys):
    call_command(*FIRST)

    password = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    person = Person.objects.get()
    assert person.check_password(password)
    assert person.must_change_password
    assert person.role == Role.ADMINISTRATOR


def test_there_is_only_one_first_administrator(administrator):
    with pytest.raises(CommandError, match="already an administrator"):
        call_command(*FIRST)

    assert Person.objects.count() == 1


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match="valid email"):
        call_command("first_administrator", "--email", "nonsense", "--name", "First")


def test_the_demonstration_has_one_synthetic_account_a_role_and_a_neighbour(settings, capsys):
    settings.TOCSIN_DEMO = True

    call_command("demo_people")

    passwords = dict(re.findall(r"(\S+@example\.test)\s+(\S+)", capsys.readouterr().out))
    assert {person.role for person in Person.objects.all()} == set(Role)
    for person in Person.objects.all():
        assert person.name.endswith("(synthetic)")
        assert person.check_password(passwords[person.email])
        assert not person.must_change_password


def test_asking_again_gives_the_same_people_new_passwords(settings, capsys):
    settings.TOCSIN_DEMO = True
    call_command("demo_people")
    before = dict(Person.objects.values_list("email", "password"))

    call_command("demo_people")

    after = dict(Person.objects.values_list("email", "password"))
    assert before.keys() == after.keys()
    assert all(before[email] != after[email] for email in before)


def test_the_cast_never_joins_a_live_site(settings, administrator):
    with pytest.raises(CommandError, match="not marked as a demonstration"):
        call_command("demo_people")

    settings.TOCSIN_DEMO = True
    Person.objects.update(email="someone@force.example")
    with pytest.raises(CommandError, match="accounts of real people"):
        call_command("demo_people")

    assert Person.objects.count() == 1
