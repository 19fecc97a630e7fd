"""A role applies from a posting's first day to its last, both included."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.mark.parametrize(
    ("first", "last", "covers"),
    [(0, None, True), (1, None, False), (-300, 0, True), (-300, -1, False), (-300, 300, True)],
)
def test_a_posting_covers_both_its_first_and_its_last_day(add_person, first, last, covers):
    today = timezone.localdate()
    person = add_person("Analyst", "district-analyst", "Force")
    end = None if last is None else today + timedelta(days=last)
    person.postings.create(area_code="E08000032", start=today + timedelta(days=first), end=end)

    assert person.area_codes == (frozenset({"E08000032"}) if covers else frozenset())
