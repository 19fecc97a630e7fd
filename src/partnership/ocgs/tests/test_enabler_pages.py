"""The pages of enablers and of the network: one enabler and many groups, and what is a gap."""

import re

from django.urls import reverse

from partnership.ocgs.schemes import in_force
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

FORCE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


def text(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", answer.content.decode()))


def test_the_network_draws_only_what_is_seen(client_for, group, enabler, enabler_of, tie, council_officer):
    tie(group, enabler)
    tie(group, enabler_of(name="Freight depot", release=FORCE_ONLY))

    answer = client_for(council_officer).get(reverse("ocgs:network"))

    assert "<svg" in answer.content.decode()
    assert "1 group and 1 enabler" in text(answer)
    assert "Freight depot" not in answer.content.decode()


def test_the_network_is_narrowed_by_kind(client_for, group, enabler, enabler_of, tie, bradford_analyst):
    tie(group, enabler)
    tie(group, enabler_of(name="Freight depot"))

    answer = client_for(bradford_analyst).get(reverse("ocgs:network"), {"kind": "business"})

    assert "Freight depot" in text(answer)
    assert "Letting agent" not in text(answer)


def test_few_professional_enablers_are_called_a_gap(client_for, bradford_analyst, requirement_of):
    client = client_for(bradford_analyst)
    asked = client.get(reverse("ocgs:enablers"))
    suggested = client.get(reverse("ocgs:raise"), {"suggest": "professional"})

    assert "No professional enabler that you may see is known" in text(asked)
    assert "Which professional enablers help the groups" in text(suggested)


def test_once_it_is_asked_the_page_leads_to_it(client_for, bradford_analyst, requirement_of):
    made = requirement_of(question=in_force().question)

    answer = client_for(bradford_analyst).get(reverse("ocgs:enablers"))

    assert "It is asked already" in text(answer)
    assert made.get_absolute_url() in answer.content.decode()


def test_one_enabler_many_groups_stands_at_the_top(client_for, group_of, enabler, enabler_of, tie, bradford_analyst):
    tie(group_of(), enabler_of())
    tie(group_of(), enabler)
    tie(group_of(), enabler)

    answer = client_for(bradford_analyst).get(reverse("ocgs:enablers"))

    assert "the widest helps 2 groups that you see" in text(answer)
    assert [one.helped for one, _ in answer.context["rows"]] == [2, 1]
