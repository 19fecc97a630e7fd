"""The Ps are a list that is set, and each names the set it is of."""

from __future__ import annotations

import pytest

from partnership.records.ps import UnreadablePs, p_choices, p_named, read_ps, the_ps


def test_the_four_ps_name_the_set_they_are_of():
    assert [p.key for p in the_ps()] == ["soc4p:pursue", "soc4p:prevent", "soc4p:protect", "soc4p:prepare"]
    assert "counter-terrorism" in next(p.meaning for p in the_ps() if p.key == "soc4p:prevent")
    assert p_choices()[0] == ("soc4p:pursue", "Pursue")


def test_a_p_that_the_list_lacks_is_shown_as_it_is():
    assert (p_named("soc4p:prepare"), p_named("soc4p:partnership")) == ("Prepare", "soc4p:partnership")


@pytest.mark.parametrize(
    ("ps", "words"),
    [
        (None, "it lists none"),
        ([], "it lists none"),
        ([{"key": "prevent", "name": "Prevent", "meaning": "Stop"}], "does not say of which set"),
        ([{"key": "soc4p:prevent", "name": " ", "meaning": "Stop"}], "number 1 has no name"),
        ([{"key": "a:b", "name": "B", "meaning": "B"}] * 2, "a:b stands there twice"),
    ],
)
def test_a_list_of_ps_that_cannot_be_used_is_refused(ps, words):
    with pytest.raises(UnreadablePs, match=words):
        read_ps({"ps": ps})
