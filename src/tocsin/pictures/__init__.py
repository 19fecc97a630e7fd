"""Pictures of what a command found, as SVG or PNG files."""

from tocsin.pictures.drawing import write
from tocsin.pictures.series import Drawn, series_with_bounds

__all__ = ["Drawn", "series_with_bounds", "write"]
