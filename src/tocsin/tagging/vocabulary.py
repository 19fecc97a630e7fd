"""The words that raise a mention: threats, indicators and terms, read from TOML and checked."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from tocsin.errors import BadWatch

KINDS = ("primary", "secondary", "facilitating")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ALLOWED = {
    "": {"schema", "language", "lists", "threats", "terms"},
    "threats": {"key", "name", "definition"},
    "terms": {"indicator", "kind", "phrases", "needs", "unless"},
}
_REQUIRED = {"threats": ("key", "name", "definition"), "terms": ("indicator", "kind", "phrases")}


@dataclass(frozen=True)
class Threat:
    """What a scan looks for, such as modern-slavery."""

    key: str
    name: str
    definition: str


@dataclass(frozen=True)
class Term:
    """Phrases that point to one indicator.

    kind    primary, secondary, or facilitating, which is never evidence
    needs   at least one of these words must stand in the same sentence or next to it; empty for none
    unless  none of these may. In both, a final * stands for any ending.
    """

    indicator: str
    kind: str
    phrases: tuple[str, ...]
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def threat(self) -> str:
        return self.indicator.split("/")[0]


@dataclass(frozen=True)
class Vocabulary:
    """Threats and terms of one language. `digest` is the sha256 of both: a changed word is a changed vocabulary."""

    language: str
    threats: tuple[Threat, ...]
    terms: tuple[Term, ...]
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    def threat(self, key: str) -> Threat:
        return next(each for each in self.threats if each.key == key)


def load_vocabulary(language: str = "en", extra: Path | None = None) -> Vocabulary:
    """The vocabulary that ships here for that language, with the terms and threats of `extra` added.

    Raises BadWatch, naming file, line, key and remedy, for anything in either file that cannot be followed.
    """
    shipped = files(__package__).joinpath("terms", f"{language}.toml")
    if not _KEY.fullmatch(language) or not shipped.is_file():
        raise BadWatch(f'No vocabulary for language {language!r}. Use "en", or give extra_terms with it.')
    read = [_File(f"{language}.toml", shipped.read_text(encoding="utf-8"))]
    if extra is not None:
        read.append(_File(str(extra), _text_of(extra)))
    threats = tuple(threat for file in read for threat in file.threats())
    keys = [threat.key for threat in threats]
    for key in keys:
        if keys.count(key) > 1:
            raise BadWatch(f"{read[-1].at(key)}: threat {key!r} is defined twice. Delete one; its terms may stay.")
    terms = tuple(term for file in read for term in file.terms(keys))
    content = repr((language, [astuple(each) for each in threats], [astuple(each) for each in terms]))
    return Vocabulary(language, threats, terms, hashlib.sha256(content.encode()).hexdigest())


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadWatch(f"{path}: cannot be opened ({error.strerror}). Correct extra_terms in the watch.") from error
    except UnicodeDecodeError as error:
        raise BadWatch(f"{path}: byte {error.start + 1} is not valid UTF-8. Save the file as UTF-8.") from error


class _File:
    """One vocabulary file while it is being read: knows its name and lines, for errors."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        try:
            self.content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadWatch(f"{name}: not valid TOML: {error}. Correct that line.") from error
        self._only_known("", self.content)
        if self.content.get("schema") != 1:
            raise BadWatch(f"{self.at('schema')}: schema is {self.content.get('schema')!r}. Write schema = 1.")

    def at(self, words: str) -> str:
        """File and, where the words stand in it, the last line that holds them."""
        found = [number for number, line in enumerate(self.lines, start=1) if words in line]
        return f"{self.name}, line {found[-1]}" if found else self.name

    def threats(self) -> Iterable[Threat]:
        for table in self._tables("threats"):
            key = self._text(table, "key")
            if not _KEY.fullmatch(key):
                raise BadWatch(f"{self.at(key)}: threat key {key!r}. Use small letters, digits and hyphens.")
            yield Threat(key, self._text(table, "name"), self._text(table, "definition"))

    def terms(self, threats: list[str]) -> Iterable[Term]:
        for table in self._tables("terms"):
            indicator = self._text(table, "indicator")
            parts = indicator.split("/")
            if len(parts) < 2 or not all(_KEY.fullmatch(part) for part in parts) or parts[0] not in threats:
                raise BadWatch(
                    f"{self.at(indicator)}: indicator {indicator!r}. Write threat/indicator with one of "
                    f"{', '.join(threats)}."
                )
            kind = self._text(table, "kind")
            if kind not in KINDS:
                raise BadWatch(f"{self.at(indicator)}: kind is {kind!r}. Use primary, secondary or facilitating.")
            phrases = self._words(table, "phrases", indicator)
            if not phrases:
                raise BadWatch(f"{self.at(indicator)}: phrases is empty. Give at least one phrase.")
            for phrase in phrases:
                if "*" in phrase:
                    raise BadWatch(f"{self.at(phrase)}: {phrase!r}: a * is for needs and unless. Write each form out.")
            yield Term(
                indicator,
                kind,
                phrases,
                self._words(table, "needs", indicator),
                self._words(table, "unless", indicator),
            )

    def _tables(self, name: str) -> list[dict[str, Any]]:
        tables = self.content.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise BadWatch(f"{self.at(name)}: {name} must be tables. Write [[{name}]] above each.")
        for table in tables:
            self._only_known(name, table)
            for key in _REQUIRED[name]:
                if key not in table:
                    shown = table.get("indicator", table.get("key", f"[[{name}]]"))
                    raise BadWatch(f"{self.at(str(shown))}: {shown} has no {key!r}. Add it.")
        return tables

    def _only_known(self, name: str, table: Mapping[str, Any]) -> None:
        for key in table:
            if key not in _ALLOWED[name]:
                raise BadWatch(
                    f"{self.at(key)}: unknown key {key!r}. Use {', '.join(sorted(_ALLOWED[name]))}, or delete it."
                )

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table[key]
        if not isinstance(value, str) or not value.strip():
            raise BadWatch(f"{self.at(str(value))}: {key!r} is {value!r}. Write it as text in quotes.")
        return value

    def _words(self, table: Mapping[str, Any], key: str, indicator: str) -> tuple[str, ...]:
        """The list's words, in small letters; "@name" stands for the words of that list in [lists]."""
        value = table.get(key, [])
        words: list[str] = []
        for each in value if isinstance(value, list) else [None]:
            if not isinstance(each, str) or not each.strip(" *"):
                raise BadWatch(f"{self.at(indicator)}: {key!r} of {indicator} must be a list of phrases in quotes.")
            if not each.startswith("@"):
                words.append(each.lower())
                continue
            named = self.content.get("lists", {})
            if each[1:] not in named:
                raise BadWatch(f"{self.at(each)}: no list {each[1:]!r}. Add it under [lists], or correct the name.")
            words += self._words(named, each[1:], indicator)
        return tuple(dict.fromkeys(words))
