"""A watch that cannot be followed says which file, line and key, and what to do."""

import pytest

from tocsin.errors import BadWatch
from tocsin.watch import load_watch

GOOD = """
name = "W"
areas = ["E08000032"]

[[documents]]
name = "first"
files = ["a.csv"]
title = "t"
text = "x"
published = "d"
link = "l"
licence = "own"
citation = "own"

[[documents]]
name = "second"
files = ["b.csv"]
title = "t"
text = "x"
published = "d"
link = "l"
licence = "own"
citation = "own"
detect = { signal_q = 0.2 }
"""


@pytest.fixture
def watch_file(tmp_path):
    def write(text: str):
        path = tmp_path / "watch.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_paths_are_relative_to_the_watch_file(watch_file, tmp_path):
    watch = load_watch(watch_file(GOOD))

    assert watch.documents[1].files == (str(tmp_path / "b.csv"),)
    assert watch.documents[1].detect.signal_q == 0.2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "W"', 'nmae = "W"', "line 2: unknown key 'nmae'"),
        ('name = "second"', 'name = "second"\nmarking = "SECRET"', "'SECRET' may not be held here"),
        ('name = "second"', 'name = "second"\nhandling = "C"', "handling C needs its conditions in words"),
        (
            'name = "second"',
            'name = "second"\nhandling = "P"\nconditions = "Ask"',
            "handling P carries no conditions",
        ),
        ('name = "second"', 'name = "second"\ncolour = "red"', "line 17: unknown key 'colour' in documents.2"),
        ("detect = { signal_q = 0.2 }", "detect = { signal_q = 7 }", "'signal_q' in documents.2.detect"),
        ('areas = ["E08000032"]', "", "the key 'areas' is missing"),
        ('name = "second"', 'name = "first"', "two sources are called 'first'"),
        ('name = "second"', 'name = "Second Source"', "line 16: 'name' in documents.2"),
        ('title = "t"', "title = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_remedy(watch_file, old, new, said):
    with pytest.raises(BadWatch, match=r"watch\.toml") as raised:
        load_watch(watch_file(GOOD.replace(old, new)))

    assert said in str(raised.value)


def test_a_watch_without_a_source_is_refused(watch_file):
    with pytest.raises(BadWatch, match="Add at least one"):
        load_watch(watch_file('name = "W"\nareas = ["WORLD"]\n'))


def test_a_missing_watch_file_is_named(tmp_path):
    with pytest.raises(BadWatch, match=r"none\.toml: cannot be opened"):
        load_watch(tmp_path / "none.toml")


def test_a_watch_that_is_not_text_is_named(tmp_path):
    (tmp_path / "w.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(BadWatch, match="not valid UTF-8"):
        load_watch(tmp_path / "w.toml")


def test_what_a_source_does_not_say_is_held_as_closely_as_can_be(watch_file):
    source = load_watch(watch_file(GOOD)).sources[0]

    assert (source.marking, source.handling, source.conditions, source.agency) == ("OFFICIAL-SENSITIVE", "C", "", "")


FIGURES = """
[[counts]]
name = "recorded"
files = ["c.csv"]
source_group = "Police recorded crime"
link = "l"
area = "a"
area_is = "police-force"
period = "p"
category = "k"
denominator = "all crime"
licence = "own"
citation = "own"
detect = { alpha = 0.05 }

[[counts.measures]]
name = "Drug offences recorded"
threat = "drugs-supply"
categories = ["Drugs"]
discovery = "proactive"

[[counts.measures]]
name = "Modern slavery offences recorded"
threat = "modern-slavery"
categories = ["Modern slavery"]
"""


def test_an_alpha_is_answered_with_the_budget_that_equals_it(watch_file):
    text = GOOD.replace('areas = ["E08000032"]', 'areas = ["E08000032", "E23000010", "pfa:kent"]') + FIGURES

    with pytest.raises(BadWatch, match="is now 'false_alarms'") as raised:
        load_watch(watch_file(text))

    assert "Write false_alarms = 0.2 instead" in str(raised.value)  # 0.05 × 2 measures × 2 police forces


def test_an_alpha_for_documents_is_answered_with_how_to_reckon_the_budget(watch_file):
    with pytest.raises(BadWatch, match=r"false_alarms = 0\.05 times the series of this source"):
        load_watch(watch_file(GOOD.replace("signal_q = 0.2", "alpha = 0.05")))


def test_who_depends_on_whom_and_how_far_each_is_believed_is_read(watch_file, tmp_path):
    said = 'dependent = [["a.example", "b.example"]]\nverdicts = "v.parquet"\nevaluations = { "a.example" = 3 }\n'

    watch = load_watch(watch_file(said + GOOD + FIGURES.replace("alpha", "false_alarms")))

    assert watch.dependent == (("a.example", "b.example"),)
    assert watch.evaluations == {"a.example": 3}
    assert watch.verdicts == str(tmp_path / "v.parquet")
    assert [measure.discovery for measure in watch.counts[0].measures] == ["proactive", None]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ('dependent = [["a", "b"], ["b", "c"]]', "'b' stands in 'dependent' twice"),
        ('dependent = [["a"]]', "'dependent'"),
        ('evaluations = { "a" = 5 }', "'a' in evaluations"),
    ],
)
def test_what_is_said_of_groups_must_make_sense(watch_file, said, answer):
    with pytest.raises(BadWatch, match=answer):
        load_watch(watch_file(said + GOOD))
