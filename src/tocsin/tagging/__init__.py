"""Text into mentions: threats, indicators and places."""

from tocsin.tagging.stage import tag
from tocsin.tagging.vocabulary import Term, Threat, Vocabulary, load_vocabulary

__all__ = ["Term", "Threat", "Vocabulary", "load_vocabulary", "tag"]
