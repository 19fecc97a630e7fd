"""What the pages cost: no more reads for twenty rows than for two."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["ocgs:groups", "ocgs:enablers", "ocgs:requirements", "ocgs:network"])
def test_reads_do_not_grow_with_the_rows(client_for, group_of, fill, bradford_analyst, assert_no_more_reads, name):
    client = client_for(bradford_analyst)

    def more(many):
        for _ in range(many):
            fill(1, of=group_of())

    assert_no_more_reads(lambda: client.get(reverse(name)), more)


def test_reads_of_a_groups_page_do_not_grow(client_for, group, fill, bradford_analyst, assert_no_more_reads):
    client = client_for(bradford_analyst)

    assert_no_more_reads(lambda: client.get(group.get_absolute_url()), fill)


@pytest.fixture
def assert_no_more_reads(django_assert_max_num_queries):
    """Fails if a page asks the database more often once there is more to show."""

    def check(look, more):
        more(2)
        look()
        with django_assert_max_num_queries(200) as few:
            look()
        more(8)
        with django_assert_max_num_queries(len(few.captured_queries)):
            look()

    return check
