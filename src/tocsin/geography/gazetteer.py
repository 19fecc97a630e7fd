"""Which places a text names. Names are matched with their capitals; doubtful ones need the rest of the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from tocsin.geography.hierarchy import LEVELS, WORLD, ancestors, level_of
from tocsin.geography.names import Name, Words, every_name, words_around_names
from tocsin.geography.phrases import Found, Phrases, longest


@dataclass(frozen=True, order=True)
class Place:
    """A place named in a text: its first character, one past its last, the words and the area they mean."""

    start: int
    end: int
    words: str
    area_code: str

    @property
    def rank(self) -> int:
        """0 for a district, rising to 3 for the world."""
        return LEVELS.index(level_of(self.area_code))


@dataclass(frozen=True)
class Gazetteer:
    """Names and the words that tell a place from a person. Travels between processes; compares by digest."""

    names: tuple[Name, ...]
    words: Words
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    def places_in(self, text: str) -> tuple[Place, ...]:
        """Every place named in the text, in reading order.

        A name that needs company counts only where the text also names, beyond doubt, somewhere within
        the area it needs. A doubtful name that the text uses for a person is left out throughout.
        """
        index = _index(self)
        found = [(each, index.words_at(each)) for each in longest(index.phrases.find(_straight(text)))]
        surnames = {words for each, words in found if self._is_person(text, each, doubtful=True)}
        settled: list[Place] = []
        waiting: dict[str, list[Found]] = {}
        named: set[str] = set()
        for each, words in found:
            meanings = index.meanings[words]
            if any(meaning.needs for meaning in meanings):
                if words not in surnames:
                    waiting.setdefault(words, []).append(each)
            elif meanings[0].area_code and not self._is_person(text, each, doubtful=False):
                named.update(ancestors(meanings[0].area_code))
                if not meanings[0].is_adjective or self._before_institution(text, each):
                    settled.append(Place(each.start, each.end, words, meanings[0].area_code))
        return tuple(sorted(settled + _with_company(waiting, index.meanings, named - {WORLD})))

    def _is_person(self, text: str, found: Found, *, doubtful: bool) -> bool:
        before = text[max(0, found.start - 40) : found.start]
        if not before.endswith(" ") or before.endswith("  "):
            return False
        word = before.split()[-1] if before.split() else ""
        if word in self.words.titles or word in self.words.first_names:
            return True
        # "Omar Bradford": a capitalised word directly before a doubtful name, unless it is one that may stand there.
        return doubtful and word.isalpha() and word.istitle() and word not in self.words.may_precede

    def _before_institution(self, text: str, found: Found) -> bool:
        after = text[found.end : found.end + 30].split()
        return bool(after) and after[0].strip(".,;:") in self.words.institutions


@dataclass(frozen=True)
class _Index:
    phrases: Phrases
    listed: tuple[str, ...]
    meanings: dict[str, tuple[Name, ...]]

    def words_at(self, found: Found) -> str:
        return self.listed[found.index]


@lru_cache(maxsize=2)
def _index(gazetteer: Gazetteer) -> _Index:
    """Built once a process: an automaton does not travel between processes."""
    meanings: dict[str, tuple[Name, ...]] = {}
    for name in gazetteer.names:
        meanings[name.words] = (*meanings.get(name.words, ()), name)
    listed = tuple(meanings)
    return _Index(Phrases(listed), listed, meanings)


def _with_company(
    waiting: dict[str, list[Found]], meanings: dict[str, tuple[Name, ...]], named: set[str]
) -> list[Place]:
    """The doubtful names for which the text names the area they need. One of them may vouch for the next."""
    settled: list[Place] = []
    left = dict(waiting)
    grown = True
    while grown:
        grown = False
        for words in tuple(left):
            meant = next((name for name in meanings[words] if not name.needs or name.needs in named), None)
            if meant is not None:
                settled += [Place(each.start, each.end, words, meant.area_code) for each in left.pop(words)]
                named.update(code for code in ancestors(meant.area_code) if code != WORLD)
                grown = True
    return settled


def _straight(text: str) -> str:
    return text.replace("’", "'")


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships here. Takes about half a second, nearly all of it the world's city list."""
    names = every_name()
    words = words_around_names()
    content = repr((names, [(key, sorted(value)) for key, value in sorted(vars(words).items())]))
    return Gazetteer(names, words, hashlib.sha256(content.encode()).hexdigest())
