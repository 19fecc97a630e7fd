"""The scorecard says what was met and what was not, and keeps the parts that were not run again."""

from tocsin.evaluation.scorecard import Figure, MethodScore, Scorecard, as_page, load_scorecard, write_scorecard

MET = Figure("speed", "Times R per thread", 1200.0, "tocsin benchmark detection --only speed", "at least 1,000", True)
MISSED = Figure("quality", "Found at 1 %", 0.541, "tocsin benchmark detection --only quality", "at least .545", False)
SCORE = MethodScore("a method", "42 published scenarios", 0.01, 0.006, 0.018, 0.541, 0.43, 0.5, "a command")


def test_what_was_not_met_is_said_first_and_in_its_row():
    page = as_page(Scorecard((MET, MISSED)))

    assert "1 of 2 figures to beat were met." in page
    assert page.index("- Found at 1 %: 0.541 (at least .545)") < page.index("## Speed")
    assert "| Found at 1 % | 0.541 | at least .545 | **not met** |" in page
    assert "By `tocsin benchmark detection --only quality`, " in page


def test_a_part_run_again_replaces_its_own_figures_alone():
    better = Figure("quality", "Found at 1 %", 0.55, "x", "at least .545", True)

    card = Scorecard((MET, MISSED), (SCORE,)).with_parts([better], [])

    assert card == Scorecard((MET, better), (SCORE,))


def test_the_file_gives_back_what_was_written(tmp_path):
    card = Scorecard((MET, MISSED), (SCORE,))

    write_scorecard(card, page=tmp_path / "page.md", kept=tmp_path / "kept.json")

    assert load_scorecard(tmp_path / "kept.json") == card
    assert "| a method | 42 published scenarios | 1.00% (0.60% to 1.80%) |" in (tmp_path / "page.md").read_text("utf-8")


def test_without_a_file_there_is_an_empty_scorecard(tmp_path):
    assert load_scorecard(tmp_path / "none.json") == Scorecard()
