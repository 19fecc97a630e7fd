"""How far to believe a signal: who agrees, what it rests on, what would make it weaker."""

from tocsin.grading.quotes import Citation, quote_documents, quote_figures
from tocsin.grading.signals import raise_signals
from tocsin.grading.windows import cut_windows

__all__ = ["Citation", "cut_windows", "quote_documents", "quote_figures", "raise_signals"]
