"""A scan: every stage threaded together. Only this folder knows every stage; journey.py is the whole on one page."""

from tocsin.scan.journey import Outcome, scan

__all__ = ["Outcome", "scan"]
