"""Each event says which kind of processing it was and for whom, and is a link in a keyed chain without gaps.

What was recorded before is numbered afresh from 1, as databases leave gaps, and chained as it stands. From here on
the log has a head, says which records an event showed, and knows a record by its uuid, which no other ever has.
"""

import django.db.models.deletion
from django.db import migrations, models

from partnership.audit import chain, guards
from partnership.audit.rules import Verb

EARLIER = {
    Verb.COLLECTION: (
        "received signal",
        "received evidence",
        "received series",
        "took in delivery",
        "imported outlines",
    ),
    Verb.CONSULTATION: ("read signal", "read audit log"),
    Verb.DISCLOSURE: ("exported verdicts",),
    Verb.SIGN_IN: ("signed in", "signed out"),
    Verb.REFUSAL: ("refused sign-in", "slowed sign-in"),
}


def load(apps, schema_editor):
    """Chains what there is, and says where it ends."""
    events = apps.get_model("audit", "Event")._base_manager
    for verb, deeds in EARLIER.items():
        events.filter(did__in=deeds).update(verb=verb)
    before, number = chain.START, 0
    for number, held in enumerate(list(events.order_by("sequence").values_list("sequence", flat=True)), start=1):
        events.filter(sequence=held).update(sequence=number)
        event = events.get(sequence=number)
        before = chain.mac(event, (), before, key=chain.key())
        events.filter(sequence=number).update(mac=before)
    apps.get_model("audit", "Head")._base_manager.create(pk=1, sequence=number, mac=before)


def take_down(apps, schema_editor):
    guards.take_down(schema_editor.connection)


def put_up(apps, schema_editor):
    guards.put_up(schema_editor.connection)


def go_on_counting(apps, schema_editor):
    """On the way back, the database numbers events again, from the last one on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('audit_event', 'sequence'), "
            "(SELECT coalesce(max(sequence), 0) + 1 FROM audit_event), false)"
        )


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RunPython(take_down, put_up),
        migrations.RemoveIndex("event", "audit_event_object"),
        migrations.RenameField("event", "object_pk", "object_key"),
        migrations.AddIndex("event", models.Index(fields=["object_kind", "object_key"], name="audit_event_object")),
        migrations.AddField(
            "event",
            "verb",
            models.CharField(
                choices=[(verb.value, verb.value) for verb in Verb],
                db_index=True,
                default=Verb.ALTERATION.value,
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField("event", "recipient", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("event", "mac", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.RunPython(migrations.RunPython.noop, go_on_counting),
        migrations.AlterField("event", "sequence", models.BigIntegerField(primary_key=True, serialize=False)),
        migrations.CreateModel(
            "Head",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField()),
                ("mac", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            "Shown",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_kind", models.CharField(max_length=80)),
                ("object_key", models.CharField(max_length=64)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shown", to="audit.event"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "verbose_name_plural": "shown",
                "indexes": [models.Index(fields=["object_kind", "object_key"], name="audit_shown_object")],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
