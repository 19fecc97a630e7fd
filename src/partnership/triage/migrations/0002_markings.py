"""Signals carry a marking, a handling code and a review date, as every record does.

What was there before came from published sources, so it stays open to whoever reads the area's board.
"""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

HANDLINGS = [("P", "P: lawful sharing permitted"), ("C", "C: lawful sharing permitted with conditions")]
MARKINGS = [("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")]
UNSTATED = "No conditions were stated. Not to be passed on without asking whoever it came from."
FIRST_REVIEW = date(2032, 11, 23)


def load(apps, schema_editor):
    signals = apps.get_model("triage", "Signal")._base_manager
    signals.update(marking="OFFICIAL", handling="P", handling_conditions="")


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial"), ("people", "0002_standing")]
    operations = [
        migrations.AddField(
            "signal", "marking", models.CharField(max_length=20, choices=MARKINGS, default="OFFICIAL-SENSITIVE")
        ),
        migrations.AddField("signal", "handling", models.CharField(max_length=1, choices=HANDLINGS, default="C")),
        migrations.AddField("signal", "handling_conditions", models.TextField(blank=True, default=UNSTATED)),
        migrations.AddField("signal", "announced", models.BooleanField(default=False)),
        migrations.AddField(
            "signal",
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
            "signal", "review_on", models.DateField(db_index=True, default=FIRST_REVIEW), preserve_default=False
        ),
        migrations.AddField("signal", "arrived_as", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.AddConstraint(
            "signal",
            models.CheckConstraint(
                name="triage_signal_marking", condition=Q(marking__in=["OFFICIAL", "OFFICIAL-SENSITIVE"])
            ),
        ),
        migrations.AddConstraint(
            "signal",
            models.CheckConstraint(
                name="triage_signal_handling",
                condition=Q(handling="P", handling_conditions="") | Q(handling="C") & ~Q(handling_conditions=""),
            ),
        ),
    ]
