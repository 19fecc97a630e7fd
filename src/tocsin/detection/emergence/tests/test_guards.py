"""What may be a person's name."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from tocsin.detection.emergence.corpus import DOCUMENTS, corpus_of
from tocsin.detection.emergence.guards import Look, NameGuard

NEWS = "Officers said that {} was seen near the shop in town on the evening of the raid, with keys to a stolen van"
CERTIFICATE = "Acute Intoxication due to the Combined Effects of {}"
GERMAN = "Die Polizei nahm am Abend in der Wohnung {} fest und stellte eine Waffe sicher"


def look(words, *texts):
    rows = [{"doc_id": str(at), "published": date(2017, 1, 1), "text": text} for at, text in enumerate(texts)]
    corpus = corpus_of(pa.Table.from_pylist(rows, schema=DOCUMENTS), "month")
    return NameGuard(corpus).look_of(tuple(words.split()), np.arange(len(texts), dtype=np.int32), len(texts))


@pytest.mark.parametrize(
    ("words", "as_written", "template"),
    [
        ("oluwaseun adeyemi", "Oluwaseun Adeyemi", NEWS),
        ("adeyemi", "Oluwaseun Adeyemi", NEWS),
        ("adeyemi", "Mr Adeyemi", NEWS),
        ("joan", "Joan", NEWS),
        ("jürgen krause", "Jürgen Krause", GERMAN),
        ("ludwig van hoven", "Ludwig van Hoven", GERMAN),
        ("joan brown", "joan brown", "seen {} near shop"),
    ],
)
def test_what_is_written_as_a_name_is_taken_for_one(words, as_written, template):
    assert look(words, *[template.format(as_written)] * 4) is Look.NAME


@pytest.mark.parametrize(
    ("words", "as_written", "template"),
    [
        ("monkey dust", "monkey dust", NEWS),
        ("mark", "a mark", NEWS),
        ("fentanyl", "Heroin, Fentanyl and Ethanol", CERTIFICATE),
        ("acetyl fentanyl", "Acetyl Fentanyl", CERTIFICATE),
        ("bande", "die Bande", GERMAN),
    ],
)
def test_what_is_not_is_not(words, as_written, template):
    assert look(words, *[template.format(as_written)] * 4) is Look.WORD


def test_a_lone_word_that_always_has_a_capital_is_a_proper_noun():
    assert look("encrochat", *[NEWS.format("Encrochat")] * 4) is Look.PROPER_NOUN


def test_a_substance_written_both_ways_by_habit_is_no_name():
    capital = "Acute intoxication due to the combined effects of heroin, Acetyl Fentanyl and ethanol"
    small = "acute intoxication due to the combined effects of fentanyl and ethanol"

    assert look("acetyl fentanyl", *[capital] * 20, *[small] * 2) is Look.WORD
