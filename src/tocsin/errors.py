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


class CountsUnreadable(TocsinError):
    """A file of counts is missing, or is not one of the two shapes that can be read."""

    exit_code = 9


class BenchmarkUnavailable(TocsinError):
    """The benchmarks are not there: they run only from the project's own checkout."""

    exit_code = 12


class BadScenario(TocsinError):
    """A scenario's script, or a file of what really happened, cannot be followed as written."""

    exit_code = 13


class PictureNotWritten(TocsinError):
    """A picture cannot be drawn, or not into that file."""

    exit_code = 14


class BadSetting(TocsinError):
    """A setting of a method has no such name, or no such value."""

    exit_code = 15


class DocumentsUnreadable(TocsinError):
    """A user's own file of documents holds none that can be used, or too many different words."""

    exit_code = 11


class BadVerdicts(TocsinError):
    """The file of verdicts is missing, or not what the site writes."""

    exit_code = 16


class PlacesUnreadable(TocsinError):
    """A file of places, or of which are neighbours, cannot be used."""

    exit_code = 10


class ResultNotWritten(TocsinError):
    """A file of results cannot be written where it was asked for."""

    exit_code = 17


class DriversUnreadable(TocsinError):
    """A file of driver series (prices, rates, laws) holds none that can be used."""

    exit_code = 18
