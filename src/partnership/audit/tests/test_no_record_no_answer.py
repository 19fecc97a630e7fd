import pytest
from django.db import DatabaseError

from partnership.audit import actions
from partnership.audit.models import Event, Head

pytestmark = pytest.mark.django_db


@pytest.fixture
def unwritable(monkeypatch):
    """The log's insert fails, as on a full disk."""

    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)


def test_a_page_is_not_shown_if_reading_it_cannot_be_recorded(client_for, auditor, neighbour, unwritable):
    answer = client_for(auditor).get("/audit/")

    assert answer.status_code == 503
    assert neighbour.name not in answer.content.decode()
    assert "the record cannot be written" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_change_is_not_kept_if_it_cannot_be_recorded(client_for, administrator, bradford_analyst, unwritable):
    answer = client_for(administrator).post(f"/people/{bradford_analyst.uuid}/close/", {"reason": "Left"})
    bradford_analyst.refresh_from_db()

    assert (answer.status_code, bradford_analyst.is_active) == (503, True)
    assert not Head.objects.filter(sequence__gt=0).exists()


def test_the_answer_comes_back_with_the_log(client_for, auditor):
    assert client_for(auditor).get("/audit/").status_code == 200


@pytest.mark.parametrize("words", ["Left\r\n2026-01-01 signed in", "Left\x00now", "Left\u2028now", "Left\ud800now"])
def test_no_reason_can_look_like_another_entry(words, bradford_chair):
    event = actions.record(by=bradford_chair, verb="alteration", did="noted", because=words)

    event.refresh_from_db()
    assert event.because in {"Left 2026-01-01 signed in", "Left now"}
