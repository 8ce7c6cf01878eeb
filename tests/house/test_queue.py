"""The house looks at its queue: whatever is queued has one task, and every task lives in one file."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.house.tree import SRC, parsed, python_files

TIMER = SRC / "post" / "doors" / "timer.py"
# Each service with a queue has its own, and one file in which every task of it lives.
TIMERS = {"post": TIMER, "issuer": SRC / "issuer" / "doors" / "timer.py"}


def _named(path: Path, *, call: str) -> list[str]:
    """The names given to app.task(name=...) or app.configure_task("...")."""
    found = []
    for node in ast.walk(parsed(path)):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == call
        ):
            continue
        # A command may pass on a name it was given; whoever gives it writes it out, and is looked at below.
        if SRC / "cli" in path.parents and node.args and isinstance(node.args[0], ast.Name):
            continue
        given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "name")]
        assert given and isinstance(given[0], ast.Constant), (
            f"{path.name}:{node.lineno} names its task in words"
        )
        found.append(str(given[0].value))
    return found


def _queued(service: str) -> set[str]:
    """The names that a service queues; commands ask the post for theirs."""
    folders = [SRC / service, *([SRC / "cli"] if service == "post" else [])]
    return {
        name
        for path in python_files(tests=False)
        if any(folder in path.parents for folder in folders)
        for name in _named(path, call="configure_task")
    }


@pytest.mark.parametrize("service", TIMERS)
def test_every_queued_name_has_exactly_one_task(service: str) -> None:
    """A job without a task waits for ever; two tasks of one name hide one of them."""
    tasks, queued = Counter(_named(TIMERS[service], call="task")), _queued(service)
    assert queued
    assert {name: tasks[name] for name in queued} == dict.fromkeys(queued, 1)
    assert max(tasks.values()) == 1


def test_every_task_lives_with_the_timer() -> None:
    """Whoever asks what runs by itself reads one file of a service."""
    timers = set(TIMERS.values())
    elsewhere = [
        path for path in python_files(tests=False) if path not in timers and _named(path, call="task")
    ]
    assert not elsewhere


@pytest.mark.parametrize("service", TIMERS)
def test_every_task_is_queued_or_comes_by_itself(service: str) -> None:
    """A task that nobody queues and no clock starts is dead; one may do both."""
    timer = TIMERS[service]
    periodic = {
        str(keyword.value.value)
        for node in parsed(timer).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(_calls(decorator, "periodic") for decorator in node.decorator_list)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and _calls(decorator, "task")
        for keyword in decorator.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    }
    assert periodic
    assert periodic | _queued(service) == set(_named(timer, call="task"))


def _calls(node: ast.expr, attribute: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute


@pytest.mark.parametrize("service", TIMERS)
def test_what_comes_by_itself_within_the_hour_is_left_to_its_next_turn(service: str) -> None:
    """
    Were it tried again, its next might wait already, where only one may: the job could be neither, and would be lost.

    What comes once a day is owed until then, and is tried again.
    """
    faults = {}
    for node in parsed(TIMERS[service]).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        crons = [each for each in node.decorator_list if _calls(each, "periodic")]
        if not crons:
            continue
        told = " ".join(ast.unparse(each) for each in node.decorator_list)
        daily = re.search(r"cron='\d+ \d+ \* \* \*'", told) is not None
        if ("retry=_AGAIN" in told, "_NEXT_TURN" in told) != (daily, not daily):
            faults[node.name] = told
    assert not faults


def test_a_command_asks_for_tasks_that_exist() -> None:
    """What a command has the worker do at once is a task of the timer."""
    asked = {
        str(node.args[0].value)
        for path in python_files(tests=False)
        if SRC / "cli" in path.parents
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "defer"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked <= set(_named(TIMER, call="task"))
