"""What work.toml must say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.plans import practice as plans
from partnership.work.practice import FILE, in_force


def test_soon_is_what_it_is_for_actions():
    assert in_force().soon_days == plans.in_force().limits.soon_days


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("warning = 2", "warning = -2", "judge_within_days"),
        ("warning = 2", "alarm = 2", "no level of a signal"),
        ("look_ahead = 42", "", "must say look_ahead"),
        ("estimate = 12", 'estimate = "12"', "months"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_mend(settings, tmp_path, was, now, told):
    (tmp_path / FILE.name).write_text(FILE.read_text().replace(was, now))
    settings.TOCSIN_PRACTICE = tmp_path

    with pytest.raises(ImproperlyConfigured, match=told):
        in_force()


def test_a_partnership_can_set_its_own_days(settings, tmp_path):
    (tmp_path / FILE.name).write_text(FILE.read_text().replace("warning = 2", "warning = 1"))
    settings.TOCSIN_PRACTICE = tmp_path

    assert in_force().judge_within_days["warning"] == 1
