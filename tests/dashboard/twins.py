"""Everything that a page sends to somebody, as bytes, to be held against that of a register alike but for one thing.

``outputs_of(path, role, page, queries)`` opens the page at each address and moves each of its widgets in turn; what
comes is the whole element tree, figures with their data, every file that could be taken away, and every message, in
order. Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf import text_format
from google.protobuf.message import Message
from sqlalchemy import Connection
from streamlit.elements.widgets import button
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, Node, Radio, Selectbox

from dashboard import results, source
from dashboard.roles import VIEWS, pages_of
from scoring import flow
from scoring.flow import disclosing
from scoring.flow.regional import taking
from scoring.model import Actor
from scoring.register import chain, keyed
from scoring.register.chain import Head

straight = sys.modules["straight"]
#: Under which a file waits for whoever presses its button: another one each time.
WAITING = re.compile(rb'(deferred_file_id|url): "[^"]*"')
#: The hash of an entry of the chain beside its number: of salted contents, another one in each register.
HASH = re.compile(rb"\xc2\xb7 [0-9a-f]{4}(?: [0-9a-f]{4}){3}\xe2\x80\xa6")
#: At most so many settings of one widget are tried, the first and the last of them among these.
SETTINGS = 2
_HEAD: Any = flow.head_of_record
_WORDS: Any = ButtonGroup.formatted_values.fget  # type: ignore[attr-defined]


class Worded(str):
    """An option by its words: what stands behind them, a test cannot see."""


@dataclass
class Outputs:
    """What was sent, by address and setting, in order."""

    sent: dict[str, bytes] = field(default_factory=dict)

    def __bytes__(self) -> bytes:
        return b"\n".join(name.encode() + b"\n" + one for name, one in self.sent.items())

    def differ(self, other: Outputs) -> list[str]:
        """Return at which addresses and settings two differ; also one that only one of them has."""
        names = [*self.sent, *(name for name in other.sent if name not in self.sent)]
        return [name for name in names if self.sent.get(name) != other.sent.get(name)]


def outputs_of(
    path: Path, role: str, file: str, queries: Sequence[Mapping[str, str]] = ({},), *, at: datetime, walk: bool = True
) -> Outputs:
    """Return everything that a page, ``leader/regions``, sends to a role, at a moment that stands still.

    `walk`: each widget of the page is set to others of its settings, one after the other.
    """
    found = Outputs()
    with _serving(path, at), _taken_away() as files:
        for query in queries:
            _draw(found, role, file, query, files, walk=walk)
    return found


def every_output(
    path: Path, roles: Sequence[str], queries: Sequence[Mapping[str, str]] = ({},), *, at: datetime, walk: bool = False
) -> dict[str, Outputs]:
    """Return what every page of each role sends, by role, from one process that serves them all.

    The pages come from the list of pages and the rules of access. What is kept for one role would reach another here.
    """
    found = {role: Outputs() for role in roles}
    with _serving(path, at), _taken_away() as files, _without_hashes():
        for role in roles:
            for entry in pages_of(Actor(role, role, frozenset({role}))):
                for query in queries:
                    _draw(found[role], role, f"{entry.section}/{entry.name}", query, files, walk=walk)
    return found


@contextmanager
def _without_hashes() -> Iterator[None]:
    """Put noughts for the head of the chain on papers: it is of salted contents, another one in each register.

    Nothing of those contents can be told from it. The number beside it is compared.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking, "chain", SimpleNamespace(head=lambda read: replace(chain.head(read), hash="0" * 64)))
        yield


def _draw(found: Outputs, role: str, file: str, query: Mapping[str, str], files: list[bytes], *, walk: bool) -> None:
    """Open a page at an address and put down what it sends, at first and as each widget is moved."""
    files.clear()
    page = _open(role, file, query)
    _put(found, f"{file} {dict(query)}", page, files)
    for name, setting in _settings(page) if walk else ():
        files.clear()
        _set(page, name, setting)
        _put(found, f"{file} {dict(query)} {name}={setting}", page, files)
    files.clear()


def _open(role: str, file: str, query: Mapping[str, str]) -> AppTest:
    app = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
    app.session_state["demonstration_role"] = role
    app.session_state["language"] = "zh"
    return straight.open_page(app, file, **query)


def _put(found: Outputs, name: str, page: AppTest, files: Sequence[bytes]) -> None:
    protos = (text_format.MessageToString(proto, as_utf8=True) for proto in _protos(page._tree))
    tree = "\n".join(one for one in protos if "<style>" not in one).encode()
    found.sent[name] = b"\n".join([HASH.sub(b"", WAITING.sub(b"", tree)), *files])


def _protos(node: Node) -> Iterator[Message]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        yield proto
    for child in getattr(node, "children", {}).values():
        yield from _protos(child)


