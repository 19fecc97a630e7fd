"""What people send, without characters that nobody sees: in one place, for every form, query and address.

Controls hide words from a reader, end a line in a log, steer a terminal, and NUL is refused by PostgreSQL. Characters
that turn the direction of writing are kept: whoever writes right to left needs them, and pages isolate them.
"""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

# C0 and C1 but tab and line ends; halves of characters, which no database can store.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def without_hidden(text: str) -> str:
    r"""The text without controls and halves of characters.

    >>> without_hidden("Seen\x00 at \x1b[31mnine\ud800\n")
    'Seen at [31mnine\n'
    """
    return HIDDEN.sub("", text)


class TypedWords:
    """Cleans the query and the form of every request. An address that holds a hidden character is nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if HIDDEN.search(request.path_info):
            raise Http404
        request.GET = _cleaned(request.GET)
        if request.method == "POST":
            request.POST = _cleaned(request.POST)
        return self.get_response(request)


def _cleaned(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        clean.setlist(without_hidden(name), [without_hidden(value) for value in values])
    clean._mutable = False
    return clean
