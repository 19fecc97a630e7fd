"""Forms take what they ask for and nothing else, whoever posts: every field of every model is thrown at each."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from partnership.people.rules import Marking, Role
from partnership.records.actions import change_release, share_record
from partnership.records.forms import EndShareForm, ReleaseForm, SettleForm, ShareForm
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything
from partnership.triage.forms import HypothesisForm, ManyForm, VerdictForm

NOW = timezone.now()
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
WHO = (
    *("bradford_chair", "bradford_analyst", "council_officer", "neighbour", "commissioners_officer"),
    *("administrator", "auditor", "partner"),
)
# Something that each of these would take, if it were let in.
TEMPTING = {
    "state": "confirmed",
    "marking": "OFFICIAL-SENSITIVE",
    "clearance": "OFFICIAL-SENSITIVE",
    "handling": "P",
    "role": "administrator",
    "area_code": "E08000036",
    "level": "warning",
    "accepted": "True",
    "until": "2099-01-01",
    "review_on": "2099-01-01",
}


@pytest.fixture
def partner(add_person):
    return add_person("Partner", Role.PARTNER, "Charity")


@pytest.fixture
def posts(signal_of, bradford_chair, bradford_analyst, partner):
    """By form: the form itself, where it is posted, and what it asks for, all of it acceptable."""
    signal, proposed = signal_of(), signal_of(release=ASK_FIRST)
    until = timezone.localdate() + timedelta(days=30)
    told = {"because": "Needed", "until": until, "by": bradford_chair}
    held = share_record(record=signal, to_person=partner, **told)
    proposal = change_release(
        record=proposed, release=OPEN, because="Agreed", by=bradford_analyst, seen_version=proposed.version
    )
    about = {"kind": "signal", "uuid": signal.uuid}
    version = {"version": signal.version}
    share = {"to": "agency:Charity", "because": "Needed", "until": until.isoformat()} | version
    release = {"marking": "OFFICIAL", "handling": "C", "conditions": "Ask", "because": "Asked"} | version
    settle = {"kind": "signal", "uuid": proposed.uuid, "lowering": proposal.uuid}
    return {
        "verdict": (VerdictForm, reverse("triage:decide", args=[signal.uuid]), {"to": "watching"} | version),
        "hypothesis": (HypothesisForm, reverse("triage:hypothesis", args=[signal.uuid]), {"text": "An amnesty"}),
        "many": (ManyForm, reverse("triage:decide-many", args=["E08000032"]), {"signal": signal.row, "to": "watching"}),
        "share": (ShareForm, reverse("records:share", kwargs=about), share),
        "end": (EndShareForm, reverse("records:end-share", kwargs=about | {"share": held.uuid}), {"because": "Over"}),
        "release": (ReleaseForm, reverse("records:release", kwargs=about), release),
        "settle": (SettleForm, reverse("records:lowering", kwargs=settle), {"decision": "accept", "because": "Yes"}),
    }


def every_field_name() -> set[str]:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return {name for field in fields for name in (field.name, field.attname)}


class Database:
    """Every row but of the log and of sessions; of rows added later, all but what is never the same twice."""

    def __init__(self) -> None:
        self.models = [m for m in apps.get_models() if m._meta.app_label not in {"audit", "sessions"}]
        self.known = {model: set(_rows(model).values_list("pk", flat=True)) for model in self.models}

    def read(self) -> dict[type[models.Model], tuple[list[str], list[str]]]:
        return {model: self._read(model) for model in self.models}

    def _read(self, model: type[models.Model]) -> tuple[list[str], list[str]]:
        known, added = _rows(model).filter(pk__in=self.known[model]), _rows(model).exclude(pk__in=self.known[model])
        fresh = [{k: v for k, v in row.items() if k not in {"id", "uuid"}} for row in added.values()]
        return sorted(map(str, known.values())), sorted(map(str, fresh))


def _rows(model: type[models.Model]) -> models.QuerySet:
    return everything(model)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("form", ["verdict", "hypothesis", "many", "share", "end", "release", "settle"])
def test_a_form_given_every_field_of_every_model_does_what_it_does_without_them(request, client_for, posts, form, who):
    asked_for, address, fair = posts[form]
    client = client_for(request.getfixturevalue(who))
    extra = {name: TEMPTING.get(name, "1") for name in every_field_name() - set(asked_for.base_fields)}
    database = Database()
    untouched, found = database.read(), []

    for posted in (fair, extra | fair):
        with transaction.atomic(), time_machine.travel(NOW, tick=False):
            status = client.post(address, posted).status_code
            found.append((status, database.read()))
            transaction.set_rollback(True)

    assert found[0] == found[1]
    done = found[0][1] != untouched
    assert done == (found[0][0] == 302)
    assert done or who != "bradford_chair"
