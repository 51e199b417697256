"""What a package of `flow` offers to somebody who acts, and the words in which he is refused; for tests of access."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event

from scoring.errors import AccessRefusedError, ConflictError, FaultsError
from scoring.model import Actor

Step = Callable[..., Any]
ABSENT = "no-such-thing"


def public_functions(package: ModuleType) -> dict[str, Step]:
    """Return every public function of a package's modules that is given a register."""
    found: dict[str, Step] = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and "register" in inspect.signature(function).parameters:
                found[name] = function
    return found


def somebody_acts(function: Step) -> bool:
    return "actor" in inspect.signature(function).parameters


def due(function: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a function cannot do without, of values by name; each must be among them."""
    taken = inspect.signature(function).parameters.values()
    names = [one.name for one in taken if one.default is inspect.Parameter.empty and one.name != "actor"]
    unknown = set(names) - values.keys()
    assert not unknown, f"{function.__name__}: say here what {sorted(unknown)} may be, so that it is tested too"
    return {name: values[name] for name in names}


def said(function: Step, actor: Actor, given: Mapping[str, Any]) -> str:
    """Return the words in which somebody is refused; he must be."""
    words = refusal(function, actor, given)
    assert words is not None, f"{function.__name__} refused nobody"
    assert "access.refused" in words, function.__name__
    return words


@contextmanager
def questions() -> Iterator[list[str]]:
    """Give the list of what is asked of any database meanwhile, in order, without the values."""
    heard: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def work_of_refusal(function: Step, actor: Actor, given: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    """Return the words of a refusal and what was asked of the database before it: both may tell what there is."""
    with questions() as heard:
        words = refusal(function, actor, given)
    return words, heard


def refusal(function: Step, actor: Actor, given: Mapping[str, Any]) -> str | None:
    """Return the words of a refusal; ``None`` for whoever may, though it may come too early or too late."""
    try:
        function(actor=actor, **given)
    except AccessRefusedError as refused:
        return str(refused)
    except (ConflictError, FaultsError):
        return None
    return None
