"""Records as a STIX bundle: valid by the OASIS validator, each held as it is held here, and nobody named in it."""

import hashlib
import json
import socket
from datetime import date

import pytest
import stix2
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.exchange.bundling import bundle_of, written
from partnership.exchange.checking import faults_of, unaccepted, warnings_of
from partnership.exchange.queries import Choice, chosen
from partnership.exchange.reading import own_key
from partnership.exchange.sheaf import MAIN, main_id
from partnership.exchange.vocabulary import ESTIMATE, RECORD, release_of
from partnership.outcomes.models import Disruption
from partnership.people.rules import NotAllowed
from partnership.records.rules import Release
from partnership.thread.actions import tie
from partnership.thread.steps import key_of


def by_type(bundle, stix_type):
    return [told for told in bundle["objects"] if told["type"] == stix_type]


def of_record(bundle, record):
    return next(told for told in bundle["objects"] if told["id"] == main_id(key_of(record)))


def test_the_validator_finds_no_error_and_nothing_that_nobody_accepted(bundle):
    assert faults_of(bundle) == []
    assert unaccepted(warnings_of(bundle)) == []


def test_a_warning_that_nobody_accepted_would_be_told(bundle):
    by_type(bundle, "indicator")[0]["indicator_types"] = ["something_new"]

    assert unaccepted(warnings_of(bundle)) != []


def test_every_kind_of_record_is_in_it(bundle, scene):
    assert {record._meta.label_lower for record in scene} == set(MAIN)
    assert {main_id(key_of(record)) for record in scene} <= {told["id"] for told in bundle["objects"]}


def test_the_library_that_others_read_with_reads_it(bundle):
    assert len(stix2.parse(bundle, allow_custom=False).objects) == len(bundle["objects"])


