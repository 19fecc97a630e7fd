from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.sessions import BEGAN

pytestmark = pytest.mark.django_db
PAGE = "/password/"


def is_signed_in(client):
    return client.get(PAGE).status_code == 200


def age(client, seconds):
    """Makes the session look as if it had begun that long ago."""
    session = client.session
    session[BEGAN] = timezone.now().timestamp() - seconds
    session.save()


@pytest.mark.parametrize(("seconds", "lasts"), [(-5, True), (5, False)])
def test_a_session_ends_twelve_hours_after_it_began(client_for, bradford_analyst, seconds, lasts):
    client = client_for(bradford_analyst)
    assert is_signed_in(client)

    age(client, settings.TOCSIN_LONGEST_SESSION_SECONDS + seconds)

    assert is_signed_in(client) is lasts


def test_a_session_ends_after_thirty_idle_minutes(client_for, bradford_analyst):
    client = client_for(bradford_analyst)
    client.get(PAGE)
    session = Session.objects.get(pk=client.session.session_key)
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_its_next_request(client_for, bradford_analyst):
    client = client_for(bradford_analyst)

    Person.objects.filter(pk=bradford_analyst.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_a_one_time_password_is_changed_before_anything_else(client_for, bradford_analyst):
    Person.objects.filter(pk=bradford_analyst.pk).update(must_change_password=True)
    client = client_for(bradford_analyst)

    assert client.get("/").url == PAGE
    assert client.get("/audit/").url == PAGE
    assert client.get(PAGE).status_code == 200
    assert client.post("/sign-out/").url == "/sign-in/"
