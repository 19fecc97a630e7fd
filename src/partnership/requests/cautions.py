"""What whoever asks is warned of before sending: particulars of a person, a code name, an unusual recipient."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from partnership.areas.models import Area
from partnership.ocgs.models import Group
from partnership.people.models import Agency, Person
from partnership.people.rules import NotAllowed
from partnership.records.scoping import Scoped

from . import queries
from .naming import Caution, particulars_in
from .practice import in_force
from .rules import Question

UNUSUAL = "unusual"


class Unconfirmed(NotAllowed):
    """Nothing was sent, because of `cautions` that whoever asks has not yet confirmed to have read."""

    def __init__(self, cautions: Collection[Caution]) -> None:
        super().__init__("Nothing was sent yet. Read the warnings, and change the text or confirm")
        self.cautions = tuple(cautions)


def cautions_of(question: Question, *, agencies: Iterable[Agency], target: Scoped | None, by: Person) -> list[Caution]:
    """What stands out about the request, of what the person sees; nothing if all is well."""
    areas = Area.objects.values_list("name", flat=True)
    known = [*areas, *Agency.objects.values_list("name", flat=True), *in_force().not_names]
    secret = target.code_name if isinstance(target, Group) else ""
    text = "\n".join((question.asks, question.purpose, question.reference))
    return [*particulars_in(text, known=known, secret=secret), *_unusual(agencies, by)]


def _unusual(agencies: Iterable[Agency], by: Person) -> list[Caution]:
    before = queries.asked_before(by)
    names = [agency.name for agency in agencies if agency.pk not in before]
    if not names:
        return []
    told = f"As far as you can see, nobody has asked {', '.join(names)} before. Check that it is whom you mean"
    return [Caution(UNUSUAL, told)]
