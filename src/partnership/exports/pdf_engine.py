"""What draws PDF files. It needs Pango, which is no Python package: without it there is everything but PDF."""

import sys
from contextlib import redirect_stdout

try:
    # Where it lacks something it says so on the standard output, which belongs to whoever started a command.
    with redirect_stdout(sys.stderr):
        import weasyprint
except OSError:
    weasyprint = None

IS_POSSIBLE = weasyprint is not None
