from django.db import migrations, models

import partnership.records.scoping


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0002_markings"),
    ]

    # What is there already came from published sources, also in a demonstration.
    operations = [
        migrations.AddField(
            model_name="signal",
            name="synthetic",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="signal",
            name="synthetic",
            field=models.BooleanField(default=partnership.records.scoping.is_demonstration, editable=False),
        ),
    ]
