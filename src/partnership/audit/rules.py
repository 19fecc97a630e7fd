"""What the log will not allow. Imports no Django."""


class AppendOnly(Exception):
    """An event in the log was about to be changed or removed."""


def is_an_id(value: object) -> bool:
    """True for what an event's detail may hold: a short code, a number, a truth, or lists of those.

    >>> is_an_id("E08000032"), is_an_id([3, 4]), is_an_id("Seen near the station on Tuesday night")
    (True, True, False)
    """
    if isinstance(value, (list, tuple)):
        return all(is_an_id(item) for item in value)
    if isinstance(value, str):
        return len(value) <= 80 and not any(character.isspace() for character in value)
    return value is None or isinstance(value, (bool, int, float))
