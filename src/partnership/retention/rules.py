"""When a record may be kept, and until when. No clock here."""

from datetime import date


def may_retain(*, because: str, keep_until: date, today: date, latest: date) -> str | None:
    """None if a record may be kept until that day; otherwise why not, in words for the screen."""
    if not because.strip():
        return "Enter why it is kept"
    if keep_until <= today:
        return "Enter a day after today for the next review"
    if keep_until > latest:
        return f"The schedule allows {latest:%-d %B %Y} at the latest"
    return None
