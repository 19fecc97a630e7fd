"""Bundles that come in: what they carry stays as close as it came, twice is once, and what was ours is left alone."""

import json

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.exchange import actions
from partnership.exchange.models import Received
from partnership.exchange.sheaf import main_id
from partnership.ocgs.models import Group
from partnership.people.models import Agency
from partnership.people.rules import Marking, NotAllowed
from partnership.plans.acting import Deed
from partnership.records.rules import UNSTATED, Handling, Release
from partnership.records.unscoped import everything
from partnership.thread.queries import thread_of
from partnership.thread.steps import key_of

from .conftest import CLOSE, OPEN

WAKEFIELD = "E08000036"
NEW = "intrusion-set--0c5b3f7e-1111-4111-8111-000000000001"
MOMENT = "2026-01-02T03:04:05.000Z"


def foreign(**changes):
    told = {"type": "intrusion-set", "spec_version": "2.1", "id": NEW, "created": MOMENT, "modified": MOMENT}
    return told | {"name": "Blue Slate", "description": "Moves vehicles."} | changes


def bundle_with(*objects):
    return {"type": "bundle", "id": "bundle--0c5b3f7e-1111-4111-8111-000000000009", "objects": list(objects)}


def tlp(colour):
    ids = {"red": "5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "green": "34098fce-860f-48ae-8e50-ebd3cc5e41da"}
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{ids[colour]}",
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "name": f"TLP:{colour.upper()}",
        "definition": {"tlp": colour},
    }


def test_in_another_district_every_record_is_held_as_it_was(bundle, scene, neighbour, take_in):
    take_in(bundle, neighbour, WAKEFIELD)

    held = {one.stix_id: one for one in Received.objects.seen_by(neighbour)}
    for record in scene:
        received = held[main_id(key_of(record))]
        assert received.release == record.release
        assert received.source == str(record.originator)
        assert (received.originator, received.area_code) == (neighbour.agency, WAKEFIELD)
        assert received.synthetic == record.synthetic


def test_the_sighting_stands_beside_its_indicator(bundle, signal, neighbour, take_in):
    take_in(bundle, neighbour, WAKEFIELD)

    (received,) = Received.objects.seen_by(neighbour).filter(stix_type="indicator")
    assert received.name == signal.statement
    assert any("counted 19, 2018-06-01 to 2018-07-31" in line for line in received.beside)


def test_what_is_held_more_closely_is_not_told_beside_what_is_less(bundle, group, neighbour, take_in):
    take_in(bundle, neighbour, WAKEFIELD)

    (indicator,) = Received.objects.seen_by(neighbour).filter(stix_type="indicator")
    assert group.code_name not in " ".join([indicator.words, *indicator.beside])


def test_the_same_bundle_twice_changes_nothing(bundle, neighbour, take_in):
    first = take_in(bundle, neighbour, WAKEFIELD)
    before = list(everything(Received).values())

    assert first != []
    assert take_in(bundle, neighbour, WAKEFIELD) == []
    assert list(everything(Received).values()) == before


def test_a_record_of_ours_that_comes_back_is_known_and_left_as_it_is(bundle, group, bradford_chair, take_in):
    before = everything(Group).values().get(pk=group.pk)
    for told in bundle["objects"]:
        if told["id"] == main_id(key_of(group)):
            told["description"] = "Something else"
            del told["object_marking_refs"]

    assert take_in(bundle, bradford_chair, "E08000032") == []
    assert everything(Group).values().get(pk=group.pk) == before


def test_the_page_says_what_a_record_that_comes_back_says_otherwise(client_for, bundle, group, bradford_chair, as_file):
    told = next(one for one in bundle["objects"] if one["id"] == main_id(key_of(group)))
    told["description"] = "Something else"

    page = client_for(bradford_chair).post("/exchange/hand-in/", {"file": as_file(bundle), "area_code": "E08000032"})

    text = page.content.decode()
    assert "The bundle says otherwise" in text
    assert "Supplies the north of the district." in text
    assert "Something else" in text


