"""Records are read for somebody. Whatever could read them for nobody is listed here, with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from partnership.records.rules import Unscoped
from partnership.records.scoping import PartOf, Scoped, ScopedManager

SOURCE = Path(__file__).parents[2] / "src/partnership"
FILES = sorted(
    f for f in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(f.parts) and f.name != "conftest.py"
)
SCOPED = {model.__name__ for model in apps.get_models() if issubclass(model, Scoped | PartOf)}
BY_SOMEBODY = {"allowing", "seen_by", "withheld_from", "create", "bulk_create"}
DOORS = {"_base_manager", "_default_manager", "raw", "extra", "RawSQL", "cursor", "everything", "QuerySet"}

# Who may come through which door, with the reason. What is no longer used must leave the list.
ALLOWED = {
    ("records/unscoped.py", "_default_manager"): "the door itself",
    ("records/queries.py", "everything"): "a share or a proposal already held finds its record; the action asks again",
    ("records/versions.py", "everything"): "writes to a row that the action has just read for somebody",
    ("retention/queries.py", "everything"): "counts without content: overdue by holder, parts of a record already held",
    ("retention/actions.py", "QuerySet"): "erases a record that the action has just read for somebody, parts and all",
    ("demonstration/stage.py", "QuerySet"): "says of a made-up row, just made, that it was made earlier",
    ("trends/actions.py", "everything"): "takes deliveries in for nobody in particular",
    ("scanning/actions.py", "everything"): "takes deliveries in for nobody in particular",
    ("triage/actions.py", "everything"): "takes deliveries in; writes to a row just read for somebody",
    ("triage/queries.py", "everything"): "verdicts for the engine; evidence of signals already read for somebody",
    ("audit/queries.py", "_default_manager"): "names of people, whose model stands above the log",
    ("audit/guards.py", "cursor"): "puts the guards of the log into the database",
    ("outcomes/tracing.py", "everything"): "counts for the engine what came of each signal; no word of a record",
    ("site/checks.py", "cursor"): "asks the database how it is",
    ("requests/tasks.py", "everything"): "reminds of enquiries and notes which had no reply, for nobody in particular",
    ("find/index.py", "everything"): "takes up the words of records; who finds them is asked at each search",
    ("find/engines.py", "cursor"): "has the database index the words of entries",
    ("backups/rows.py", "everything"): "a backup holds every row of every table, and is recorded as a disclosure",
    ("backups/rows.py", "cursor"): "asks which numbers a table gave to its rows, and goes on from there",
    ("backups/snapshot.py", "cursor"): "has the database take its picture before anything is read",
}
# Reads of a model that is not named on the spot, with the models it can be.
CHOSEN = {("retention/actions.py", "of_record.objects.filter"): "shares and proposals"}
# Models that name an area or a record and are no record themselves, with the reason.
NOT_RECORDS = {
    "thread.tie": "shown only between two records that the viewer sees: thread/queries.py",
    "find.entry": "looked up only beside a record that the viewer sees: find/queries.py",
    "people.posting": "where a person's role applies",
    "notices.subscription": "read with the record, if whoever follows it still sees it: notices/queries.py",
    "notices.notice": "holds no word of the record, and is told only to who still sees it: notices/queries.py",
    "records.share": "read with the record it opens; the shared page reads it through the record",
    "records.lowering": "read with the record it would hold less closely",
    "retention.review": "read with the record that was reviewed",
    "retention.tombstone": "what is left of a record: no word of it, read by records managers of that area",
}


def doors_in(tree: ast.Module, name: str) -> Iterator[tuple[str, str, int]]:
    """File, door and line of each way by which the code could read records for nobody."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"_base_manager", "_default_manager"}:
            yield name, node.attr, node.lineno
        elif isinstance(node, ast.Constant) and node.value in {"_base_manager", "_default_manager"}:
            yield name, node.value, node.lineno
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in DOORS:
                yield name, called, node.lineno


