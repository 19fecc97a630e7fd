"""Whoever decides second sees what the first one did, loses nothing that was typed, and may press again."""

from __future__ import annotations

from django.urls import reverse

from partnership.triage.actions import watch_signal


def verdict_url(signal):
    return reverse("triage:decide", args=[signal.uuid])


def hidden(answer) -> dict[str, object]:
    """What the verdict form on that page carries unseen."""
    form = answer.context["verdict_form"]
    return {name: form[name].value() for name in ("version", "seen")}


def test_whoever_was_overtaken_sees_all_three_beside_each_other_and_may_press_again(
    client_for, bradford_chair, bradford_analyst, open_signal
):
    client = client_for(bradford_chair)
    seen = hidden(client.get(open_signal.get_absolute_url()))
    watch_signal(signal=open_signal, by=bradford_analyst, reason="Too early")

    refused = client.post(verdict_url(open_signal), seen | {"to": "confirmed", "reason": "Seen by patrol"})

    (difference,) = refused.context["verdict_form"].differences
    assert (difference.seen, difference.now, difference.yours) == ("open", "being watched", "confirmed")
    (change,) = refused.context["verdict_form"].changes
    assert (change.by, change.title, change.text) == ("Bradford analyst", "Watched signal", "Too early")
    again = hidden(refused) | {"to": "confirmed", "reason": "Seen by patrol"}
    assert client.post(verdict_url(open_signal), again).status_code == 302
    assert open_signal.verdicts.first().reason == "Seen by patrol"


def test_new_evidence_is_a_difference_too(client_for, bradford_chair, signal_of):
    signal = signal_of()
    client = client_for(bradford_chair)
    seen = hidden(client.get(signal.get_absolute_url()))
    signal_of(engine_signal_id=signal.engine_signal_id, observed=21)

    refused = client.post(verdict_url(signal), seen | {"to": "confirmed"})

    told = {difference.label: difference for difference in refused.context["verdict_form"].differences}
    assert (told["Evidence"].seen, told["Evidence"].now) == ("edition 1", "edition 2")


def test_what_was_seen_is_believed_only_if_this_site_said_so(client_for, bradford_chair, open_signal):
    posted = {"to": "confirmed", "version": open_signal.version, "seen": "made up"}
    watch_signal(signal=open_signal, by=bradford_chair)

    refused = client_for(bradford_chair).post(verdict_url(open_signal), posted)

    assert refused.status_code == 409
    assert refused.context["verdict_form"].differences[0].seen == "not known"


def test_where_all_of_many_were_refused_the_reason_typed_is_still_there(client_for, bradford_chair, open_signal):
    rows = [open_signal.row]
    watch_signal(signal=open_signal, by=bradford_chair)
    many = reverse("triage:decide-many", args=["E08000032"])

    answer = client_for(bradford_chair).post(many, {"signal": rows, "to": "dismissed", "reason": "One event"})

    assert answer.status_code == 409
    assert "One event" in answer.content.decode()
    assert "Left as it was" in answer.content.decode()