def test_what_somebody_may_not_see_is_not_told_to_be_here(client_for, bundle, neighbour, as_file):
    page = client_for(neighbour).post("/exchange/hand-in/", {"file": as_file(bundle), "area_code": WAKEFIELD})

    assert 'Already held here</dt><dd class="govuk-summary-list__value">0<' in page.content.decode()


@pytest.mark.parametrize(
    ("marked", "held"),
    [
        ({}, Release()),
        ({"object_marking_refs": [tlp("red")["id"]]}, "TLP:RED"),
        ({"object_marking_refs": [tlp("green")["id"]]}, "TLP:GREEN"),
        ({"object_marking_refs": [tlp("green")["id"], tlp("red")["id"]]}, "TLP:RED"),
        (
            {
                "object_marking_refs": [tlp("green")["id"]],
                "granular_markings": [{"marking_ref": tlp("red")["id"], "selectors": ["name"]}],
            },
            "TLP:RED",
        ),
    ],
)
def test_a_label_of_others_is_read_and_the_closest_wins(bradford_chair, take_in, marked, held):
    told = bundle_with(tlp("red"), tlp("green"), foreign(**marked))

    (received,) = take_in(told, bradford_chair, "E08000032")

    if isinstance(held, Release):
        assert received.release == held
    else:
        assert held in received.handling_conditions
    is_open = held == "TLP:GREEN"
    assert received.marking == (Marking.OFFICIAL if is_open else Marking.OFFICIAL_SENSITIVE)


def test_a_marking_that_nobody_here_can_read_is_the_closest(bradford_chair, take_in):
    unknown = tlp("red") | {"id": "marking-definition--0c5b3f7e-1111-4111-8111-00000000000a", "name": "Ours"}
    unknown |= {"definition_type": "statement", "definition": {"statement": "Only for the north desk"}}
    told = bundle_with(unknown, foreign(object_marking_refs=[unknown["id"]]))

    (received,) = take_in(told, bradford_chair, "E08000032")

    assert received.marking == Marking.OFFICIAL_SENSITIVE
    assert received.handling_conditions.splitlines() == [UNSTATED, "Only for the north desk"]


def test_authors_and_ways_to_reach_people_are_not_kept(bradford_chair, take_in):
    who = {"type": "identity", "spec_version": "2.1", "id": "identity--0c5b3f7e-1111-4111-8111-00000000000b"}
    who |= {"created": MOMENT, "modified": MOMENT, "name": "Pat Example", "identity_class": "individual"}
    note = {"type": "note", "spec_version": "2.1", "id": "note--0c5b3f7e-1111-4111-8111-00000000000c"}
    note |= {"created": MOMENT, "modified": MOMENT, "content": "Seen twice", "authors": ["Pat Example"]}
    note |= {"object_refs": [NEW], "created_by_ref": who["id"]}

    take_in(bundle_with(who, foreign(), note), bradford_chair, "E08000032")

    assert "Pat Example" not in str(list(everything(Received).values()))


def test_taking_in_is_kept_in_the_log_with_the_digest(bradford_chair, take_in):
    take_in(bundle_with(foreign()), bradford_chair, "E08000032")

    event = Event.objects.latest("sequence")
    assert (event.verb, event.detail["taken"]) == (Verb.COLLECTION, 1)


def test_nobody_takes_in_what_they_could_not_read(bradford_analyst, take_in):
    with pytest.raises(NotAllowed, match="not cleared"):
        take_in(bundle_with(foreign()), bradford_analyst, "E08000032")

    assert everything(Received).count() == 0


def test_an_intrusion_set_becomes_a_proposed_group_that_rests_on_it(bradford_chair, take_in):
    (received,) = take_in(bundle_with(foreign()), bradford_chair, "E08000032")
    fields = {"code_name": "Blue Slate", "area_code": "E08000032", "crime_types": ["drugs-supply"]}

    group = actions.accept_as_group(
        received=received, release=received.release, because="Same streets", by=bradford_chair, seen_version=1, **fields
    )

    received.refresh_from_db()
    assert (group.state, received.state) == ("proposed", "accepted")
    assert [step.record for step in thread_of(bradford_chair, group).rests_on] == [received]


