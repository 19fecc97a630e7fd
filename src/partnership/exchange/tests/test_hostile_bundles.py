"""Files that no good sender makes: each is refused in words, quickly, and nothing of it is taken in."""

import json

import pytest

from partnership.exchange.incoming import preview
from partnership.exchange.models import Received
from partnership.exchange.rules import LARGEST, MOST_OBJECTS
from partnership.exchange.unpacking import Unreadable, unpacked
from partnership.records.unscoped import everything

from .test_receiving import MOMENT, NEW, bundle_with, foreign, tlp


def as_bytes(told):
    return json.dumps(told).encode()


NESTED = b'{"type":"bundle","objects":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
GROUP = as_bytes(foreign())
UNREADABLE = {
    "not UTF-8": (b'{"type": "\xff\xfe"}', "UTF-8"),
    "no JSON": (b"type: bundle", "no JSON"),
    "a list": (b"[]", "no STIX bundle"),
    "no objects": (as_bytes(bundle_with()), "no object"),
    "nested deep": (NESTED, "nested"),
    "nested in a string is no depth": (as_bytes(bundle_with(foreign(name="[" * 100, type=""))), "identifier"),
    "NaN": (b'{"type":"bundle","objects":[NaN]}', "NaN"),
    "infinite": (b'{"type":"bundle","objects":[1e999]}', "larger than any"),
    "digits without end": (b'{"type":"bundle","objects":[' + b"9" * 6_000 + b"]}", "no JSON that can be read"),
    "NUL": (as_bytes(bundle_with(foreign(name="a\x00b"))), "control characters"),
    "half a character": (as_bytes(bundle_with(foreign())).replace(b"Blue", b"\\ud800"), "control characters"),
    "a name twice": (b'{"type":"bundle","type":"x","objects":[]}', "stands twice"),
    "a giant text": (as_bytes(bundle_with(foreign(description="a" * 20_001))), "longer than"),
    "a giant pattern": (as_bytes(bundle_with(foreign(pattern="(" * 2_001))), "pattern longer"),
    "too large": (b" " * (LARGEST + 1), "larger than"),
    "too many": (as_bytes(bundle_with(*[foreign()] * (MOST_OBJECTS + 1))), "can be read at once"),
    "the same twice": (as_bytes(bundle_with(foreign(), foreign(name="Another"))), "stands twice"),
    "STIX 2.0": (as_bytes(bundle_with(foreign()) | {"spec_version": "2.0"}), "STIX 2.0"),
    "an unknown version": (as_bytes(bundle_with(foreign(spec_version="3.7"))), "“3.7”"),
    "a version that is a list": (as_bytes(bundle_with(foreign(spec_version=["2.1"]))), "only STIX 2.1"),
    "no identifier": (as_bytes(bundle_with(foreign(id=7))), "identifier"),
    "another type's identifier": (as_bytes(bundle_with(foreign(type="note"))), "identifier"),
    "a way out of the folder": (as_bytes(bundle_with(foreign(type="../../etc/passwd"))), "identifier"),
    "a bundle in a bundle": (as_bytes(bundle_with(bundle_with(foreign()))), "bundle itself"),
    "objects that are none": (as_bytes(bundle_with("x")), "has no type"),
    "extensions that are none": (as_bytes(bundle_with(foreign(extensions={"x": 1}))), "extensions"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_bundle_is_refused_before_it_is_read(name):
    data, words = UNREADABLE[name]

    with pytest.raises(Unreadable, match=words):
        unpacked(data)


INVALID = {
    "no name": bundle_with({k: v for k, v in foreign().items() if k != "name"}),
    "a moment that is none": bundle_with(foreign(modified="yesterday")),
    "labels that are no list": bundle_with(foreign(labels={"a": [[[1]]]})),
    "a marking of itself": bundle_with(foreign(), tlp("red") | {"object_marking_refs": [tlp("red")["id"]]}),
    "references that are numbers": bundle_with(foreign(object_marking_refs=[1, 2])),
    "granular markings that are words": bundle_with(foreign(granular_markings=["x"])),
    "a pattern that is none": bundle_with(
        foreign(type="indicator", id=NEW.replace("intrusion-set", "indicator"), valid_from=MOMENT)
        | {"pattern": "[" + "(" * 900, "pattern_type": "stix", "pattern_version": "2.1"}
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_is_not_valid_is_refused_in_the_validators_words(bradford_chair, name):
    with pytest.raises(Unreadable, match="not valid STIX"):
        preview(as_bytes(INVALID[name]), by=bradford_chair)


def test_references_that_go_in_a_circle_end(bradford_chair, take_in):
    other = NEW.replace("001", "002")
    ties = [
        {"type": "relationship", "spec_version": "2.1", "created": MOMENT, "modified": MOMENT}
        | {"id": f"relationship--0c5b3f7e-1111-4111-8111-0000000000{n:02}", "relationship_type": "related-to"}
        | {"source_ref": a, "target_ref": b}
        for n, (a, b) in enumerate([(NEW, other), (other, NEW), (NEW, NEW)])
    ]
    made_by_itself = foreign(id=other, name="Second")

    taken = take_in(bundle_with(foreign(), made_by_itself, *ties), bradford_chair, "E08000032")

    assert {one.name for one in taken} == {"Blue Slate", "Second"}


@pytest.mark.parametrize(
    "marking",
    [
        {"definition_type": "statement", "definition": {"statement": "UK SECRET"}},
        {"definition_type": "statement", "definition": {"statement": "Top  secret".replace("  ", " ")}},
        {"definition_type": "statement", "name": "CONFIDENTIAL", "definition": {"statement": "x"}},
        {
            "extensions": {
                "extension-definition--82952596-4277-44b0-a1eb-6964eb0e6d4d": {
                    "extension_type": "property-extension",
                    "classification": "SECRET",
                }
            }
        },
    ],
)
def test_a_bundle_that_states_secret_or_above_is_refused_whole(bradford_chair, marking):
    told = {"type": "marking-definition", "spec_version": "2.1", "created": MOMENT} | marking
    told["id"] = "marking-definition--0c5b3f7e-1111-4111-8111-00000000000d"

    with pytest.raises(Unreadable, match="Only OFFICIAL"):
        preview(as_bytes(bundle_with(told, foreign())), by=bradford_chair)


@pytest.mark.parametrize("label", ["SECRET", "uk-secret", "Top_Secret", "RESTRICTED"])
def test_a_label_that_is_such_a_marking_is_refused_too(bradford_chair, label):
    with pytest.raises(Unreadable, match="Only OFFICIAL"):
        preview(as_bytes(bundle_with(foreign(labels=[label]))), by=bradford_chair)


@pytest.mark.parametrize("label", ["soc4p:protect", "secret-service", "protected"])
def test_a_label_that_only_holds_such_a_word_is_not(bradford_chair, label):
    assert len(preview(as_bytes(bundle_with(foreign(labels=[label]))), by=bradford_chair).new) == 1


def test_a_description_may_speak_of_a_secret(bradford_chair):
    told = bundle_with(foreign(description="The secret of the yard"))

    assert len(preview(as_bytes(told), by=bradford_chair).new) == 1


def test_what_is_hostile_stands_on_the_page_as_words(client_for, bradford_chair, as_file):
    told = as_bytes(bundle_with(foreign(name="<script>alert(1)</script>", description="{{ 7|add:7 }}")))

    page = client_for(bradford_chair).post("/exchange/hand-in/", {"file": as_file(told), "area_code": "E08000032"})

    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert" in page.content.decode()


@pytest.mark.parametrize("name", ["not UTF-8", "nested deep", "NUL"])
def test_the_page_says_why_a_file_is_refused(client_for, bradford_chair, as_file, name):
    data, words = UNREADABLE[name]

    page = client_for(bradford_chair).post("/exchange/hand-in/", {"file": as_file(data), "area_code": "E08000032"})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert everything(Received).count() == 0
