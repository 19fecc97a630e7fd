import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from partnership.audit.models import Event
from partnership.people.models import Agency
from partnership.people.passwords import one_time_password

OLD, NEW = "granite otter violin lantern", "velvet anchor thistle drum"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [NEW, "a b c d e f g hi", "ünïcödé päßphräse ok", "correct horse battery staple " * 3],
)
def test_long_passphrases_pass_whatever_they_are_made_of(password):
    validate_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    ["velvet anchor", "wakefield2026", "the wakefield way of 2026", "1q2w3e4r5t6y7u8i9o0p", "x" * 257],
)
def test_short_guessable_and_endless_passwords_do_not(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
def test_the_name_of_an_agency_is_guessable_too():
    validate_password("the lighthouse trust of 2026")
    Agency.objects.create(name="Lighthouse Trust (a charity)")

    with pytest.raises(ValidationError, match="lighthouse"):
        validate_password("the lighthouse trust of 2026")
    validate_password("of charity and violins 2026")


def test_one_time_passwords_differ_and_can_be_read_aloud():
    passwords = {one_time_password() for _ in range(100)}

    assert len(passwords) == 100
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}", password) for password in passwords)


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.set_password(OLD)
    bradford_analyst.must_change_password = True
    bradford_analyst.save()
    return bradford_analyst


def change(client, **typed):
    return client.post("/password/", {"current": OLD, "new": NEW, "again": NEW, **typed})


@pytest.mark.django_db
def test_changing_the_password_ends_every_other_session(client_for, analyst):
    here, elsewhere = client_for(analyst), client_for(analyst)

    assert change(here).url == "/"

    assert here.get("/password/").status_code == 200
    assert elsewhere.get("/password/").status_code == 302
    analyst.refresh_from_db()
    assert analyst.check_password(NEW)
    assert not analyst.must_change_password
    assert Event.objects.get().did == "changed password"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "something else"}, "The password you have now is wrong"),
        ({"again": "velvet anchor thistle dram"}, "Type the same new password twice"),
        ({"new": "too short", "again": "too short"}, "15 characters or more"),
        ({"new": "leeds and other places", "again": "leeds and other places"}, "must not contain ‘leeds’"),
        ({"new": OLD, "again": OLD}, "differs from the one you have now"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(client_for, analyst, typed, words):
    response = change(client_for(analyst), **typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    analyst.refresh_from_db()
    assert analyst.check_password(OLD)
