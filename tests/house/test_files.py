"""The house looks at its files: short, said what they are for, named by what they do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.conftest import LONGEST
from tests.house.tree import ROOT, SRC, name_of, nodes, parsed, python_files, tracked

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
# Words that say nothing about what a thing does.
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "services", "misc"}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def test_a_file_is_under_400_lines() -> None:
    """A file that wants more is two files."""
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: number for name, number in lines.items() if number >= MOST_LINES} == {}


def test_a_function_is_under_60_lines() -> None:
    """A function that wants more is two functions."""
    assert [
        f"{name_of(path)}: {node.name} has {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, _FUNCTION)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 >= MOST_LINES_OF_A_FUNCTION
    ] == []


def _words(path: Path) -> set[str]:
    classes = [node.name for node in nodes(path) if isinstance(node, ast.ClassDef)]
    return {
        word.lower()
        for name in (*path.relative_to(ROOT).with_suffix("").parts, *classes)
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    }


def test_a_name_says_what_a_thing_does() -> None:
    """No module or class is called after the drawer it was thrown into."""
    empty = {name_of(path): _words(path) & EMPTY_WORDS for path in python_files()}
    assert {name: words for name, words in empty.items() if words} == {}


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


_ACTIONS = SRC / "post" / "actions"


@pytest.mark.parametrize(
    "folder", [p for p in sorted(_ACTIONS.iterdir()) if p.is_dir() and p.name[0] != "_"], ids=lambda p: p.name
)
def test_a_folder_of_actions_names_the_other_folders_it_imports(folder: Path) -> None:
    """What its first page says about them is neither too little nor too much."""
    whole = " ".join((ast.get_docstring(parsed(folder / "__init__.py")) or "").split())
    said = whole.partition("May import")[2]
    imported = {
        named.split(".")[3]
        for path in folder.glob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        and (named := node.module or "").startswith("budstikke.post.actions.")
    }
    folders = {each.name for each in _ACTIONS.iterdir() if each.is_dir()}
    assert set(re.findall(r"`(\w+)`", said)) == (imported & folders) - {folder.name}


def _public_functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    places: list[ast.Module | ast.ClassDef] = [tree]
    places += [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    return [
        node
        for place in places
        for node in place.body
        if isinstance(node, _FUNCTION) and not node.name.startswith("_")
    ]


def test_a_public_function_says_what_it_does_in_one_sentence() -> None:
    """The first sentence is for whoever calls it, and it ends."""
    said = {
        f"{name_of(path)}: {node.name}": (ast.get_docstring(node) or "says nothing").split("\n\n")[0]
        for path in python_files(tests=False)
        for node in _public_functions(parsed(path))
    }
    assert said
    assert {
        name: first for name, first in said.items() if not first.rstrip().endswith((".", ":", "?", "…"))
    } == {}


def test_a_public_class_and_its_file_say_what_they_are() -> None:
    """A reader of one file needs no other to know what it is for."""
    trees = {name_of(path): parsed(path) for path in python_files(tests=False)}
    assert [name for name, tree in trees.items() if not ast.get_docstring(tree)] == []
    assert [
        f"{name}: {node.name}"
        for name, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ] == []


def test_a_test_says_in_a_line_what_it_protects() -> None:
    """A test that fails tells what broke, before anybody reads its code."""
    assert [
        f"{name_of(path)}: {node.name}"
        for path in python_files()
        if path.name.startswith("test_")
        for node in nodes(path)
        if isinstance(node, _FUNCTION) and node.name.startswith("test_") and not ast.get_docstring(node)
    ] == []


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
