"""Recommendations of a draft out of a CSV file."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django import forms

from partnership.imports.spec import Column, Ready, Spec
from partnership.people.models import Agency, Person
from partnership.records.ps import p_choices

from . import actions
from .forms import day_field, words_field
from .models import Edition, Recommendation
from .queries import recommendations_seen_by


def recommendations_spec(edition: Edition) -> Spec:
    agencies = {one.name: one for one in Agency.objects.all()}

    def take(row: Ready, by: Person) -> Recommendation:
        told = dict(row.told)
        told["agency"] = agencies.get(told.pop("agency_to_do_it"))
        return actions.recommend(edition=edition, release=row.release, by=by, **told)

    return Spec(
        kind=("recommendation", "recommendations"),
        columns=_columns(),
        form=lambda data: RecommendationRow(data, agencies=tuple(agencies)),
        take=take,
        key=lambda told: _same(told["text"]),
        known=lambda by, keys: _known(edition, by),
        title=lambda told: str(told["text"]),
        back=(edition.get_absolute_url(), f"Edition {edition.number}"),
        table="recommendations",
        one=edition.profile,
        note=f"Each stands in edition {edition.number} under a number of its own, and waits for an answer.",
    )


class RecommendationRow(forms.Form):
    """Takes the names of `agencies`, read once for the whole file."""

    text = words_field("What is recommended?", missing="Enter what is recommended")
    p = forms.ChoiceField(error_messages={"required": "Choose a P"})
    agency_to_do_it = forms.ChoiceField(required=False)
    owner_role = forms.CharField(max_length=120, required=False)
    due = day_field("By when?", required=False)
    measure = words_field("How will it be known that it worked?")

    def __init__(self, *args: Any, agencies: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["p"].choices = p_choices()
        self.fields["agency_to_do_it"].choices = [("", ""), *((name, name) for name in agencies)]


def _known(edition: Edition, by: Person) -> dict[Hashable, Recommendation]:
    """Those of the same edition that the person sees."""
    rows = recommendations_seen_by(by).filter(profile=edition.profile_id, edition=edition.number)
    return {_same(one.text): one for one in rows}


def _columns() -> tuple[Column, ...]:
    ps = p_choices()
    offered = ", ".join(key for key, _ in ps)
    return (
        Column("text", "What is recommended: one thing to be done.", True, "Visit every hand car wash once a year"),
        Column("p", f"One of: {offered}.", True, ps[0][0]),
        Column("agency_to_do_it", "The name of an agency that has an account here."),
        Column("owner_role", "Which role there. A role or a post, not a name.", example="Licensing manager"),
        Column("due", "By when, such as 2030-12-31.", example="2030-12-31"),
        Column("measure", "How it will be known that it worked.", example="Fewer workers without papers found"),
    )


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