def unscoped_reads(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    """File and words of calls such as `Signal.objects.all()` or `model.objects.filter()`, but for models by name that
    are no records. The manager refuses them too, when they run."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            model, is_read = node.value.value, node.value.attr == "objects" and node.attr not in BY_SOMEBODY
            is_plain = isinstance(model, ast.Name) and model.id[0].isupper() and model.id not in SCOPED
            if is_read and not is_plain:
                yield name, ast.unparse(node)


def trees() -> Iterator[tuple[ast.Module, str]]:
    for file in FILES:
        yield ast.parse(file.read_text()), file.relative_to(SOURCE).as_posix()


def unlisted(found: Iterator[tuple[str, str, int]]) -> list[str]:
    return [f"{name}:{line} {door}" for name, door, line in found if (name, door) not in ALLOWED]


def test_only_the_listed_modules_read_for_nobody():
    assert unlisted(found for tree, name in trees() for found in doors_in(tree, name)) == []


def test_every_module_on_the_list_still_needs_its_door():
    used = {(name, door) for tree, file in trees() for name, door, _ in doors_in(tree, file)}

    assert set(ALLOWED) - used == set()


def test_nothing_reads_records_from_their_manager_without_a_viewer():
    assert {read for tree, name in trees() for read in unscoped_reads(tree, name)} == set(CHOSEN)


@pytest.mark.parametrize(
    ("source", "door"),
    [
        ("Signal._base_manager.all()", "_base_manager"),
        ("getattr(Signal, '_default_manager').all()", "_default_manager"),
        ("everything(Signal).count()", "everything"),
        ("unscoped.everything(Signal).count()", "everything"),
        ("models.QuerySet(Signal).all()", "QuerySet"),
        ("rows.raw('select 1')", "raw"),
        ("rows.extra(where=['1'])", "extra"),
        ("RawSQL('1', ())", "RawSQL"),
        ("connections['default'].cursor()", "cursor"),
    ],
)
def test_a_new_way_round_is_found(source, door):
    assert unlisted(doors_in(ast.parse(source), "triage/views.py")) == [f"triage/views.py:1 {door}"]


@pytest.mark.parametrize(
    "source",
    ["Signal.objects.all()", "Quote.objects.filter(pk=1)", "model.objects.get(pk=1)", "type(one).objects.count()"],
)
def test_a_read_without_a_viewer_is_found(source):
    assert list(unscoped_reads(ast.parse(source), "page.py")) == [("page.py", source.rpartition("(")[0])]


def test_a_read_with_a_viewer_is_not():
    source = "Signal.objects.seen_by(person)\nPerson.objects.filter(pk=1)"

    assert list(unscoped_reads(ast.parse(source), "page.py")) == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if issubclass(m, Scoped | PartOf)])
def test_every_manager_of_a_record_refuses_to_answer_nobody(model):
    """The second lock, for what no reading of the source can tell."""
    assert all(isinstance(manager, ScopedManager) for manager in model._meta.managers)
    assert isinstance(model._default_manager, ScopedManager)
    for method in ("all", "filter", "get", "exclude", "values", "count", "first", "exists", "iterator"):
        with pytest.raises(Unscoped):
            getattr(model.objects, method)()


def strays(found: list[type[models.Model]]) -> list[str]:
    """Models that hold an area's code, a relation to a record, or a record's kind and uuid, and are no records."""
    return [
        model._meta.label_lower for model in found if names_records(model) and not issubclass(model, Scoped | PartOf)
    ]


def names_records(model: type[models.Model]) -> bool:
    columns = {column.name: column for column in model._meta.concrete_fields}
    related = [column.related_model for column in columns.values() if column.is_relation]
    many = [column.related_model for column in model._meta.many_to_many]
    points = any(isinstance(one, type) and issubclass(one, Scoped | PartOf) for one in (*related, *many))
    return points or "area_code" in columns or {"kind", "record"} <= set(columns)


def test_every_model_that_names_an_area_or_a_record_is_scoped_or_listed():
    assert sorted(strays(apps.get_models())) == sorted(NOT_RECORDS)


def test_a_model_beside_the_records_is_found():
    with_area = type("Sighting", (models.Model,), {"area_code": models.TextField(), "__module__": __name__} | _META)
    to_signal = models.ForeignKey("triage.Signal", on_delete=models.PROTECT, related_name="+")
    with_relation = type("Remark", (models.Model,), {"signal": to_signal, "__module__": __name__} | _META)
    try:
        assert strays([with_area, with_relation]) == ["gates.sighting", "gates.remark"]
    finally:
        apps.all_models.pop("gates")
        apps.clear_cache()


_META = {"Meta": type("Meta", (), {"app_label": "gates"})}


def test_a_part_names_the_record_it_stands_or_falls_with():
    parts = [model for model in apps.get_models() if issubclass(model, PartOf)]

    for part in parts:
        assert issubclass(part._meta.get_field(part.part_of).related_model, Scoped | PartOf)
    assert parts
