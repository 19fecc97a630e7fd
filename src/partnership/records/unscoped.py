"""The one place where records are read for nobody in particular.

For what has no viewer: taking deliveries in, review by date, backups, the engine's verdicts. A test lists every
module that may come here, with the reason.
"""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def everything(model: type[Row]) -> models.QuerySet[Row]:
    """Every row of the model, whoever may see it."""
    queryset: models.QuerySet[Row] = model._default_manager._queryset_class(model)
    return queryset
