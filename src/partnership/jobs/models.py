"""Which workers are alive, and when each periodic job last came round. The jobs themselves are rows of the library."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """A worker that is alive until then, unless it says so again. What it was doing is taken from it afterwards."""

    worker = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker


class Round(models.Model):
    """The last moment a periodic job was due and put into the queue. One row a job, so that it is put there once."""

    name = models.CharField(max_length=80, primary_key=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
