"""What others may hang on to the log without its knowing them."""

from django.dispatch import Signal

# Sent with `event` and `to`, the object it is about, inside the transaction that does what the event tells of. Whoever
# listens keeps something of their own beside it; the log itself is not read for that.
recorded = Signal()
