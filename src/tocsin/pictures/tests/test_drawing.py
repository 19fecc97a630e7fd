"""Specifications become picture files, whatever text they carry."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tocsin.errors import PictureNotWritten
from tocsin.pictures import Drawn, series_with_bounds, write

WEEKS = ["2017-W51", "2017-W52", "2018-W01"]


def drawn(name: str = "Leeds", periods: list[str] | None = None) -> Drawn:
    return Drawn(
        name,
        periods or WEEKS,
        observed=[3.0, None, 9.0],
        expected=[None, 3.1, 3.2],
        lower=[None, 0.0, 0.0],
        upper=[None, 7.0, float("nan")],
        alarms=[False, False, True],
    )


def texts(path) -> list[str]:
    root = ElementTree.parse(path)  # noqa: S314 - drawn by the test itself
    return ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_series_is_drawn_with_the_finding_as_its_title(tmp_path):
    write(series_with_bounds([drawn()], title="Leeds rose in 2018-W01", subtitle="R"), tmp_path / "a.svg")

    assert "Leeds rose in 2018-W01" in texts(tmp_path / "a.svg")


def test_several_series_are_named_each(tmp_path):
    write(series_with_bounds([drawn("Leeds"), drawn("York")], title="Two rose"), tmp_path / "a.svg")

    assert {"Two rose", "Leeds", "York"} <= set(texts(tmp_path / "a.svg"))


def test_numbered_periods_and_png_are_drawn_too(tmp_path):
    write(series_with_bounds([drawn(periods=["575", "576", "577"])], title="One rose"), tmp_path / "a.PNG")

    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_an_alarm_has_a_shape_of_its_own_and_not_a_colour_alone():
    spec = series_with_bounds([drawn()], title="One rose")

    (alarms,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert alarms["mark"]["shape"] == "triangle-up"
    assert [point["alarm"] for point in spec["data"]["values"]] == [False, False, True]


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b", "a<script>b", "\x1b[31m", "", "'\"}{"])
def test_hostile_names_are_drawn_or_dropped_but_never_stop_it(tmp_path, name):
    write(series_with_bounds([drawn(name), drawn(name)], title=name), tmp_path / "a.svg")

    assert not any("\0" in text for text in texts(tmp_path / "a.svg"))


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(PictureNotWritten, match=r"End its name in \.svg or \.png"):
        write(series_with_bounds([drawn()], title="One rose"), tmp_path / "a.pdf")


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(PictureNotWritten, match="cannot be written"):
        write(series_with_bounds([drawn()], title="One rose"), tmp_path / "nowhere" / "a.svg")


def test_a_specification_that_is_none_is_said(tmp_path):
    with pytest.raises(PictureNotWritten, match="cannot be drawn"):
        write({"mark": "no such mark"}, tmp_path / "a.svg")
