"""The index of words in the database itself: FTS5 in SQLite, a tsvector in PostgreSQL. Both follow the table of entries
by themselves, so that no way of writing it leaves them behind.

A migration that alters find_entry ends by calling `put_up` again: SQLite drops a table's triggers when it rebuilds it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

from .rules import Asked, Term

# Our own words only, all of letters and digits: nothing is folded, stemmed or left out again.
_SQLITE = (
    "CREATE VIRTUAL TABLE find_words USING fts5(title_words, body_words, content='find_entry', content_rowid='id', "
    "tokenize='ascii')",
    "CREATE TRIGGER find_entry_added AFTER INSERT ON find_entry BEGIN "
    "INSERT INTO find_words(rowid, title_words, body_words) VALUES (new.id, new.title_words, new.body_words); END",
    "CREATE TRIGGER find_entry_gone AFTER DELETE ON find_entry BEGIN "
    "INSERT INTO find_words(find_words, rowid, title_words, body_words) "
    "VALUES ('delete', old.id, old.title_words, old.body_words); END",
    "CREATE TRIGGER find_entry_changed AFTER UPDATE OF title_words, body_words ON find_entry BEGIN "
    "INSERT INTO find_words(find_words, rowid, title_words, body_words) "
    "VALUES ('delete', old.id, old.title_words, old.body_words); "
    "INSERT INTO find_words(rowid, title_words, body_words) VALUES (new.id, new.title_words, new.body_words); END",
    "INSERT INTO find_words(find_words) VALUES ('rebuild')",
)
_SQLITE_AWAY = (
    *(f"DROP TRIGGER IF EXISTS find_entry_{what}" for what in ("added", "gone", "changed")),
    "DROP TABLE IF EXISTS find_words",
)
_POSTGRESQL = (
    "ALTER TABLE find_entry ADD COLUMN document tsvector GENERATED ALWAYS AS "
    "(setweight(to_tsvector('pg_catalog.simple', title_words), 'A') || "
    "setweight(to_tsvector('pg_catalog.simple', body_words), 'B')) STORED",
    "CREATE INDEX find_entry_document ON find_entry USING gin (document)",
)
_POSTGRESQL_AWAY = ("ALTER TABLE find_entry DROP COLUMN IF EXISTS document",)


def put_up(connection: Any) -> None:
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else (*_SQLITE_AWAY, *_SQLITE))


def take_down(connection: Any) -> None:
    _run(connection, _POSTGRESQL_AWAY if connection.vendor == "postgresql" else _SQLITE_AWAY)


def forget(connection: Any) -> None:
    """Leaves nothing of entries that are gone: FTS5 keeps their words until it merges its lists into one.

    SQLite then overwrites the pages that became free (secure_delete, in the settings). PostgreSQL clears its index as
    it clears any table.
    """
    if connection.vendor == "sqlite":
        _run(connection, ("INSERT INTO find_words(find_words) VALUES ('optimize')",))


class Answers(Func):
    """True for an entry whose words answer what was asked; in its title alone, where told so."""

    output_field = BooleanField()

    def __init__(self, asked: Asked, *, in_title: bool = False) -> None:
        super().__init__(F("pk"))
        self.asked, self.in_title = asked, in_title

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        key, _ = compiler.compile(self.source_expressions[0])
        query = fts5_query(self.asked, in_title=self.in_title)
        return f"{key} IN (SELECT rowid FROM find_words WHERE find_words MATCH %s)", [query]  # noqa: S608 -- our names

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        key, _ = compiler.compile(self.source_expressions[0])
        table = key.rpartition(".")[0]
        return f"{table}.document @@ %s::tsquery", [tsquery(self.asked, in_title=self.in_title)]


def fts5_query(asked: Asked, *, in_title: bool = False) -> str:
    """What was asked, in the words of FTS5.

    >>> fts5_query(Asked((Term(("wold", "wmill")), Term(("wcuck",), is_prefix=True)), (Term(("wclosed",)),)))
    '("wold wmill" AND "wcuck"*) NOT ("wclosed")'
    """
    wanted = f"({' AND '.join(map(_fts5_term, asked.wanted))})"
    if in_title:
        return f"title_words : {wanted}"
    return f"{wanted} NOT ({' OR '.join(map(_fts5_term, asked.unwanted))})" if asked.unwanted else wanted


def _fts5_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}'


def tsquery(asked: Asked, *, in_title: bool = False) -> str:
    """What was asked, in the words of PostgreSQL. Words beside each other stand both in the title (A), or both below.

    >>> tsquery(Asked((Term(("wold",)), Term(("wcuck",), is_prefix=True)), (Term(("wclosed",)),)))
    "('wold':AB) & ('wcuck':*AB) & !('wclosed':AB)"
    """
    weights = "A" if in_title else "AB"
    parts = [f"({_tsquery_term(term, weights)})" for term in asked.wanted]
    return " & ".join(parts + ([] if in_title else [f"!({_tsquery_term(term, weights)})" for term in asked.unwanted]))


def _tsquery_term(term: Term, weights: str) -> str:
    star = "*" if term.is_prefix else ""
    if len(term.words) == 1:
        return f"'{term.words[0]}':{star}{weights}"
    *before, last = term.words
    return " | ".join(
        "(" + " <-> ".join([*(f"'{word}':{weight}" for word in before), f"'{last}':{star}{weight}"]) + ")"
        for weight in weights
    )


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
