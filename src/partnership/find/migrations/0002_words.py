"""From here on the database indexes the words of entries."""

from django.db import migrations

from partnership.find import engines


def put_up(apps, schema_editor):
    engines.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    engines.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("find", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
