"""A scan's results come through the one door whole, once, and frozen; verdicts go back without names."""

import shutil

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from partnership.audit.models import Event
from partnership.intake import queries
from partnership.intake.actions import export_verdicts, take_in
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.outcomes.actions import claim_disruption
from partnership.outcomes.moderation_actions import accept_claim
from partnership.outcomes.rules import Claim, Grade
from partnership.people.rules import Act, Marking
from partnership.records.rules import Handling, Release
from partnership.records.starting import start
from partnership.records.unscoped import everything
from partnership.thread.actions import tie
from partnership.trends.models import Series
from partnership.triage.actions import dismiss_signal
from partnership.triage.models import Evidence, Quote, Signal
from tocsin.errors import StoreUnreadable
from tocsin.scan import scan
from tocsin.store import Store
from tocsin.watch import load_watch

pytestmark = pytest.mark.django_db
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    """A store as `tocsin scan` leaves it, of one small source of figures with one rise."""
    folder = tmp_path_factory.mktemp("scanned")
    forces = ("West Yorkshire", "Kent", "Essex", "Durham", "Surrey", "Sussex")
    rows = [f"{force},2016/17,{quarter},Modern slavery,{10 + quarter}" for force in forces for quarter in (1, 2, 3)]
    rows += [f"{force},2016/17,4,Modern slavery,{95 if force == 'West Yorkshire' else 12}" for force in forces]
    (folder / "figures.csv").write_text("\n".join(["force,year,quarter,offence,n", *rows, "Kent,x,y,z,1"]) + "\n")
    areas = [f"E0100000{n},{'E08000032' if n == 0 else 'E07000001'},{force}" for n, force in enumerate(forces)]
    (folder / "areas.csv").write_text("\n".join(["LSOA,LAD,force", *areas]) + "\n")
    persons = [f"E0100000{n},1000000" for n in range(len(forces))]
    (folder / "people.csv").write_text("\n".join(["LSOA,persons", *persons]) + "\n")
    (folder / "watch.toml").write_text(_WATCH)
    store = Store.create(folder / "store")
    scan(load_watch(folder / "watch.toml"), store, progress=lambda stage, done, total: None)
    return store.folder


_WATCH = """
name = "Made up"
areas = ["E08000032", "E23000010"]
lookup = { file = "areas.csv", small_area = "LSOA", district = "LAD", police_force = "force" }
population = { file = "people.csv", small_area = "LSOA", persons = "persons" }

[[counts]]
name = "recorded"
files = ["figures.csv"]
source_group = "Police recorded crime"
link = "https://figures.example/"
area = "force"
area_is = "police-force"
period = "year"
quarter = "quarter"
category = "offence"
count = "n"
denominator = "population"
licence = "made up"
citation = "Made-up recorded crime"
marking = "OFFICIAL"
handling = "P"
detect = { compare = "areas", false_alarms = 0.05 }
measures = [{ name = "Modern slavery offences recorded", threat = "modern-slavery", categories = ["Modern slavery"] }]
"""


def test_a_signal_arrives_with_its_window_its_quote_and_where_it_was_read(scanned):
    take_in(folder=scanned, by=None)

    signal = everything(Signal).get()
    evidence = everything(Evidence).get()
    quote = everything(Quote).get()
    assert (signal.area_code, signal.threat, signal.state) == ("E23000010", "modern-slavery", "open")
    assert (evidence.observed, len(evidence.window)) == (95, 4)
    assert quote.where == "figures.csv, record 19"
    assert len(quote.content_hash) == 64


def test_the_series_arrive_with_their_licence(scanned):
    take_in(folder=scanned, by=None)

    series = everything(Series).get()
    assert (series.area_code, series.licence, series.denominator_kind) == ("E23000010", "made up", "population")
    assert [point.count for point in series.points.order_by("period_start")] == [11, 12, 13, 95]


def test_the_self_check_learns_what_was_set_aside(scanned):
    take_in(folder=scanned, by=None)

    (health,) = queries.source_health()
    assert (health.source, health.records_read, health.set_aside, health.state) == ("recorded", 24, 1, "partial")
    assert queries.last_delivery().signals == 1


def test_the_same_results_again_change_no_signal(scanned):
    take_in(folder=scanned, by=None)

    take_in(folder=scanned, by=None)

    assert (everything(Signal).count(), everything(Evidence).count(), everything(Quote).count()) == (1, 1, 1)
    assert Event.objects.filter(did="took in delivery").count() == 2


