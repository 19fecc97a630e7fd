"""Text that is safe to store, match and show: one form for every character, and no invisible ones."""

from __future__ import annotations

import unicodedata

# Controls that hide or reorder what a reader sees: C0 and C1 (but tab and line feed), the bidirectional
# overrides and isolates, zero-width spaces and joiners, the byte-order mark.
_HIDDEN = (
    {code for code in range(0x20) if chr(code) not in "\t\n"}
    | set(range(0x7F, 0xA0))
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
    | set(range(0xD800, 0xE000))
    | {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF}
)
_REMOVE = dict.fromkeys(_HIDDEN)


def clean(text: str) -> str:
    """The text in Unicode normal form C, without control, bidirectional or zero-width characters.

    >>> clean("Cafe\\u0301 \\u202egnp.exe\\x00")
    'Café gnp.exe'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_REMOVE)).strip()
