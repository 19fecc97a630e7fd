"""The `tocsin` command."""

from tocsin.cli.commands import main

__all__ = ["main"]
