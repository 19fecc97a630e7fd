"""Where documents and counts come from; one file a source."""

from tocsin.sources.csv_files import CsvSlice, plan_csv, read_csv_slice

__all__ = ["CsvSlice", "plan_csv", "read_csv_slice"]
