"""The chain before the inspector: its newest head in words, what left the building of it, and a check at a press."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.wording import as_html, grouped
from indicators.faults import Fault
from indicators.language import Message, Translator
from scoring import flow
from scoring.documents.head_words import head_words
from scoring.documents.heads import heads_in
from scoring.model import Actor
from scoring.register.chain import Head

PLACE: Final = "watch-chain"
ENVIRONMENT: Final = "QUALITY_CREDIT_HEADS"
"""The folder into which `quality-credit nightly` writes; where it is not named, nothing is said of nights."""
_SUFFIX: Final = ".head.txt"
_ALARMS: Final = "alarms.log"
_LARGEST: Final = 1_000_000
#: Entries whose time goes back that are named; `quality-credit verify` names them all.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands outside of the database: heads, the newest file of them, and the last alarm of a night."""

    heads: tuple[Head, ...]
    newest: str
    alarm: str


def outside() -> Outside | None:
    """Return what the nights left in their folder, ``None`` where no folder is named or it cannot be read."""
    named = os.environ.get(ENVIRONMENT)
    if not named:
        return None
    try:
        files = sorted(file for file in Path(named).iterdir() if file.name.endswith(_SUFFIX))
        heads = [Head.parse(text) for file in files for text in heads_in(_text(file))]
        log = Path(named) / _ALARMS
        lines = _text(log).strip().splitlines() if log.is_file() else []
    except OSError:
        return None
    return Outside(tuple(heads), files[-1].name.removesuffix(_SUFFIX) if files else "", lines[-1] if lines else "")


def draw(person: Actor, say: Translator, head: Head) -> None:
    """Draw the head, the nights, and the button that checks everything now."""
    kept = outside()
    st.header(say("watch.chain"), anchor=False)
    rows = [
        (say("watch.entries"), f'<span class="num">{head.sequence}</span>'),
        (say("watch.head_words"), f"<b>{as_html(' '.join(head_words(head.hash, say.language)))}</b>"),
        (say("watch.head"), f'<span class="num">{as_html(grouped(head.hash[:32]))}</span>'),
        (say("watch.night"), _nights(say, kept)),
    ]
    st.html(f'<div class="rb">{facts(rows)}</div>')
    st.button(
        say("watch.verify"),
        key="watch-verify",
        icon=":material/verified:",
        help=say("watch.verify_what"),
        on_click=_verify,
        args=(person, () if kept is None else kept.heads),
    )


def _nights(say: Translator, kept: Outside | None) -> str:
    if kept is None:
        return as_html(say("watch.night_unknown"))
    if not kept.heads:
        return chip(say("watch.night_none"), "near")
    words = as_html(say("watch.night_kept", newest=kept.newest, count=len(set(kept.heads))))
    return words + (f"<div>{chip(say('watch.night_alarm'), 'bad')} {as_html(kept.alarm)}</div>" if kept.alarm else "")


def _verify(person: Actor, heads: Sequence[Head]) -> None:
    """Walk the chain, recompute decisions and look at everything that must hold, for a callback."""
    faults: list[Fault] = []
    walked: list[int] = []
    back: list[int] = []

    def act() -> None:
        found = source.ask(flow.verify, person, heads=heads)
        walked.append(found.chain.entries)
        # Rows that are not what was recorded break sentences too: said once.
        faults.extend(found.faults or source.ask(flow.check, person))
        back.extend(one.sequence for one in source.ask(flow.times_going_back, person))

    if not acting.attempt(PLACE, act, Message("watch.verified", {"entries": 0})):
        return
    if faults:
        acting.refuse(PLACE, faults)
    else:
        key = "watch.verified_outside" if heads else "watch.verified"
        words = [Message(key, {"entries": walked[0], "heads": len(set(heads))})]
        if back:
            shown = ", ".join(str(one) for one in back[:_MOST]) + (" …" if len(back) > _MOST else "")
            words.append(Message("watch.times_back", {"count": len(back), "entries": shown}))
        acting.succeed(PLACE, *words)


def _text(file: Path) -> str:
    with file.open("rb") as stream:
        return stream.read(_LARGEST).decode("utf-8", "replace")
