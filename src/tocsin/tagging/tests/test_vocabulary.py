import pickle
import re
from collections import Counter

import pytest

from tocsin.errors import BadWatch
from tocsin.tagging import load_vocabulary

THREATS = [
    "modern-slavery",
    "child-sexual-exploitation",
    "drugs-supply",
    "fraud",
    "cyber-crime",
    "money-laundering",
    "organised-acquisitive-crime",
    "firearms-and-violence",
]
TERM = """
schema = 1
[[terms]]
indicator = "fraud/bogus-roofers"
kind = "primary"
phrases = ["bogus roofers"]
"""


@pytest.fixture
def extra(tmp_path):
    def write(text):
        path = tmp_path / "extra.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_eight_threats_each_have_primary_secondary_and_facilitating_terms():
    vocabulary = load_vocabulary()

    assert [threat.key for threat in vocabulary.threats] == THREATS
    for key in THREATS:
        assert {term.kind for term in vocabulary.terms if term.threat == key} == {
            "primary",
            "secondary",
            "facilitating",
        }


def test_modern_slavery_carries_the_type_of_exploitation():
    types = {term.indicator.split("/")[1] for term in load_vocabulary().terms if term.threat == "modern-slavery"}

    assert types == {"labour", "sexual", "criminal", "domestic-servitude", "unspecified"}


def test_metal_theft_and_professional_enablers_have_their_own_indicators():
    indicators = {term.indicator for term in load_vocabulary().terms}

    assert {"organised-acquisitive-crime/metal-theft", "money-laundering/professional-enabler"} <= indicators


def test_no_nationality_ethnicity_or_religion_is_an_indicator_or_settles_one():
    barred = re.compile(
        r"\b(romanian|polish|albanian|vietnamese|chinese|nigerian|pakistani|asian|african|black|white|roma|gyps\w+|"
        r"traveller\w*|muslim\w*|christian\w*|jewish|hindu\w*|sikh\w*|islam\w*|palestin\w*|russian\w*)\b"
    )
    words = {word for term in load_vocabulary().terms for word in (*term.phrases, *term.needs, *term.unless)}

    named = {"islamic state", "white house"}  # an armed group and a building: neither says who a person is
    assert [word for word in sorted(words - named) if barred.search(word)] == []


def test_no_phrase_is_listed_twice_for_the_same_indicator():
    listed = Counter((term.indicator, phrase) for term in load_vocabulary().terms for phrase in term.phrases)

    assert [pair for pair, times in listed.items() if times > 1] == []


def test_the_digest_changes_with_the_words_and_travels(extra):
    plain, more = load_vocabulary(), load_vocabulary(extra=extra(TERM))

    assert plain.digest == load_vocabulary().digest != more.digest
    assert more.terms[-1].indicator == "fraud/bogus-roofers"
    assert pickle.loads(pickle.dumps(more)) == more  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind =", "sort ="), r"line 5: unknown key 'sort'\. Use indicator, kind"),
        (('"primary"', '"certain"'), r"line 4: kind is 'certain'\. Use primary"),
        (('"fraud/bogus', '"farud/bogus'), r"line 4: indicator 'farud/bogus-roofers'\. Write threat/indicator"),
        (('["bogus roofers"]', "[]"), r"line 4: phrases is empty"),
        (('["bogus roofers"]', '["bogus roof*"]'), r"line 6: 'bogus roof\*': a \* is for needs"),
        (('["bogus roofers"]', "7"), r"'phrases' of fraud/bogus-roofers must be a list"),
        (('["bogus roofers"]', '["@roofs"]'), r"line 6: no list 'roofs'"),
        (('kind = "primary"\n', ""), r"line 4: fraud/bogus-roofers has no 'kind'\. Add it"),
        (("schema = 1", "schema = 2"), r"line 2: schema is 2\. Write schema = 1"),
        (("[[terms]]", "[terms"), r"not valid TOML"),
        (("[[terms]]", '[[threats]]\nkey="fraud"\nname="F"\ndefinition="D"\n[[terms]]'), r"'fraud' is defined twice"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(extra, change, words):
    with pytest.raises(BadWatch, match=words) as caught:
        load_vocabulary(extra=extra(TERM.replace(*change)))

    assert "extra.toml" in str(caught.value)


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_a_language_without_a_vocabulary_is_refused(language):
    with pytest.raises(BadWatch, match="No vocabulary for language"):
        load_vocabulary(language)


def test_a_missing_extra_file_is_named(tmp_path):
    with pytest.raises(BadWatch, match=r"nowhere\.toml: cannot be opened"):
        load_vocabulary(extra=tmp_path / "nowhere.toml")
