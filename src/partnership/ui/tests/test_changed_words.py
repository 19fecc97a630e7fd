"""What changed between two texts reads as an editor would mark it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.ui.changed_words import changed_words


def marked(before, after):
    """The runs as an editor marks them: [-gone-] and {+new+}."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[run.how].format(run.text) for run in changed_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ""),
        ("The same.", "The same.", "The same."),
        ("", "Only new.", "{+Only new.+}"),
        ("Only old.", "", "[-Only old.-]"),
        ("Taken to car washes.", "Taken to nail bars.", "Taken to [-car washes-]{+nail bars+}."),
        ("Two washes and bars.", "Two washes, sites and bars.", "Two washes{+, sites+} and bars."),
        ("One line.\nAnother.", "One line.\nA third one.", "One line.\n[-Another-]{+A third one+}."),
        (
            "Where do the takings go?",
            "How many are in Keighley?",
            "[-Where do the takings go-]{+How many are in Keighley+}?",
        ),
    ],
)
def test_words_that_went_and_came_stand_together_and_not_in_turns(before, after, told):
    assert marked(before, after) == told


@given(st.text(), st.text())
def test_either_text_reads_back_out_of_what_is_marked(before, after):
    runs = changed_words(before, after)

    assert "".join(run.text for run in runs if run.how != "new") == before
    assert "".join(run.text for run in runs if run.how != "gone") == after
