"""The draft on the desk: what was opened, what was changed since, the way back, and what is wrong with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import studio_kept
from indicators.check import FileNames, check_rule_book
from indicators.drafting import put
from indicators.drafting.fields import Path
from indicators.entries import entries
from indicators.faults import Fault
from indicators.language import Message
from indicators.load import digest_of
from indicators.model import Round, RuleBook
from indicators.writing import write_round
from scoring import flow
from scoring.model import Actor

_KEY: Final = "studio-work"
_MOST_STEPS: Final = 50


@dataclass(slots=True)
class Work:
    """A draft that is being edited.

    Attributes
    ----------
    opened : OpenDraft
        As it was read.
    round : Round
        As it stands on the desk.
    sources : mapping
        Where weights were taken from, by node.
    generation : int
        Changes with every change that is not typed, so that boxes show what stands there.
    language : str
        In which boxes speak: in another one they are other boxes, for the browser holds the words of a choice.
    undo : list
        Earlier rounds with their sources, the last one last.
    untyped : mapping of (entry, column) to Fault
        What was typed and means nothing there; the box keeps it, the round what it had.
    whose : str
        For whom it is kept between his sessions; nobody's is not.
    brought_back : bool
        It was not opened from the record but brought back as it was left.
    """

    opened: flow.OpenDraft
    round: Round
    sources: Mapping[str, object]
    generation: int = 0
    language: str = ""
    undo: list[tuple[Round, Mapping[str, object]]] = field(default_factory=list)
    untyped: dict[tuple[str, str], Fault] = field(default_factory=dict)
    whose: str = ""
    brought_back: bool = False

    @property
    def base(self) -> RuleBook:
        """The rule book that was copied."""
        return self.opened.base

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed since it was saved."""
        return self.round != self.opened.book.round or self.sources != self.opened.sources

    @property
    def is_unsaved(self) -> bool:
        """Whether anything stands here that the record has not: what was typed and means nothing is lost as well."""
        return self.is_changed or bool(self.untyped)

    @property
    def is_editable(self) -> bool:
        """Whether it may be changed at all."""
        return self.opened.draft.is_editable

    def change(self, round_: Round, sources: Mapping[str, object] | None = None) -> None:
        """Put another round on the desk, with a way back."""
        if round_ == self.round and sources is None:
            return
        self.undo = [*self.undo[1 - _MOST_STEPS :], (self.round, self.sources)]
        self.round = round_
        if sources is not None:
            self.sources = sources

    def replace(self, round_: Round, sources: Mapping[str, object] | None = None) -> None:
        """Change what boxes show as well: by a button, a file, a step back."""
        self.change(round_, sources)
        self.generation += 1
        self.untyped = {}

    def step_back(self) -> None:
        """Take the last change back."""
        if self.undo:
            self.round, self.sources = self.undo.pop()
            self.generation += 1
            self.untyped = {}

    def put(self, path: Path, value: object) -> None:
        """Put a value at a place."""
        self.change(put(self.round, path, value))

    def faults(self) -> tuple[Fault, ...]:
        """Return everything that is wrong now: what was typed, and what the border would refuse."""
        book = self.opened.book
        names = FileNames("documents.toml", f"{book.regulation.key}.toml", f"{self.round.round_id}.toml")
        found = check_rule_book(names, documents=book.documents, regulation=book.regulation, round_=self.round)
        return (*self.untyped.values(), *found)

    def text(self) -> str:
        """Return the round file."""
        return write_round(self.round)

    def book(self) -> RuleBook:
        """Return the rule book that the desk makes."""
        texts = replace(self.opened.book.texts, round=self.text())
        return replace(self.opened.book, round=self.round, texts=texts, digest=digest_of(texts))

    def names(self) -> dict[int, str]:
        """Return the name of each record of the round, by which faults are told."""
        return {id(entry.record): entry.name for entry in entries(self.round, "round")}


def on_desk(person: Actor, draft_id: str) -> Work:
    """Return the work on a draft: what is on the desk, what the person left unsaved, or the draft opened anew."""
    work: Any = st.session_state.get(_KEY)
    if isinstance(work, Work) and work.opened.draft.draft_id == draft_id:
        return work
    # Whoever may no longer read it is refused here, whatever is kept.
    anew = opened_anew(person, draft_id, drop=False)
    left = studio_kept.left(_whose(person), draft_id)
    if not isinstance(left, Work) or not anew.is_editable:
        return anew
    kept = replace(left, undo=list(left.undo), untyped=dict(left.untyped), generation=anew.generation)
    kept.brought_back = True
    st.session_state[_KEY] = kept
    return kept


def opened_anew(person: Actor, draft_id: str, *, drop: bool = True) -> Work:
    """Open a draft as it stands in the record; what was on the desk is put away, and with `drop` what is kept too."""
    before: Any = st.session_state.get(_KEY)
    found = source.ask(flow.read_draft, person, draft_id)
    work = Work(found, found.book.round, found.sources, whose=_whose(person))
    # Boxes of an earlier opening are other boxes.
    work.generation = before.generation + 1 if isinstance(before, Work) else 0
    st.session_state[_KEY] = work
    if drop:
        studio_kept.drop(work.whose, draft_id)
    return work


def _whose(person: Actor) -> str:
    """Return for whom work is kept: a person in a role on a register."""
    return "|".join((source.register().name, person.id, *sorted(person.roles)))


def put_away() -> None:
    """Leave the desk empty."""
    st.session_state.pop(_KEY, None)


def do(change: Callable[..., object], *arguments: object) -> None:
    """Change the work on the desk from a callback, if it may be changed."""
    work: Any = st.session_state.get(_KEY)
    if isinstance(work, Work) and work.is_editable:
        change(work, *arguments)
        work.brought_back = False
        draft_id = work.opened.draft.draft_id
        if work.is_unsaved:
            studio_kept.leave(
                work.whose, draft_id, replace(work, undo=list(work.undo), untyped=dict(work.untyped))
            )  # fmt: skip
        else:
            studio_kept.drop(work.whose, draft_id)


def fault_of(entry: str, column: str, key: str, **values: object) -> Fault:
    """Return a fault of something typed."""
    return Fault(Message(key, values), entry=entry, column=column)