def test_nothing_opens_a_connection(bundle, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert faults_of(bundle) == []
    assert faults_of({"type": "bundle", "id": "bundle--1", "objects": [{"type": "x", "id": "x--1"}]}) != []


def test_every_object_of_a_record_is_held_as_the_record(bundle, scene):
    markings = {told["id"]: told for told in by_type(bundle, "marking-definition")}
    for record in scene:
        told = of_record(bundle, record)
        assert release_of([markings[ref] for ref in told["object_marking_refs"]]) == record.release
        assert told["extensions"][RECORD]["originator"] == str(record.originator)
        assert told["extensions"][RECORD]["review_on"] == record.review_on.isoformat()


def test_a_relationship_is_held_as_the_stricter_of_both_its_ends(bundle, scene):
    group, signal = scene[2], scene[0]
    markings = {told["id"]: told for told in by_type(bundle, "marking-definition")}
    ends = {main_id(key_of(group)), main_id(key_of(signal))}

    (between,) = [one for one in by_type(bundle, "relationship") if {one["source_ref"], one["target_ref"]} == ends]

    assert release_of([markings[ref] for ref in between["object_marking_refs"]]) == group.release


def test_the_same_record_has_the_same_identifier_and_dates_each_time(bundle, bradford_chair):
    again = bundle_of(bradford_chair, chosen(bradford_chair, Choice()))

    assert again == bundle


def test_a_signal_is_an_indicator_seen_so_often_from_the_first_excess(bundle, signal):
    (sighting,) = by_type(bundle, "sighting")

    assert sighting["sighting_of_ref"] == main_id(key_of(signal))
    assert (sighting["count"], sighting["first_seen"][:10], sighting["last_seen"][:10]) == (
        19,
        "2018-06-01",
        "2018-07-31",
    )
    assert of_record(bundle, signal)["pattern"].endswith("AND count > 12")


def test_an_estimate_is_a_report_with_its_likelihood_in_words_and_confidence_as_a_number(bundle, threat):
    report = of_record(bundle, threat)

    assert "likely or probable" in report["description"]
    assert report["confidence"] == 50
    assert report["extensions"][ESTIMATE]["likelihood"] == "likely"


def test_an_area_is_a_location_with_its_code(bundle):
    bradford = next(one for one in by_type(bundle, "location") if one["name"] == "Bradford")

    assert (bradford["country"], bradford["external_references"][0]["external_id"]) == ("GB", "E08000032")


def test_no_person_is_named_in_it(bundle, bradford_chair):
    assert bradford_chair.name not in json.dumps(bundle)
    assert not any("authors" in told for told in bundle["objects"])


def test_a_made_up_record_is_labelled_so(bradford_chair, signal):
    signal.synthetic = True
    signal.save()

    (told,) = by_type(bundle_of(bradford_chair, chosen(bradford_chair, Choice())), "indicator")

    assert told["labels"][0] == "synthetic"


def test_only_what_a_record_is_made_from_proves_that_it_is_ours(bundle, group):
    told = of_record(bundle, group)
    forged = told | {"id": "intrusion-set--00000000-0000-4000-8000-000000000000"}

    assert own_key(told) == ("ocgs.group", group.uuid)
    assert own_key(forged) is None


def test_what_is_not_valid_does_not_leave_and_the_validators_words_say_why(bundle):
    of_type = by_type(bundle, "indicator")[0]
    of_type["valid_from"] = "last July"

    with pytest.raises(NotAllowed, match="last July"):
        written(bundle)


def test_an_extension_that_does_not_say_what_its_schema_asks_is_refused(bundle):
    told = next(one for one in bundle["objects"] if RECORD in one.get("extensions", {}))
    del told["extensions"][RECORD]["kind"]

    with pytest.raises(NotAllowed, match="kind"):
        written(bundle)


def test_reads_do_not_grow_with_the_records(scene, bradford_chair, made):
    told = {"what": "Another", "p": "soc4p:pursue", "affected": "group", "lasts": "months", "evidence": "Seen"}
    told |= {"happened_on": date(2018, 9, 2), "claimed_grade": "minor", "claimed_by": bradford_chair}

    def count():
        records = chosen(bradford_chair, Choice())
        with CaptureQueriesContext(connection) as reads:
            bundle_of(bradford_chair, records)
        return len(records), len(reads)

    before = count()
    for _ in range(3):
        tie(
            record=made(Disruption, agency=bradford_chair.agency, **told), on=scene[6], because="Why", by=bradford_chair
        )

    assert count() == (before[0] + 3, before[1])


def test_records_are_narrowed_by_kind_area_and_days(scene, bradford_chair):
    days = Choice(("triage.signal", "plans.plan"), "E08000032")

    assert {one._meta.label_lower for one in chosen(bradford_chair, days)} == {"triage.signal", "plans.plan"}
    assert chosen(bradford_chair, Choice(("triage.signal",), "E08000036")) == []


def sent(client, at):
    page = client.get(at)
    conditions = page.context["contents"].release.conditions
    told = {"format": "stix", "recipient": "A desk", "agency": "Another force", "because": "To work on together"}
    told |= {"keeps_conditions": "on", "conditions_read": hashlib.sha256(conditions.encode()).hexdigest()[:16]}
    return client.post(at, told)


def test_a_group_leaves_with_its_thread_and_the_log_holds_for_whom(client_for, bradford_chair, scene, group):
    answer = sent(client_for(bradford_chair), f"/exchange/send/group/{group.uuid}/")

    assert answer["Content-Type"] == "application/stix+json;version=2.1"
    assert answer["Content-Disposition"].endswith('.stix.json"')
    assert main_id(key_of(scene[5])) in answer.content.decode()
    event = Event.objects.filter(verb=Verb.DISCLOSURE).latest("sequence")
    assert event.recipient == "A desk, Another force"
    assert event.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_what_somebody_may_not_export_is_in_no_bundle_of_theirs(client_for, commissioners_officer, scene, group):
    client = client_for(commissioners_officer)

    assert client.get(f"/exchange/send/group/{group.uuid}/").status_code == 404
    answer = sent(client, "/exchange/send/bundle/?chosen=yes")
    assert b"Granite Harbour" not in answer.content
    assert b"More weapons offences" in answer.content


def test_the_page_counts_what_would_go_before_it_asks_for_whom(client_for, bradford_chair, scene):
    page = client_for(bradford_chair).get("/exchange/send/?chosen=yes&kinds=ocgs.group").content.decode()

    assert "1 record would go" in page


def test_nothing_chosen_is_said_and_not_sent(client_for, bradford_chair, signal):
    answer = sent(client_for(bradford_chair), "/exchange/send/bundle/?chosen=yes&kinds=ocgs.group")

    assert answer.status_code == 422
    assert "There is nothing to send" in answer.content.decode()


def test_a_lead_officer_sends_nothing(client_for, officer, scene):
    assert client_for(officer).get("/exchange/send/").status_code == 404


def test_what_no_marking_says_is_held_most_closely():
    assert release_of([]) is None
    assert Release().handling.value == "C"
