"""Three more roles, a clearance, and an identifier that tells nobody how many accounts there are."""

import uuid

from django.db import migrations, models

from partnership.people.rules import Marking, Role


def number(apps, schema_editor):
    for person in apps.get_model("people", "Person").objects.all():
        person.uuid = uuid.uuid4()
        person.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("person", "people_person_role"),
        migrations.AlterField(
            "person",
            "role",
            models.CharField(choices=[(role.value, role.label) for role in Role], max_length=40),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("role__in", [role.value for role in Role])), name="people_person_role"
            ),
        ),
        migrations.AddField(
            "person",
            "clearance",
            models.CharField(
                choices=[(marking, marking.value) for marking in Marking], default=Marking.OFFICIAL, max_length=20
            ),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("clearance__in", [marking.value for marking in Marking])),
                name="people_person_clearance",
            ),
        ),
        migrations.AddField("person", "uuid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField("person", "uuid", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
    ]
