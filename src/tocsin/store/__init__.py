"""Records at rest: Parquet files with a schema version, queried through DuckDB."""

from tocsin.store.folder import Store

__all__ = ["Store"]