def test_nothing_of_a_broken_store_is_kept(scanned, tmp_path):
    broken = tmp_path / "store"
    shutil.copytree(scanned, broken)
    (Store.open(broken).results / "sources.parquet").write_bytes(b"not Parquet")

    with pytest.raises(Exception, match="Parquet"):
        take_in(folder=broken, by=None)

    assert everything(Signal).count() == 0
    assert Event.objects.count() == 0


def test_a_folder_that_is_no_store_ends_with_what_to_do_and_the_engines_exit_code(tmp_path):
    with pytest.raises(CommandError, match="Run `tocsin scan` first") as raised:
        call_command("intake", tmp_path)

    assert raised.value.returncode == StoreUnreadable.exit_code


def test_verdicts_go_back_with_role_and_reason_and_no_name(scanned, add_person, tmp_path):
    take_in(folder=scanned, by=None)
    analyst = add_person("Force analyst", "district-analyst", "Force", "E23000010")
    signal = everything(Signal).get()
    dismiss_signal(signal=signal, reason="A new team records more", by=analyst)

    written = export_verdicts(file=tmp_path / "verdicts.parquet", by=None)

    (row,) = pq.read_table(tmp_path / "verdicts.parquet").to_pylist()
    assert (written.verdicts, written.outcomes) == (1, 0)
    assert (row["signal_id"], row["state"]) == (signal.engine_signal_id, "dismissed")
    assert (row["reason"], row["decided_by_role"]) == ("A new team records more", "district-analyst")
    assert "Force analyst" not in str(row)
    assert Event.objects.filter(did="exported verdicts").exists()


def test_what_came_of_signals_goes_back_beside_the_verdicts_in_numbers_alone(scanned, add_person, tmp_path, capsys):
    take_in(folder=scanned, by=None)
    chair = add_person("Force chair", "board-chair", "Force", "E23000010")
    analyst = add_person("Force analyst", "district-analyst", "Force", "E23000010")
    signal = everything(Signal).get()
    told = {"act": Act.WORK_ON_GROUP, "area_code": "E23000010", "release": OPEN, "by": chair}
    group = start(Group, **told, code_name="Granite Harbour", state=Status.ACTIVE, crime_types=["fraud"])
    tie(record=group, on=signal, because="It was found by it", by=chair)
    day = everything(Signal).get().period_end
    claim = Claim("Closed a yard", "soc4p:pursue", day, "market", "months", "The register", Grade.MAJOR)
    made = claim_disruption(target=group, claim=claim, release=OPEN, by=analyst)
    accept_claim(disruption=made, grade=Grade.MAJOR, by=chair, seen_version=made.version)

    call_command("verdicts", tmp_path / "verdicts.parquet")

    (row,) = pq.read_table(tmp_path / "verdicts.outcomes.parquet").to_pylist()
    numbers = {"disruptions": 1, "highest_grade": "major", "outcomes": 0, "outcomes_less": 0}
    assert row == {"signal_id": signal.engine_signal_id, "series_id": signal.series_id} | numbers
    assert "what came of 1 signals" in capsys.readouterr().out


def test_the_self_check_notices_a_store_that_is_gone_or_newer_than_what_was_taken_in(scanned, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(scanned, folder)
    take_in(folder=folder, by=None)
    assert queries.trouble_with_store() is None

    Store(folder).publish({}, [], {"totals": {}})
    assert "newer results than were taken in" in queries.trouble_with_store()

    shutil.rmtree(folder)
    assert "no store here" in queries.trouble_with_store()


TABLES = (
    *("signals", "quotes", "windows", "series", "sources", "threats"),
    *("effort", "recording_changes", "terms", "concepts", "concept_links"),
)


def test_results_taken_in_again_after_others_are_the_last_delivery(scanned, tmp_path):
    first = take_in(folder=scanned, by=None)
    other = tmp_path / "store"
    shutil.copytree(scanned, other)
    tables = {name: Store(other).table(name) for name in TABLES}
    Store(other).publish(tables, [], {"watch": "Another", "totals": {}})
    take_in(folder=other, by=None)

    take_in(folder=scanned, by=None)

    assert queries.last_delivery() == first
