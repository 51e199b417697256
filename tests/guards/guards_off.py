"""Every guard that keeps somebody from something, how it is switched off, and the tests that belong to it.

`tests/guards/run.py` takes them one by one, each in a process of its own; a run of the tests by themselves has every
guard on. Held to exist by `tests/test_guards.py`.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

ROOT = Path(__file__).parents[2]
READINGS = "tests/scoring/test_reading_twins.py"
PAGES = "tests/dashboard/views/test_twins.py"
MATRIX = "tests/scoring/test_matrix.py"
ACCESS = "tests/scoring/test_access.py"
#: Verbs by which something is seen; a rule that lets somebody write is not a rule that hides.
EVIDENT = frozenset({"read", "read_own", "export_linked", "export_unlinked", "list", "open", "pack", "pack_with_notes"})
PUBLIC = frozenset({"rule_book", "public_register"})


@dataclass(frozen=True)
class Guard:
    """A guard by its name, where it stands, what switches it off, and its tests, the cheapest first.

    `tests` are arguments of pytest; each entry is run by itself, until one goes red.
    """

    name: str
    place: str
    off: Callable[[], None]
    tests: tuple[tuple[str, ...], ...]


def _holders(value: object) -> Iterator[tuple[Any, str]]:
    """Yield every module of the product, and the name in it, under which something is known."""
    for module in [one for name, one in sys.modules.items() if name.split(".")[0] in ("scoring", "dashboard")]:
        for name, one in list(vars(module).items()):
            if one is value:
                yield module, name


def _at(place: str) -> tuple[Any, str]:
    """Return the module, or class, and the name in it: ``scoring.access:may``."""
    module, _, name = place.partition(":")
    holder: Any = import_module(module)
    *path, last = name.split(".")
    for one in path:
        holder = getattr(holder, one)
    assert hasattr(holder, last), f"{place} is no more"
    return holder, last


def _instead(place: str, other: Any) -> None:
    """Put something else wherever the function is known; a number or a class's own, where it stands alone."""
    holder, name = _at(place)
    old = getattr(holder, name)
    if isinstance(old, FunctionType) and not inspect.isclass(holder):
        for module, known in list(_holders(old)):
            setattr(module, known, other)
    setattr(holder, name, other)


