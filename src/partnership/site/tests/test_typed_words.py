import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from partnership.site.typed_words import TypedWords

RIGHT_TO_LEFT = "\u202bالسلام\u202c"


def arrives(request):
    """The request as a page receives it."""
    received = []
    TypedWords(lambda passed: received.append(passed) or HttpResponse())(request)
    return received[0]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Seen at nine\r\n\tand ten", "Seen at nine\r\n\tand ten"),
        ("Seen\x00 at\x08 nine\x7f\x9b", "Seen at nine"),
        ("\x1b[31mred", "[31mred"),
        (RIGHT_TO_LEFT, RIGHT_TO_LEFT),
        ("", ""),
    ],
)
def test_hidden_characters_never_reach_a_page(method, typed, kept):
    sent = getattr(RequestFactory(), method)("/", {"reason": [typed, "second"]})

    fields = getattr(arrives(sent), method.upper())

    assert fields.getlist("reason") == [kept, "second"]


def test_what_a_page_receives_cannot_be_changed_by_accident():
    with pytest.raises(AttributeError, match="immutable"):
        arrives(RequestFactory().post("/", {"reason": "x"})).POST["reason"] = "y"


def test_the_body_of_a_request_by_a_program_is_left_to_its_own_reader():
    sent = RequestFactory().post("/", b'{"reason": "x"}', "application/json")

    assert arrives(sent).body == b'{"reason": "x"}'


@pytest.mark.parametrize("path", ["/boards/%00/", "/boards/E08000032%1b/"])
def test_an_address_with_a_hidden_character_is_nowhere(path):
    with pytest.raises(Http404):
        arrives(RequestFactory().get(path))
