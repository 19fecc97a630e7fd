"""The made-up year loads through the same actions as people use, once, and is marked synthetic throughout."""

import pytest
from django.core.management import CommandError, call_command

from partnership.ocgs.models import Group
from partnership.people.models import Person
from partnership.plans.models import Action
from partnership.profiles.models import PolicePart, Profile, Recommendation
from partnership.records.scoping import scoped_models
from partnership.records.unscoped import everything
from partnership.threats.models import Threat

pytestmark = pytest.mark.django_db
WRITTEN = {Threat, Group, Profile, PolicePart, Recommendation, Action}


@pytest.fixture
def year(settings, capsys):
    """Loaded; gives what the command said."""
    settings.TOCSIN_DEMO = True
    call_command("demo_people")
    capsys.readouterr()
    call_command("demo_year")
    return capsys.readouterr().out


def test_every_kind_of_record_is_there_and_all_of_it_is_synthetic(year):
    assert all(everything(model).exists() for model in WRITTEN)
    real = [record for model in scoped_models().values() for record in everything(model).filter(synthetic=False)]
    assert {record._meta.app_label for record in real} <= {"trends"}  # figures that the migrations ship, with sources


def test_loading_it_twice_adds_nothing(year, capsys):
    before = everything(Group).count()

    call_command("demo_year")

    assert "Nothing added" in capsys.readouterr().out
    assert everything(Group).count() == before


def test_what_asks_for_somebody_is_there_to_be_seen(year):
    """An overdue review, a red recommendation, one that was declined, and one that became an action."""
    states = set(everything(Recommendation).values_list("state", flat=True))

    assert states == {"open", "declined", "taken-up"}
    assert everything(Action).filter(state="done").exclude(outcome="").exists()


def test_the_council_sees_no_group_and_no_police_part(year):
    council = Person.objects.get(email="council@example.test")

    assert not Group.objects.seen_by(council).exists()
    assert not PolicePart.objects.seen_by(council).exists()
    assert Profile.objects.seen_by(council).count() == 1


def test_outside_a_demonstration_it_is_refused(db):
    with pytest.raises(CommandError, match="TOCSIN_DEMO=1"):
        call_command("demo_year")
