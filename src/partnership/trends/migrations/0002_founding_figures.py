"""Loads the dated figures of the document that this product answers to, each with its words and its caveat."""

from datetime import date

from django.db import migrations

WEST_YORKSHIRE = "E23000010"
DOCUMENT = (
    "Tackling serious and organised crime: Commissioner’s response to provisions in the Serious Crime Act 2015 "
    "(West Yorkshire, undated, about January 2016)"
)
TRAINING = "Under “What training is available for police officers on serious and organised crime?”:"
PROCEEDS = "Under “What use is being made of proceeds of crime legislation…?”:"
REPORTS = "intelligence reports on modern slavery"
REPORTS_WORDS = (
    f"{TRAINING} the table of intelligence reports by period; the increase “must be seen as an indicator of the "
    "increased awareness of the subject by both police and partnership staff, but also the threat that remains”."
)
AWARENESS = (
    "Intelligence reports measure awareness as well as threat: in these years thousands of officers and staff "
    "were trained to notice and report modern slavery, and a dedicated unit began in January 2015."
)
DENIED = (
    "Denied is not recovered, received or granted. It counts what was restrained or seized, before any court "
    "ordered it forfeited. Never add it to the other three."
)
GRANTED = (
    "Granted is not denied, recovered or received: it is what was later given out. The document gives no "
    "dates. Never add it to sums denied."
)
FIGURES = (
    (
        "637 intelligence reports on modern slavery, January to October 2015",
        (637, REPORTS, "count", date(2015, 1, 1), date(2015, 10, 31)),
        REPORTS_WORDS,
        f"{AWARENESS} The document prints the rise on the same months of 2014 as 158 %.",
    ),
    (
        "346 intelligence reports on modern slavery in the whole of 2014",
        (346, REPORTS, "count", date(2014, 1, 1), date(2014, 12, 31)),
        REPORTS_WORDS,
        f"{AWARENESS} With 247 by the end of October, November and December hold 99, or 49.5 a month against "
        "24.7 before: the rise began before 2015.",
    ),
    (
        "247 intelligence reports on modern slavery, January to October 2014",
        (247, REPORTS, "count", date(2014, 1, 1), date(2014, 10, 31)),
        REPORTS_WORDS,
        f"{AWARENESS} It is part of the 346 for the whole year: never add the two.",
    ),
    (
        "More than £7.8m denied to criminals in the financial year 2014/15",
        (7_800_000, "pounds denied", "money", date(2014, 4, 1), date(2015, 3, 31)),
        f"{PROCEEDS} “denied criminals over £7.8m utilising the Proceeds of Crime Act”.",
        DENIED,
    ),
    (
        "More than £1.2m granted from the Safer Communities Fund",
        (1_200_000, "pounds granted", "money", None, None),
        f"{PROCEEDS} “more than £1.2m has been distributed”.",
        GRANTED,
    ),
    (
        "About 250 community groups and organisations granted money by the Safer Communities Fund",
        (250, "groups granted money", "estimate", None, None),
        f"{PROCEEDS} “approximately 250 Community groups and organisations across West Yorkshire”.",
        "An approximate number of groups. The document does not say whether one granted twice counts once.",
    ),
    (
        "7,400 completions of the human trafficking e-learning package",
        (7_400, "e-learning completions", "count", None, None),
        f"{TRAINING} “at closure had registered 7,400 completions by Police Officers and staff”.",
        "Completions are not people: someone may complete a package more than once, or leave afterwards. "
        "Never add them to people trained in other ways.",
    ),
    (
        "An estimated 3,000 officers and staff in key roles had the partnership training",
        (3_000, "people trained", "estimate", None, None),
        f"{TRAINING} “an estimated 3,000 officers/staff identified as being in key roles”.",
        "An estimate of people, many of whom will also have completed the e-learning. Never add the two.",
    ),
)


def load(apps, schema_editor):
    figures = apps.get_model("trends", "Figure").objects
    for statement, (value, unit, kind, period_from, period_to), paragraph, caveat in FIGURES:
        figures.create(
            statement=statement,
            value=value,
            unit=unit,
            kind=kind,
            period_from=period_from,
            period_to=period_to,
            area_code=WEST_YORKSHIRE,
            source_title=DOCUMENT,
            source_paragraph=paragraph,
            caveat=caveat,
        )


def unload(apps, schema_editor):
    statements = [statement for statement, *_ in FIGURES]
    apps.get_model("trends", "Figure").objects.filter(statement__in=statements).delete()


class Migration(migrations.Migration):
    dependencies = [("trends", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
