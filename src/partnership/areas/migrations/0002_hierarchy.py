"""Loads the areas of West Yorkshire and the approximate outlines that come with the package."""

import hashlib
import json
from pathlib import Path

from django.db import migrations

OUTLINES = Path(__file__).parent.parent / "data/west_yorkshire_districts.geojson"
ABOVE = (
    ("WORLD", "World", "world", None),
    ("K02000001", "United Kingdom", "country", "WORLD"),
    ("E23000010", "West Yorkshire", "force", "K02000001"),
)


def load(apps, schema_editor):
    areas, outlines = apps.get_model("areas", "Area").objects, apps.get_model("areas", "Outline").objects
    for code, name, level, parent in ABOVE:
        areas.create(code=code, name=name, level=level, parent_id=parent)
    content = OUTLINES.read_bytes()
    for feature in json.loads(content)["features"]:
        told = feature["properties"]
        areas.create(code=told["LAD_CD"], name=told["LAD_NM"], level="district", parent_id="E23000010")
        outlines.create(
            area_id=told["LAD_CD"],
            geometry=feature["geometry"],
            source=f"{told['source']}. {told['licence']}",
            approximate=told["approximate"],
            sha256=hashlib.sha256(content).hexdigest(),
        )


def unload(apps, schema_editor):
    apps.get_model("areas", "Outline").objects.all().delete()
    areas = apps.get_model("areas", "Area").objects
    for level in ("district", "force", "country", "world"):
        areas.filter(level=level).delete()


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
