import hashlib

import pytest
from django.core.management import CommandError, call_command

from partnership.areas import queries
from partnership.areas.actions import import_outlines
from partnership.areas.models import Outline
from partnership.areas.rules import UnusableBoundaries
from partnership.audit.models import Event

pytestmark = pytest.mark.django_db
SOURCE = "Invented outlines, for the tests"


def imported(content, by=None):
    return import_outlines(by=by, content=content, file="new.geojson", source=SOURCE)


def test_until_official_ones_come_every_district_has_an_approximate_outline():
    outlines = queries.outlines_of_districts()

    assert [outline.area.name for outline in outlines] == ["Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"]
    assert all(outline.approximate for outline in outlines)


def test_an_official_outline_takes_the_place_of_the_approximate_one(two_districts, administrator):
    imported(two_districts, by=administrator)

    bradford, leeds = queries.outlines_of(["E08000032", "E08000035"])
    assert not bradford.approximate
    assert bradford.sha256 == hashlib.sha256(two_districts).hexdigest()
    assert leeds.source == SOURCE
    assert queries.outlines_of(["E08000036"])[0].approximate


def test_the_replaced_outline_stays_on_record_with_its_dates(two_districts):
    imported(two_districts)

    old = Outline.objects.get(area="E08000032", approximate=True)
    assert old.replaced_at == queries.outlines_of(["E08000032"])[0].loaded_at


def test_an_import_leaves_one_event_and_the_same_file_again_leaves_none(two_districts, administrator):
    imported(two_districts, by=administrator)
    again = imported(two_districts, by=administrator)

    event = Event.objects.get(did="imported outlines")
    assert event.actor_id == str(administrator.pk)
    assert event.detail["areas"] == ["E08000032", "E08000035"]
    assert again.replaced == ()
    assert Outline.objects.filter(area="E08000032").count() == 2


def test_a_district_of_another_force_is_set_aside_and_shown(feature_of, file_of):
    far = feature_of(properties={"LAD23CD": "E06000001", "LAD23NM": "Hartlepool"})

    done = imported(file_of(far, feature_of()))

    assert [aside.name for aside in done.set_aside] == ["Hartlepool"]
    assert [area.name for area in done.replaced] == ["Bradford"]


def test_a_fault_in_one_feature_changes_nothing(feature_of, file_of):
    with pytest.raises(UnusableBoundaries, match="feature 2"):
        imported(file_of(feature_of(), feature_of(geometry=None)))

    assert queries.outlines_of(["E08000032"])[0].approximate
    assert not Event.objects.filter(did="imported outlines").exists()


def test_a_file_of_strangers_is_refused(feature_of, file_of):
    far = feature_of(properties={"LAD23CD": "E06000001", "LAD23NM": "Hartlepool"})

    with pytest.raises(UnusableBoundaries, match="names no district known here; its first is E06000001 Hartlepool"):
        imported(file_of(far))


def test_the_command_says_what_it_replaced_and_what_it_set_aside(feature_of, file_of, tmp_path, capsys):
    far = feature_of(properties={"LAD23CD": "E06000001", "LAD23NM": "Hartlepool"})
    (tmp_path / "new.geojson").write_bytes(file_of(feature_of(), far))

    call_command("areas", "import", str(tmp_path / "new.geojson"), source=SOURCE)

    told = capsys.readouterr().out
    assert "Outlines replaced: Bradford." in told
    assert "Not known here, set aside: E06000001 Hartlepool." in told
    assert queries.outlines_of(["E08000032"])[0].source == SOURCE


@pytest.mark.parametrize(("content", "exit_code"), [(None, 3), (b"not json", 4)])
def test_the_command_tells_a_missing_file_from_a_useless_one(tmp_path, content, exit_code):
    file = tmp_path / "new.geojson"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=r"new\.geojson") as refused:
        call_command("areas", "import", str(file))

    assert refused.value.returncode == exit_code
