"""Entries follow their records, whoever writes them and however."""

from __future__ import annotations

import uuid

from django.core.management import call_command
from django.db import connection

from partnership.find import index
from partnership.find.kinds import KINDS
from partnership.find.models import Entry
from partnership.find.queries import standing
from partnership.people.rules import Marking
from partnership.plans.actions import add_objective, start_plan
from partnership.plans.rules import Aim
from partnership.records.actions import change_release
from partnership.records.rules import Handling, Release
from partnership.records.scoping import scoped_models
from partnership.records.unscoped import everything
from partnership.retention.actions import dispose

from .conftest import BRADFORD, OPEN

NOT_SEARCHED: dict[str, str] = {}


def test_every_kind_of_record_is_searched_or_named_with_a_reason():
    labels = {model._meta.label_lower for model in scoped_models().values()}

    assert labels == set(KINDS) | set(NOT_SEARCHED)
    assert not set(KINDS) & set(NOT_SEARCHED)


def test_a_record_is_found_as_soon_as_it_begins(group_of, bradford_analyst, titles):
    group_of()

    assert titles(bradford_analyst, "counterfeit") == ["Granite Harbour"]


def test_what_is_added_to_a_record_is_found_with_it(group_of, bradford_analyst, bradford_chair, titles):
    group = group_of()
    plan = start_plan(name="Stop the stalls", target=group, release=OPEN, by=bradford_chair)

    add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer chameleons"), by=bradford_chair)

    assert titles(bradford_analyst, "chameleon") == ["Stop the stalls"]


def test_how_a_record_is_held_is_kept_in_step(group_of, bradford_chair):
    group = group_of()

    closer = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.")
    change_release(record=group, release=closer, because="Live", by=bradford_chair, seen_version=group.version)

    assert Entry.objects.get(record=group.uuid).marking == "OFFICIAL-SENSITIVE"


def test_an_entry_that_is_right_is_left_as_it_was(group_of):
    group = group_of()
    before = Entry.objects.get(record=group.uuid).at

    assert index.take_up("ocgs.group", [group.uuid]) == 0
    assert Entry.objects.get(record=group.uuid).at == before


def test_what_is_disposed_of_is_gone_from_the_index_in_the_same_breath(group_of, records_manager):
    group = group_of("Quicksilverfoxglove")

    dispose(record=group, because="Not needed", seen_version=group.version, by=records_manager)

    assert not Entry.objects.filter(record=group.uuid).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM find_words_data")
            assert not any(b"ksilverfoxglove" in bytes(block) for (block,) in cursor.fetchall())


def test_a_site_brings_its_index_up_to_date_and_says_how_much_was_wrong(group_of, bradford_analyst, titles, capsys):
    old, lost = group_of("Old Words"), group_of("Lost Words")
    everything(type(old)).filter(pk=old.pk).update(code_name="New Words")
    Entry.objects.filter(record=lost.uuid).delete()
    Entry.objects.create(kind="ocgs.group", record=uuid.uuid4(), area_code=BRADFORD, marking="OFFICIAL", title="Ghost")
    assert (standing().lacking, standing().left_over) == (1, 1)

    call_command("reindex")

    assert "3 entries were" in capsys.readouterr().out
    assert (standing().lacking, standing().left_over) == (0, 0)
    assert set(titles(bradford_analyst, "words")) == {"New Words", "Lost Words"}
    call_command("reindex")
    assert "0 entries were" in capsys.readouterr().out


def test_what_a_site_is_shipped_with_can_be_found(bradford_analyst, db):
    assert standing().lacking == 0
    assert Entry.objects.filter(kind="trends.figure").exists()
