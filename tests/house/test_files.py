"""The house looks at its files: short, said what they are for, named by what they do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.conftest import LONGEST
from tests.house.tree import ROOT, SRC, name_of, parsed, python_files, tracked

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
# Words that say nothing about what a thing does.
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "services", "misc"}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_is_under_400_lines(path: Path) -> None:
    """A file that wants more is two files."""
    assert len(path.read_text(encoding="utf-8").splitlines()) < MOST_LINES


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_function_is_under_60_lines(path: Path) -> None:
    """A function that wants more is two functions."""
    too_long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(parsed(path))
        if isinstance(node, _FUNCTION)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 >= MOST_LINES_OF_A_FUNCTION
    }
    assert not too_long


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_name_says_what_a_thing_does(path: Path) -> None:
    """No module or class is called after the drawer it was thrown into."""
    classes = [node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)]
    words = {
        word.lower()
        for name in (*path.relative_to(ROOT).with_suffix("").parts, *classes)
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    }
    assert not words & EMPTY_WORDS


@pytest.mark.parametrize(
    "path", [path for path in python_files(tests=False) if path.name == "__init__.py"], ids=name_of
)
def test_a_folder_says_what_lives_there_and_whom_it_may_import(path: Path) -> None:
    """Whoever opens a folder reads first what belongs in it."""
    said = ast.get_docstring(parsed(path)) or ""
    sentences = [each for each in re.split(r"(?<=[.:;])\s+", said.replace("\n", " ")) if each.strip()]
    # The package itself only says what the product is; its folders say the rest.
    assert len(sentences) >= (1 if path.parent == SRC else 3), said
    if path.parent != SRC:
        assert re.search(r"\b[Ii]mport", said), "whom it may import"


def _public_functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    places: list[ast.Module | ast.ClassDef] = [tree]
    places += [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    return [
        node
        for place in places
        for node in place.body
        if isinstance(node, _FUNCTION) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", python_files(tests=False), ids=name_of)
def test_a_public_function_says_what_it_does_in_one_sentence(path: Path) -> None:
    """The first sentence is for whoever calls it, and it ends."""
    for node in _public_functions(parsed(path)):
        said = ast.get_docstring(node)
        assert said, f"{node.name} says nothing"
        first = said.split("\n\n")[0]
        assert first.rstrip().endswith((".", ":", "?", "…")), f"{node.name}: {first}"


@pytest.mark.parametrize("path", python_files(tests=False), ids=name_of)
def test_a_public_class_and_its_file_say_what_they_are(path: Path) -> None:
    """A reader of one file needs no other to know what it is for."""
    tree = parsed(path)
    assert ast.get_docstring(tree), "the file says nothing"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", [p for p in python_files() if p.name.startswith("test_")], ids=name_of)
def test_a_test_says_in_a_line_what_it_protects(path: Path) -> None:
    """A test that fails tells what broke, before anybody reads its code."""
    silent = [
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, _FUNCTION) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_the_files_that_are_begun_first_exist() -> None:
    """A file renamed or split would begin among the short ones, and the whole run would wait for it."""
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


# What belongs to one machine and not to the product.
_OF_A_MACHINE = {
    "a path": re.compile(r"/(?:home/\w+/|Users/\w+/|root/\w)"),
    "a package index": re.compile(
        r"(?:--(?:extra-)?index-url|--find-links|registry\.npmjs|files\.pythonhosted)"
    ),
}
_TEXT = {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".sh",
    ".sql",
    ".typ",
    ".html",
    ".css",
    ".json",
    ".yml",
    ".yaml",
    ".svg",
    "",
}


@pytest.mark.parametrize("what", _OF_A_MACHINE)
def test_nothing_of_one_machine_is_in_the_product(what: str) -> None:
    """The product runs anywhere."""
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in tracked()
        if path.suffix in _TEXT
        and "vendor" not in path.parts
        and "axe" not in path.parts
        and path.name not in (Path(__file__).name, "test_locks.py")
        for match in [_OF_A_MACHINE[what].search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert not found
