"""Mentions and published figures into count series."""

from tocsin.counting.documents import MEASURE, count_documents
from tocsin.counting.merging import merge_tallies
from tocsin.counting.open_counts import Measure, tally_open_counts

__all__ = ["MEASURE", "Measure", "count_documents", "merge_tallies", "tally_open_counts"]
