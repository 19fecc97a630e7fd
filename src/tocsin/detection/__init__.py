"""Count series into assessments: observed, expected, bounds and how far to believe an excess."""

from tocsin.detection.stage import detect

__all__ = ["detect"]
