"""Series and figures carry a marking, a handling code and a review date, as every record does.

What was there before came from published sources, so it stays open to whoever reads the area's board.
"""

import uuid
from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

MODELS = ("series", "figure")
HANDLINGS = [("P", "P: lawful sharing permitted"), ("C", "C: lawful sharing permitted with conditions")]
MARKINGS = [("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")]
FIRST_REVIEW = date(2036, 11, 23)
UNSTATED = "No conditions were stated. Not to be passed on without asking whoever it came from."


def load(apps, schema_editor):
    for name in MODELS:
        rows = apps.get_model("trends", name)._base_manager
        rows.update(marking="OFFICIAL", handling="P", handling_conditions="")
        for row in rows.filter(uuid=None):
            rows.filter(pk=row.pk).update(uuid=uuid.uuid4())


def carried(name):
    return [
        migrations.AddField(name, "uuid", models.UUIDField(null=True, editable=False)),
        migrations.AddField(
            name, "marking", models.CharField(max_length=20, choices=MARKINGS, default="OFFICIAL-SENSITIVE")
        ),
        migrations.AddField(name, "handling", models.CharField(max_length=1, choices=HANDLINGS, default="C")),
        migrations.AddField(name, "handling_conditions", models.TextField(blank=True, default=UNSTATED)),
        migrations.AddField(name, "announced", models.BooleanField(default=False)),
        migrations.AddField(
            name,
            "originator",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.agency",
            ),
        ),
        migrations.AddField(
            name,
            "review_on",
            models.DateField(db_index=True, default=FIRST_REVIEW),
            preserve_default=False,
        ),
        migrations.AddField(name, "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(name, "arrived_as", models.TextField(blank=True, default=""), preserve_default=False),
    ]


def settled(name):
    return [
        migrations.AlterField(name, "uuid", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
        migrations.AddConstraint(
            name,
            models.CheckConstraint(
                name=f"trends_{name}_marking", condition=Q(marking__in=["OFFICIAL", "OFFICIAL-SENSITIVE"])
            ),
        ),
        migrations.AddConstraint(
            name,
            models.CheckConstraint(
                name=f"trends_{name}_handling",
                condition=Q(handling="P", handling_conditions="") | Q(handling="C") & ~Q(handling_conditions=""),
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("trends", "0002_founding_figures"), ("people", "0002_standing")]
    operations = [
        *(operation for name in MODELS for operation in carried(name)),
        migrations.RunPython(load, migrations.RunPython.noop),
        *(operation for name in MODELS for operation in settled(name)),
    ]
