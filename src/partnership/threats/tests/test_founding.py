"""The founding document's threats, as first editions of the force's estimates."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partnership.audit.models import Event
from partnership.threats.comparing import Trend, read_trend, trend_of
from partnership.threats.management.commands.founding_threats import FILE
from partnership.threats.models import Edition, Threat
from partnership.threats.scoring import is_known
from partnership.threats.taxonomy import the_taxonomy

from .conftest import FORCE

DOCUMENT = Path(__file__).parents[5] / "shared/design/founding-document.txt"
TOLD = tomllib.loads(FILE.read_text())


@pytest.fixture
def founded(force_analyst, capsys):
    call_command("founding_threats")
    assert "9 first editions written in West Yorkshire, 0 there already." in capsys.readouterr().out
    return {one.key: one for one in Threat.objects.seen_by(force_analyst)}


def test_every_threat_of_the_document_has_a_first_edition_of_early_2016(founded):
    on_the_list = {one.key for one in the_taxonomy() if "founding-2015-16" in one.lists}

    assert set(founded) == on_the_list
    for threat in founded.values():
        assert (threat.area_code, threat.edition, threat.current.as_of) == (FORCE, 1, date(2016, 1, 31))
        assert "about January 2016" in threat.current.sources.get().text


def test_what_the_document_does_not_score_stays_unknown(founded):
    for threat in founded.values():
        edition = threat.current
        assert not is_known(edition.harm)
        assert not is_known(edition.position)
        assert (edition.impact, edition.risk) == (None, None)
        assert edition.confidence_because.startswith("The document gives no likelihood and no confidence.")
        assert "own reading" in edition.confidence_because


def test_modern_slavery_as_the_greatest_of_all_stands_in_words_and_in_no_number(founded):
    assert "above those of every other type of crime" in founded["modern-slavery"].current.statement


def test_reports_are_compared_over_the_same_ten_months_and_the_whole_year_is_compared_with_nothing(founded):
    edition = founded["modern-slavery"].current

    (one,) = read_trend(edition.trend)

    assert (one.earlier.value, one.later.value, one.change_words) == (247, 637, "+158%")
    assert (one.earlier.per_month, one.later.per_month) == (24.7, 63.7)
    assert "346" not in str(edition.trend)
    assert "346 for the whole of 2014" in edition.trend_words
    assert "49.5 a month against 24.7" in edition.trend_words
    assert "The rise therefore began before 2015" in edition.trend_words
    assert "awareness" in one.caveat
    assert trend_of([one]) is Trend.RISING


def test_indecent_images_are_demand_only_and_enablers_an_open_requirement(founded):
    assert [key for key, threat in founded.items() if threat.is_demand] == ["indecent-images"]
    assert "Intelligence requirement: which professional enablers" in founded["money-laundering"].current.gaps


def test_it_is_marked_as_made_up_in_part_wherever_it_stands(founded):
    assert all(threat.synthetic for threat in founded.values())


def test_run_twice_nothing_is_doubled(founded, force_analyst, capsys):
    events = Event.objects.count()

    call_command("founding_threats")

    assert "0 first editions written in West Yorkshire, 9 there already." in capsys.readouterr().out
    assert Threat.objects.seen_by(force_analyst).count() == Edition.objects.seen_by(force_analyst).count() == 9
    assert Event.objects.count() == events


def test_what_has_an_estimate_already_is_left_alone(threat_of, force_analyst, capsys):
    ours = threat_of("fraud", area=FORCE, by=force_analyst)

    call_command("founding_threats")

    assert "8 first editions written in West Yorkshire, 1 there already." in capsys.readouterr().out
    assert Threat.objects.seen_by(force_analyst).get(key="fraud").pk == ours.pk


@pytest.mark.parametrize(("by", "words"), [(None, "Nobody here may"), ("bradford.analyst@example.test", "may not")])
def test_nobody_who_may_not_assess_there_is_made_their_author(bradford_analyst, by, words):
    with pytest.raises(CommandError, match=words):
        call_command("founding_threats", by=by)


def test_the_document_is_told_in_other_words():
    """No sentence of it, as far as any seven words in a row."""
    if not DOCUMENT.exists():
        pytest.skip("The founding document is not beside the repository")
    theirs = " ".join(DOCUMENT.read_text().lower().split())
    ours = " ".join(str(value) for row in TOLD["threats"] for value in row.values()).lower().split()

    runs = [" ".join(ours[n : n + 7]) for n in range(len(ours) - 6)]
    assert [run for run in runs if run in theirs] == []