def _settings(page: AppTest) -> list[tuple[str, Any]]:
    """Return what each widget of the page may be set to: its kind and key, and other settings."""
    found: list[tuple[str, Any]] = []
    for kind in ("selectbox", "slider", "text_input", "checkbox", "toggle", "radio", "segmented_control", "pills"):
        for widget in page.main.get(kind):
            found += [(f"{kind}:{widget.key}", one) for one in _others(kind, widget) if widget.key]
    pressed = [one for one in page.main.get("button") if one.key and not one.disabled]
    return [*found, *((f"button:{one.key}", True) for one in pressed)]


def _others(kind: str, widget: Any) -> list[Any]:
    """Return other settings of a widget, and at last the one that it has, so that the next one starts from there."""
    if isinstance(widget, ButtonGroup):
        now = [Worded(one) for one in widget.formatted_values]
        return [*_few([Worded(one) for one in widget.options if one not in now]), *now]
    if kind in ("selectbox", "radio"):
        others = _few([at for at in range(len(widget.options)) if at != widget.index])
        return others if widget.index is None else [*others, widget.index]
    if kind == "slider":
        return [widget.min, widget.max, widget.value]
    if kind == "text_input":
        return ["样例", "=1+1", widget.value or ""]
    return [not widget.value, widget.value]


def _few(settings: list[Any]) -> list[Any]:
    return [*settings[: SETTINGS - 1], settings[-1]] if len(settings) > SETTINGS else settings


def _set(page: AppTest, name: str, setting: Any) -> None:
    kind, _, key = name.partition(":")
    # A setting may have taken the widget away: then the page stays as it is, in both registers alike or not.
    widget = next((one for one in page.main.get(kind) if one.key == key), None)
    if widget is None:
        return
    if kind == "button":
        widget.click().run()
    elif kind in ("selectbox", "radio"):
        widget.set_value(Worded(widget.options[min(setting, len(widget.options) - 1)])).run()
    else:
        widget.set_value(setting).run()


@contextmanager
def _taken_away() -> Iterator[list[bytes]]:
    """Make every file that a page offers, as if its button had been pressed, and keep what comes of it."""
    files: list[bytes] = []
    offered = button.marshall_file

    def keep(coordinates: str, data: Any, proto: Any, mime: str | None, name: str | None = None, **more: Any) -> None:
        try:
            made = data() if callable(data) else data
            whole = made.read() if hasattr(made, "read") else made
            content = whole.encode() if isinstance(whole, str) else bytes(whole)
        except Exception as error:  # what it says is part of what is sent
            content = f"{type(error).__name__}: {error}".encode()
        files.append(f"{name} {mime}\n".encode() + plain(content))
        offered(coordinates, b"", proto, mime, name, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(button, "marshall_file", keep)
        patch.setattr(ButtonGroup, "formatted_values", property(_words_of))
        for chooser in (Selectbox, Radio):
            patch.setattr(chooser, "index", property(partial(_index_of, chooser.index.fget)))  # type: ignore[attr-defined]
        yield files


def _words_of(group: Any) -> list[str]:
    return [group._value] if isinstance(group._value, Worded) else _WORDS(group)


def _index_of(given: Callable[[Any], int | None], chooser: Any) -> int | None:
    """Return the index of an option that is set by its words; `AppTest` would put those into words once more."""
    return chooser.options.index(chooser._value) if isinstance(chooser._value, Worded) else given(chooser)


def plain(content: bytes) -> bytes:
    """Return a file as what it says: the parts of an archive without their times, anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in sorted(archive.namelist()))


@contextmanager
def _serving(path: Path, at: datetime) -> Iterator[None]:
    """Serve a copy: who looks and who takes a file leaves a trace, which the next one would see."""
    _forget()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        copy = Path(folder) / path.name
        copyfile(path, copy)
        patch.setenv(source.ENVIRONMENT, str(copy))
        patch.setattr(source, "now", lambda: at)
        # The switch of roles is the demonstration's: it lists every expert by name, which no real register does.
        patch.setattr(source, "demonstration_experts", lambda: {"E01": "E01"})
        patch.setattr(taking, "chain", SimpleNamespace(head=_head))
        # The head on the inspector's page, and the number of a file that is taken: salted and random by their making.
        patch.setattr(flow, "head_of_record", lambda register, actor: replace(_HEAD(register, actor), hash="0" * 64))
        patch.setattr(disclosing, "new_number", lambda register: "AAAA-AAAA")
        # What codes over pages and entries of nobody come of: random by the making of each register.
        patch.setattr(keyed, "key", lambda connection, purpose: bytes(32))
        try:
            yield
        finally:
            source.register().close()
    _forget()


def _head(connection: Connection) -> Head:
    """Return the head of the chain as it is but for its hash.

    The hash stands on the briefing once decisions are locked. It is made to change with whatever is in the record, and
    tells nobody what that is: each entry in it is closed by random bytes of its own.
    """
    return replace(chain.head(connection), hash="0" * 64)


def _forget() -> None:
    # Copies of a register have its id, by which results are kept.
    for kept in (vars(source) | vars(results)).values():
        if hasattr(kept, "cache_clear") and kept is not source.regions:
            kept.cache_clear()
