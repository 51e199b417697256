"""One process serves many people: what it keeps is kept for one of them, or is public; and none is shown another's."""

from __future__ import annotations

import ast
from pathlib import Path

from dashboard import source

DASHBOARD = Path(source.__file__).parent
KEEPS = {"cache", "lru_cache", "kept_within", "cached_property", "cache_data", "cache_resource"}
#: Kept without a person, each with the reason for which that is right.
FOR_EVERYBODY = {
    "gate/settings.py:settings": "how this process was set up",
    "texts.py:translator": "words of the catalogues",
    "parts/handbook.py:file_of": "the manual, as one file",
    "parts/handbook.py:pages": "the manual",
    "parts/regional_words.py:_english": "names of the province's regions",
    "source.py:register": "the connection itself; what is read of it asks who reads",
    "source.py:demonstration_experts": "of a demonstration alone, refused on any other register",
    "results.py:_listed": "proposals of a consent list; `member_desk` asks whoever wants them each time",
    "source.py:regions": "regions of the province: public",
}


def kept() -> dict[str, set[str]]:
    """Return every function whose results are kept, with the names of what they are kept by."""
    found = {}
    for file in sorted(DASHBOARD.rglob("*.py")):
        place = file.relative_to(DASHBOARD).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else mark
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in KEEPS:
                    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    found[f"{place}:{node.name}"] = {one.arg for one in given}
    return found


def test_what_is_kept_is_kept_for_one_person_or_said_to_be_for_everybody() -> None:
    found = kept()
    shared = {name for name, by in found.items() if not by & {"actor", "person"}}
    assert shared == set(FOR_EVERYBODY)
    assert len(found) > len(shared)


def test_what_is_kept_for_a_person_is_of_one_register_too() -> None:
    assert not [name for name, by in kept().items() if "actor" in by and "_register_id" not in by]


def test_nothing_is_kept_by_calling_a_keeper_or_in_the_cache_of_streamlit() -> None:
    for file in DASHBOARD.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        marks = {
            id(mark)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for mark in node.decorator_list
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in marks:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                assert name not in KEEPS, f"{file.name}:{node.lineno}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"cache_data", "cache_resource"}, f"{file.name}:{node.lineno}"
