"""Raw records into clean documents and counts, and which documents are copies of which."""

from tocsin.reading.documents import Columns, read_documents
from tocsin.reading.near_copies import echoes
from tocsin.reading.open_counts import CountColumns, read_open_counts

__all__ = ["Columns", "CountColumns", "echoes", "read_documents", "read_open_counts"]