def test_a_course_of_action_becomes_an_action_of_a_plan(scene, bradford_chair, take_in):
    (received,) = take_in(bundle_with(foreign()), bradford_chair, "E08000032")
    told = {"plan": scene[5], "deed": Deed("soc4p:pursue", "Check the yard"), "release": received.release}

    action = actions.accept_as_action(received=received, by=bradford_chair, seen_version=1, **told)

    assert received in [step.record for step in thread_of(bradford_chair, action).rests_on]


@pytest.mark.parametrize("release", [OPEN, Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask"), CLOSE])
def test_nothing_made_of_it_is_held_less_closely(bradford_chair, take_in, release):
    (received,) = take_in(bundle_with(foreign()), bradford_chair, "E08000032")
    fields = {"code_name": "Blue Slate", "area_code": "E08000032", "because": "Why"}

    with pytest.raises(NotAllowed, match="more closely"):
        actions.accept_as_group(received=received, release=release, by=bradford_chair, seen_version=1, **fields)

    assert everything(Group).count() == 0


def test_what_was_set_aside_is_taken_up_before_anything_is_made_of_it(bradford_chair, take_in):
    (received,) = take_in(bundle_with(foreign()), bradford_chair, "E08000032")
    aside = actions.set_aside(received=received, because="Not ours", by=bradford_chair, seen_version=1)

    with pytest.raises(NotAllowed, match="Take it up again"):
        actions.accept_as_group(
            received=aside, release=aside.release, because="Why", by=bradford_chair, seen_version=2, code_name="Blue"
        )
    again = actions.set_aside(received=aside, because="It is", by=bradford_chair, seen_version=2)
    assert again.state == "new"


def test_a_newer_version_comes_beside_the_older(bradford_chair, take_in):
    take_in(bundle_with(foreign()), bradford_chair, "E08000032")

    take_in(
        bundle_with(foreign(modified="2026-02-02T03:04:05.000Z", name="Blue Slate II")), bradford_chair, "E08000032"
    )

    assert sorted(everything(Received).values_list("name", flat=True)) == ["Blue Slate", "Blue Slate II"]


def test_a_bundle_is_looked_at_and_then_taken_in(client_for, bradford_chair, as_file):
    client = client_for(bradford_chair)
    sent = {"file": as_file(json.dumps(bundle_with(foreign())).encode()), "area_code": "E08000032"}

    looked = client.post("/exchange/hand-in/", sent)
    assert everything(Received).count() == 0
    done = client.post("/exchange/hand-in/", {"carried": looked.context["carried"]})

    assert "1 object taken in" in done.content.decode()
    assert "Blue Slate" in client.get("/exchange/").content.decode()


def test_what_was_looked_at_cannot_be_confirmed_by_another(client_for, bradford_chair, neighbour, as_file):
    sent = {"file": as_file(json.dumps(bundle_with(foreign())).encode()), "area_code": "E08000032"}
    looked = client_for(bradford_chair).post("/exchange/hand-in/", sent)

    answer = client_for(neighbour).post("/exchange/hand-in/", {"carried": looked.context["carried"]})

    assert answer.status_code == 422
    assert everything(Received).count() == 0


def test_another_agency_keeps_a_copy_of_its_own(bradford_chair, neighbour, take_in):
    """What is held by one agency alone is not told to another by being known."""
    neighbour.agency = Agency.objects.create(name="Another force")
    neighbour.save()
    take_in(bundle_with(foreign()), bradford_chair, "E08000032")

    assert len(take_in(bundle_with(foreign()), neighbour, WAKEFIELD)) == 1


def test_the_list_leaves_as_a_file(client_for, bradford_chair, take_in):
    green = tlp("green")
    take_in(bundle_with(green, foreign(object_marking_refs=[green["id"]])), bradford_chair, "E08000032")
    client = client_for(bradford_chair)
    page = client.get("/exchange/export/")
    told = {"format": "csv", "recipient": "R", "agency": "Force", "because": "B", "keeps_conditions": "on"}
    told["conditions_read"] = page.context["form"].conditions

    answer = client.post("/exchange/export/", told)

    assert b"Blue Slate" in answer.content
    assert b"TLP:GREEN" in answer.content
