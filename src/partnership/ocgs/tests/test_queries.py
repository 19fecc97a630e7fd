"""Groups in numbers, for papers that name none."""

import pytest

from partnership.conftest import BRADFORD, WAKEFIELD
from partnership.ocgs.actions import assess_group
from partnership.ocgs.queries import Counted, aggregate, could_have_duty
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

from .conftest import CLOSE

FORCE, LEEDS = "E23000010", "E08000035"
FORCE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


@pytest.fixture
def assess_as(today, steps):
    def make(group, by, step, scheme="attributes", **changes):
        inputs = steps(scheme, step, **changes)
        return assess_group(group=group, scheme=scheme, inputs=inputs, as_of=today, by=by)

    return make


def test_live_groups_are_counted_by_crime_type(group_of, proposed, bradford_analyst):
    group_of(crime_types=["drugs-supply", "money-laundering"])
    group_of(crime_types=["drugs-supply"])
    proposed(crime_types=["fraud"])

    found = aggregate(bradford_analyst, BRADFORD)

    assert found.groups == 2
    assert [(one.key, one.groups) for one in found.by_crime_type] == [("drugs-supply", 2), ("money-laundering", 1)]


def test_a_crime_type_that_the_taxonomy_lacks_is_shown_by_its_key(group_of, bradford_analyst):
    group_of(crime_types=["older-key"])

    assert aggregate(bradford_analyst, BRADFORD).by_crime_type == (Counted("older-key", "older-key", 1),)


def test_a_group_counts_where_it_has_an_effect_and_in_the_force_that_holds_both(group_of, bradford_analyst):
    group_of(areas=[LEEDS])

    assert [aggregate(bradford_analyst, code).groups for code in (BRADFORD, LEEDS, FORCE, WAKEFIELD)] == [1, 1, 1, 0]


def test_only_what_the_reader_sees_is_counted(group_of, council_officer, neighbour):
    group_of()
    group_of(release=FORCE_ONLY)

    assert aggregate(council_officer, BRADFORD).groups == 1
    assert aggregate(neighbour, BRADFORD).groups == 0


def test_bands_are_counted_where_assessors_agree_and_said_to_differ_where_not(
    group_of, bradford_analyst, second_analyst, assess_as
):
    agreed, differ, unknown, _none = group_of(), group_of(), group_of(), group_of()
    assess_as(agreed, bradford_analyst, 4)
    assess_as(agreed, second_analyst, 4)
    assess_as(differ, bradford_analyst, 4)
    assess_as(differ, second_analyst, 1)
    assess_as(unknown, bradford_analyst, None)

    found = aggregate(bradford_analyst, BRADFORD).by_band

    assert [(one.label, one.groups) for one in found["By attributes"]] == [
        ("Very high", 1),
        ("Not assessed", 1),
        ("Too little known", 1),
        ("Assessors differ", 1),
    ]
    assert [(one.label, one.groups) for one in found["By harm"]] == [("Not assessed", 4)]


def test_the_newest_of_each_assessor_decides_the_band(group_of, bradford_analyst, assess_as):
    group = group_of()
    assess_as(group, bradford_analyst, 4)
    assess_as(group, bradford_analyst, 0)

    assert [one.label for one in aggregate(bradford_analyst, BRADFORD).by_band["By attributes"]] == ["Low"]


def test_enablers_that_several_groups_share_are_counted_by_kind(group_of, enabler, enabler_of, tie, bradford_analyst):
    one, other = group_of(), group_of()
    tie(one, enabler)
    tie(other, enabler)
    tie(one, enabler_of())

    assert aggregate(bradford_analyst, BRADFORD).shared == {"professional": 1}


def test_an_enabler_shared_with_a_hidden_group_is_not_shared(group_of, enabler, tie, council_officer):
    tie(group_of(), enabler)
    tie(group_of(release=FORCE_ONLY), enabler)

    assert aggregate(council_officer, BRADFORD).shared == {}


def test_nothing_is_counted_where_nothing_is(bradford_analyst):
    found = aggregate(bradford_analyst, BRADFORD)

    assert (found.groups, found.by_crime_type, found.shared) == (0, (), {})
    assert set(found.by_band.values()) == {()}


def test_reads_do_not_grow_with_the_groups(group_of, bradford_analyst, assess_as, django_assert_max_num_queries):
    for _ in range(6):
        assess_as(group_of(), bradford_analyst, 2)

    with django_assert_max_num_queries(14):
        aggregate(bradford_analyst, BRADFORD)


def test_who_could_have_a_duty(group, bradford_analyst, bradford_chair, officer, council_officer, neighbour, partner):
    assert list(could_have_duty(group)) == [bradford_analyst, bradford_chair, officer, council_officer]


def test_who_could_have_a_duty_in_a_group_of_one_agency(proposed, bradford_analyst, officer, council_officer):
    for person in (bradford_analyst, council_officer):
        person.clearance = Marking.OFFICIAL_SENSITIVE
        person.save()
    group = proposed(release=CLOSE, by=bradford_analyst)

    assert list(could_have_duty(group)) == [bradford_analyst]
