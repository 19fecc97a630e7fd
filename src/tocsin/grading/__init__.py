"""How far to believe a signal: who agrees, what it rests on, what would make it weaker."""

from tocsin.grading.corroboration import agreement
from tocsin.grading.effort import reporting_effort
from tocsin.grading.excesses import CORROBORATION_WINDOW
from tocsin.grading.grounds import Discovery, Grounds, Step
from tocsin.grading.quotes import Citation, quote_documents, quote_figures
from tocsin.grading.signals import Graded, raise_signals
from tocsin.grading.track_record import Record, TrackRecord, track_record_of
from tocsin.grading.windows import cut_windows

__all__ = [
    "CORROBORATION_WINDOW",
    "Citation",
    "Discovery",
    "Graded",
    "Grounds",
    "Record",
    "Step",
    "TrackRecord",
    "agreement",
    "cut_windows",
    "quote_documents",
    "quote_figures",
    "raise_signals",
    "reporting_effort",
    "track_record_of",
]
