"""The house rules that import-linter cannot hold: names, imports, who acts, who may open a page."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).parents[1] / "src"
FILES = sorted(SOURCE.rglob("*.py"))
WORTHLESS_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "services"}
LONGEST_FILE, LONGEST_FUNCTION = 250, 40

# Imports that must wait until they are needed, by file, with the reason.
LATE_IMPORTS: dict[str, str] = {
    "partnership/exports/pdf_engine.py": "needs a library of the platform; where it is missing, the site still starts",
}

# Pages that anyone may open, with the reason.
OPEN_PAGES = {
    "front": "says what this is and where to sign in",
    "accessibility": "the law asks that anyone can read it",
    "people:sign-in": "nobody is signed in yet",
    "people:code": "the second step of signing in",
    "people:organisation": "leads to the organisation's own sign-in, where one is configured",
    "people:organisation-back": "the way back from there; nobody is signed in yet",
    "people:sign-out": "a session may have ended meanwhile; it does nothing for a stranger",
    "meetings:calendar-feed": "calendar programs cannot sign in: the key in its query says whose calendar it is",
}

# Addresses for programs, which a token guards instead of a sign-in, with the act that it must leave its owner.
FOR_PROGRAMS = {
    "api:me": "token",
    "api:read-document": "token",
    "api:list-boards": "token:see-board",
    "api:signals": "token:see-record",
    "api:signal": "token:see-record",
    "api:decide": "token:triage",
    "api:note-hypothesis": "token:note-hypothesis",
    "api:trends": "token:see-board",
    "api:partner-requests": "token:see-record",
    "api:partner-request": "token:see-record",
    "api:enquiries": "token:see-record",
    "api:enquiry": "token:see-record",
    "api:answer-enquiry": "token:answer-request",
    "api:shared": "token:see-record",
    **dict.fromkeys(("api:disruptions", "api:disruption", "api:outcomes", "api:outcome"), "token:see-record"),
    **dict.fromkeys(("api:meeting-series-list", "api:meeting-series"), "token:see-record"),
    **dict.fromkeys(("api:meetings", "api:meeting"), "token:see-record"),
    **dict.fromkeys(("api:find-records", "api:trail"), "token:see-record"),
    **dict.fromkeys(("api:threats", "api:threat"), "token:see-record"),
    **dict.fromkeys(("api:groups", "api:enablers", "api:intelligence-requirements"), "token:see-board"),
    **dict.fromkeys(("api:group", "api:enabler", "api:intelligence-requirement"), "token:see-record"),
    **dict.fromkeys(("api:profiles", "api:profile", "api:profile-edition", "api:police-part"), "token:see-record"),
    **dict.fromkeys(("api:recommendations", "api:recommendation"), "token:see-record"),
    **dict.fromkeys(("api:plans", "api:plan", "api:plan-actions", "api:plan-action"), "token:see-record"),
    "api:update-action": "token:update-action",
    **dict.fromkeys(("api:emerging-terms", "api:concepts"), "token:see-board"),
    **dict.fromkeys(("api:emerging-term", "api:concept"), "token:see-record"),
}


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def name_of(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def functions_in(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.name == "actions.py" or f.stem.endswith("_actions")], ids=name_of
)
def test_every_action_says_who_acts(file):
    public = [node for node in tree_of(file).body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]

    without = [node.name for node in public if "by" not in {argument.arg for argument in node.args.kwonlyargs}]

    assert public, "an actions.py with no action"
    assert without == []


def test_no_file_is_named_after_nothing():
    assert [name_of(file) for file in FILES if file.stem in WORTHLESS_NAMES] == []


def test_no_import_hides_inside_a_function_or_under_type_checking():
    hidden = []
    for file in FILES:
        tree = tree_of(file)
        at_the_top = {id(node) for node in tree.body}
        hidden += [
            f"{name_of(file)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            and id(node) not in at_the_top
            and name_of(file) not in LATE_IMPORTS
        ]

    assert hidden == []


def test_no_file_and_no_function_outgrows_two_screens():
    """Lines that hold something, and for a function those of its body after the docstring."""
    # Migrations are written by Django, one model after the other, and read by nobody from top to bottom.
    grown = [name_of(file) for file in FILES if lines_in(file) > LONGEST_FILE and "migrations" not in file.parts]
    for file in FILES:
        grown += [f"{name_of(file)}:{node.name}" for node in functions_in(file) if body_length(node) > LONGEST_FUNCTION]

    assert grown == []


def lines_in(file: Path) -> int:
    return sum(bool(line.strip()) for line in file.read_text().splitlines())


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def pages(patterns=None, space="") -> Iterator[tuple[str, object]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def test_every_page_declares_who_may_open_it():
    undeclared = [name for name, view in pages() if getattr(view, "access_rule", None) is None]

    assert undeclared == []


def test_only_the_listed_pages_are_open_to_all():
    assert {name for name, view in pages() if view.access_rule == "anyone"} == set(OPEN_PAGES)


def test_nothing_is_open_that_a_sign_in_does_not_guard():
    """The second lock: Django turns strangers away from every view that is not marked otherwise."""
    unlocked = {name for name, view in pages() if not getattr(view, "login_required", True)}

    assert unlocked == set(OPEN_PAGES) | set(FOR_PROGRAMS)


def test_only_the_listed_addresses_are_for_programs():
    """Each answers nobody without a token: src/partnership/site/tests/test_api.py."""
    by_token = {name: view.access_rule for name, view in pages() if view.access_rule.startswith("token")}
    without_csrf = {name for name, view in pages() if getattr(view, "csrf_exempt", False)}

    assert by_token == FOR_PROGRAMS
    assert without_csrf == set(FOR_PROGRAMS)


def test_every_page_has_a_name():
    assert [inspect.unwrap(view).__name__ for name, view in pages() if name.endswith("None")] == []
