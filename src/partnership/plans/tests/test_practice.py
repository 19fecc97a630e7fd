"""What plans.toml may say, and what is refused in words."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnership.plans.practice import FILE, in_force

TOP = 'version = "1"\nsource = "Us"\n'
DAYS = "stale_after_days = 9\nsoon_days = 2\none_look_minutes = 5\nfirst_look_days = 3\n"


def test_what_is_shipped_can_be_used_and_says_where_it_is_from():
    practice = in_force()

    assert practice.limits.stale_after_days > practice.limits.soon_days > 0
    assert practice.owner_roles
    assert practice.source


def test_a_partnership_sets_its_own(settings, tmp_path):
    (tmp_path / FILE.name).write_text(TOP + DAYS + 'owner_roles = ["Warden"]')
    settings.TOCSIN_PRACTICE = str(tmp_path)

    assert in_force().limits.stale_after_days == 9
    assert in_force().owner_roles == ("Warden",)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (DAYS.replace("9", '"nine"'), "stale_after_days must be"),
        (DAYS.replace("soon_days = 2", "soon_days = -2"), "soon_days must be"),
        (DAYS.replace("soon_days = 2\n", ""), "soon_days must be"),
        (DAYS + "owner_roles = [1]", "owner_roles must be"),
    ],
)
def test_what_cannot_be_used_is_named(settings, tmp_path, told, words):
    (tmp_path / FILE.name).write_text(TOP + told)
    settings.TOCSIN_PRACTICE = str(tmp_path)

    with pytest.raises(ImproperlyConfigured, match=words):
        in_force()
