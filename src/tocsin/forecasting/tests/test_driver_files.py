"""A user's own file of drivers: both shapes, and every trouble told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import DriversUnreadable
from tocsin.forecasting.driver_files import read_drivers


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "drivers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_a_value_and_a_row_a_driver_read_alike(tmp_path):
    long = "driver,period,value,kind\ncopper,2020-01,1.5,Economic\ncopper,2020-02,-2e1,\n"
    wide = "\ufeffDriver,Kind,2020-01,2020-02\ncopper,economic,1.5,-20\n"

    for text in (long, wide):
        (driver,) = read_drivers(written(tmp_path, text), "month").drivers
        assert (driver.name, driver.kind, driver.periods) == ("copper", "economic", ("2020-01", "2020-02"))
        assert driver.values.tolist() == [1.5, -20.0]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('copper,2020-02,"1,200",', "is not a number"),
        ("copper,2020-02,inf,", "is not a number"),
        ("copper,2020-W05,2,", "is a week, and the counts are by month"),
        ("copper,2020-13,2,", "is no period"),
        ("copper,2020-01,2,", "has a value for 2020-01 already"),
        (",2020-02,2,", "no driver is named"),
        ("copper,2020-02", "2 cells, where the header has 4"),
        ("copper,2020-02,2,weather", "is none of PESTEL's"),
        ('"copper,2020-02,2,', "a quotation mark is not closed"),
    ],
)
def test_what_cannot_be_used_is_set_aside_by_line_and_the_rest_goes_on(tmp_path, line, problem):
    text = f"driver,period,value,kind\ncopper,2020-01,1,\n{line}\n\ncopper,2020-03,3,\ncopper,2020-04,NA,\n"

    read = read_drivers(written(tmp_path, text), "month")

    (trouble,) = read.set_aside
    assert trouble.line == 3
    assert problem in trouble.problem
    assert {"2020-01", "2020-03"} <= set(read.drivers[0].periods) <= {"2020-01", "2020-02", "2020-03"}


def test_a_line_that_is_not_utf8_is_set_aside(tmp_path):
    read = read_drivers(written(tmp_path, b"driver,period,value\na\xff,2020-01,1\nb,2020-01,1\n"), "month")

    assert [each.line for each in read.set_aside] == [2]
    assert [each.name for each in read.drivers] == ["b"]


def test_one_letter_e_may_be_either(tmp_path):
    read = read_drivers(written(tmp_path, "driver,period,value,kind\na,2020-01,1,E\nb,2020-01,1,t\n"), "month")

    assert [each.kind for each in read.drivers] == ["economic or environmental", "technological"]


@pytest.mark.parametrize("text", ["", "name,period,value\n", "driver,2020-W01\n", "driver,period,value\na,2020-01,x\n"])
def test_a_file_without_a_driver_is_refused_with_what_to_do(tmp_path, text):
    with pytest.raises(DriversUnreadable, match="Begin it with"):
        read_drivers(written(tmp_path, text), "month")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DriversUnreadable, match="cannot be opened"):
        read_drivers(tmp_path / "none.csv", "month")
