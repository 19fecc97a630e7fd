"""What can go wrong, with the exit code a script may rely on. The message says what, where and what to do."""


class TocsinError(Exception):
    """Any failure that the user can do something about."""

    exit_code = 1


class BadWatch(TocsinError):
    """The watch file cannot be followed as written."""

    exit_code = 2


class SourceUnreadable(TocsinError):
    """A source's file is missing, empty or not what the watch says it is."""

    exit_code = 3


class SourcesFailed(TocsinError):
    """The scan finished, but at least one whole source could not be read."""

    exit_code = 4


class SeriesTooShort(TocsinError):
    """A series holds too little history for the method asked of it."""

    exit_code = 5


class NotFound(TocsinError):
    """The thing asked for is not in the store."""

    exit_code = 6


class StoreUnreadable(TocsinError):
    """The store is missing, of another schema version, or in use by another scan."""

    exit_code = 7


class SampleUnavailable(TocsinError):
    """The open sample data could not be fetched or is not the file that was pinned."""

    exit_code = 8