def condition_of(place: str, key: str) -> tuple[ast.FunctionDef, ast.If]:
    """Return a function and the condition in it under which it refuses with a message."""
    holder, name = _at(place)
    tree = ast.parse(inspect.getsource(getattr(holder, name)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    for node in ast.walk(function):
        if isinstance(node, ast.If) and any(
            isinstance(one, ast.Raise) and any(isinstance(c, ast.Constant) and c.value == key for c in ast.walk(one))
            for one in node.body
        ):
            return function, node
    raise AssertionError(f"{place} refuses nothing with {key}")


def _never(place: str, key: str) -> None:
    """Let a function never refuse with a message: the condition before it is never true."""
    function, condition = condition_of(place, key)
    condition.test = ast.copy_location(ast.Constant(value=False), condition.test)
    holder, name = _at(place)
    old = getattr(holder, name)
    known = list(_holders(old))
    exec(compile(ast.Module([function], []), place, "exec"), vars(holder))  # noqa: S102 - its own text, one word changed
    for module, other in known:
        setattr(module, other, getattr(holder, name))


def _rule_open(index: int) -> None:
    """Let everybody do what a rule lets some do, in every circumstance."""
    from scoring import access

    given = access.rules()
    rules = list(given.rule)
    rules[index] = replace(rules[index], roles=tuple(role.id for role in given.role), when=())
    opened = replace(given, rule=tuple(rules))
    access.rules = lambda: opened  # type: ignore[assignment]


def _kept_for_everybody() -> None:
    """Keep what was read without asking for whom."""
    from dashboard import source

    kept: dict[Any, Any] = {}

    def keep(register_id: str, actor: Any, step: Any, revision: int, args: Any, values: Any) -> Any:
        key = (register_id, step, revision, args, values)
        if key not in kept:
            kept[key] = step(source.register(), actor, *args, **dict(values))
        return kept[key]

    keep.cache_clear = kept.clear  # type: ignore[attr-defined]
    source._kept = keep  # type: ignore[assignment]


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _yes(*_: Any, **__: Any) -> bool:
    return True


def _no(*_: Any, **__: Any) -> bool:
    return False


def _none_at_all(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _first_role(actor: Any, *_: Any, **__: Any) -> str:
    return sorted(actor.roles)[0] if actor.roles else "nobody"


def _as_it_is(value: Any, *_: Any, **__: Any) -> Any:
    return value


def _in_order(digests: Any) -> Any:
    panels: dict[str, list[Any]] = {}
    for key in sorted(digests):
        panels.setdefault(key[0], []).append(key)
    return {key: str(number) for panel in panels.values() for number, key in enumerate(panel, start=1)}


def _own(*_: Any, **__: Any) -> frozenset[str]:
    return frozenset({"own_region"})


def _code(name: str, place: str, other: Any, *tests: tuple[str, ...]) -> Guard:
    return Guard(name, place, partial(_instead, place, other), tests)


def _two(name: str, place: str, key: str, *tests: tuple[str, ...]) -> Guard:
    return Guard(name, f"{place} {key}", partial(_never, place, key), tests)


def _in_code() -> tuple[Guard, ...]:
    flow, gate = "tests/scoring/flow", "tests/dashboard/gate"
    decided = (READINGS, "-k", "decided-secretariat or decided-inspector or decided-chair")
    offices = (READINGS, "-k", "decided-county or decided-prefecture")
    sessions = (f"{flow}/accounts/test_sessions.py",)
    return (
        _code("every question of access", "scoring.access:may", _yes, (ACCESS,)),
        _code("every demand of access", "scoring.access:require", _first_role, (ACCESS,)),
        _code(
            "whoever never may is refused before anything is looked up",
            "scoring.flow.gather:refuse_whoever_never_may",
            _nothing,
            (f"{flow}/test_access.py",),
            (f"{flow}/meeting/test_access.py",),
        ),
        _code("an office's own region", "scoring.flow.gather:in_region", _own, offices),
        _code(
            "sheets of a decision bear labels",
            "scoring.flow.unlinking:unlinked_decision",
            _as_it_is,
            (f"{flow}/test_unlinking.py",),
            decided,
        ),
        _code(
            "sheets of a panel bear labels", "scoring.flow.unlinking:unlinked", tuple, (f"{flow}/test_unlinking.py",)
        ),
        _code(
            "labels are dealt anew for each application",
            "scoring.flow.unlinking:labels",
            _in_order,
            (f"{flow}/test_unlinking.py",),
            (f"{flow}/test_exporting.py",),
            decided,
        ),
        _code(
            "what a decision rests on",
            "scoring.flow.decision_grounds:as_shown_to",
            lambda actor, decision, circumstances: decision,
            (f"{flow}/test_deciding.py",),
            decided,
        ),
        _code("signs in the order of strength alone", "scoring.flow.signs:_strongest", tuple, decided),
        _code(
            "enough others behind what is shown of others",
            "scoring.statistics.disclosure:LEAST_OTHERS",
            1,
            ("tests/scoring/statistics/test_disclosure.py",),
        ),
        _code(
            "own sheet before its lock alone",
            "scoring.flow.saving:may_change",
            _first_role,
            (f"{flow}/test_marking.py",),
        ),
        _code(
            "no sheet goes back after its decision",
            "scoring.flow.marking:refuse_if_decided",
            _nothing,
            (f"{flow}/test_marking.py",),
            (f"{flow}/test_reopening.py",),
        ),
        _code("a look is written down", "scoring.flow.looking:note_look", _no, (f"{flow}/test_looking.py",)),
        _code(
            "a file that leaves bears the mark of its taker",
            "scoring.flow.disclosing:marked",
            _as_it_is,
            (f"{flow}/test_disclosing.py",),
            ("tests/scoring/cli/test_export.py",),
        ),
        _code(
            "a page asks for its right",
            "dashboard.parts.frame:access.require",
            _first_role,
            ("tests/dashboard/views/test_every_page.py", "-k", "lacks"),
        ),
        Guard(
            "what is kept is kept for one person",
            "dashboard.source:_kept",
            _kept_for_everybody,
            (
                ("tests/dashboard/views/test_kept.py",),
                ("tests/dashboard/views/test_shared_process.py",),
            ),
        ),
        _code(
            "whoever has left does nothing more",
            "dashboard.source:_refuse_whoever_left",
            _nothing,
            ("tests/dashboard/test_identity.py",),
            (f"{gate}/test_middleware.py",),
        ),
        _code(
            "markup in texts is made harmless",
            "dashboard.parts.wording:as_html",
            str,
            ("tests/dashboard/parts/test_wording.py",),
        ),
        _code(
            "enterprises by name when grades are announced",
            "dashboard.parts.drill_choice:is_announced",
            _yes,
            ("tests/dashboard/views/leader/test_enterprises.py",),
            (PAGES, "-k", "decided-leader"),
        ),
        _code(
            "a connection whose session ended",
            "dashboard.gate.middleware:_still",
            _yes,
            (f"{gate}/test_middleware.py",),
        ),
        _code("a host that is ours", "dashboard.gate.middleware:_host_is_ours", _yes, (f"{gate}/test_middleware.py",)),
        _code("a form that is sent from here", "dashboard.gate.forms:is_from_here", _yes, (f"{gate}/test_pages.py",)),
        _code(
            "a screen that is paired",
            "dashboard.gate.visitors:is_paired",
            _yes,
            (f"{gate}/test_middleware.py",),
            (f"{gate}/test_ways_in.py",),
            (f"{gate}/test_pages.py",),
        ),
        _code(
            "a login that is locked",
            "scoring.identity.lockout:locked",
            _no,
            ("tests/scoring/identity/test_lockout.py",),
        ),
        _code(
            "roles that one person may not hold",
            "scoring.identity.separation:excluded",
            _none_at_all,
            ("tests/scoring/identity/test_separation.py",),
        ),
        _code(
            "roles kept apart in an account",
            "scoring.identity.separation:faults",
            lambda *_, **__: [],
            ("tests/scoring/identity/test_separation.py",),
        ),
        _code(
            "one live device in a sitting", "scoring.flow.accounts.sessions:one_device", lambda *_, **__: 0, sessions
        ),
        _code(
            "texts in CSV run nothing",
            "indicators.workbook:_csv_text",
            lambda cell: str(cell or ""),
            ("tests/indicators/test_workbook.py",),
            ("tests/hostile/test_borders.py",),
        ),
        _code(
            "an attachment's kind by its content",
            "scoring.procedure.attachments:kind_fault",
            _nothing,
            (f"{flow}/test_attaching.py",),
        ),
        _code(
            "an attachment's size", "scoring.procedure.attachments:size_fault", _nothing, (f"{flow}/test_attaching.py",)
        ),
        _code(
            "nothing is written while the record is frozen",
            "scoring.register.chain:_refuse_while_frozen",
            _nothing,
            (f"{flow}/test_freezing.py",),
        ),
        _code(
            "the wall's frame shows what its kind may",
            "scoring.meeting.frames:_kind",
            lambda facts: "result",
            ("tests/scoring/meeting/test_frames.py",),
        ),
        _two(
            "two persons void a decision",
            "scoring.flow.voiding:_asked_by_another",
            "powers.two_persons",
            (f"{flow}/test_voiding.py",),
        ),
        _two(
            "two persons grant a right",
            "scoring.flow.accounts.approving:approve",
            "accounts.same_person",
            (f"{flow}/accounts/test_administration.py",),
        ),
        _two(
            "two persons set a measure aside",
            "scoring.flow.barring:answer_void",
            "supervision.void_same_person",
            (f"{flow}/test_barring.py",),
            (f"{flow}/test_measuring.py",),
        ),
        _two(
            "two persons let the record go on",
            "scoring.flow.freezing:answer_thaw",
            "freezing.same_person",
            (f"{flow}/test_freezing.py",),
        ),
        _two(
            "two persons adopt a rule book",
            "scoring.flow.adopting:answer_draft",
            "drafting.same_person",
            (f"{flow}/test_rule_drafts.py",),
        ),
    )


def guards() -> tuple[Guard, ...]:
    """Return every guard: those in code, and the rules of access that let some people see something."""
    from scoring import access

    seen = "decided-county_drc or decided-leader or decided-expert or decided-secretariat or accredited-public"
    rules = [
        Guard(
            f"rule {index + 1}: {', '.join(one.roles[:2])}{' …' if one.roles[2:] else ''} {'/'.join(one.verbs)}"
            f" {one.object}{' when ' + ' '.join(one.when) if one.when else ''}",
            f"access.toml {index}",
            partial(_rule_open, index),
            ((MATRIX, ACCESS), (READINGS, "-k", seen)),
        )
        for index, one in enumerate(access.rules().rule)
        if set(one.verbs) & EVIDENT and one.object not in PUBLIC and not one.object.startswith("page_")
    ]
    return (*_in_code(), *rules)
