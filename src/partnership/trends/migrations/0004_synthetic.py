from django.db import migrations, models

import partnership.records.scoping


class Migration(migrations.Migration):
    dependencies = [
        ("trends", "0003_markings"),
    ]

    # What is there already came from published sources, also in a demonstration.
    operations = [
        migrations.AddField(
            model_name="figure",
            name="synthetic",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="figure",
            name="synthetic",
            field=models.BooleanField(default=partnership.records.scoping.is_demonstration, editable=False),
        ),
        migrations.AddField(
            model_name="series",
            name="synthetic",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="series",
            name="synthetic",
            field=models.BooleanField(default=partnership.records.scoping.is_demonstration, editable=False),
        ),
    ]
