"""The screen in the hall: paired by a code, it reads frames and nothing else."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from indicators.language import Message, Name
from scoring import access
from scoring.documents.head_words import head_words
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.meeting.motions import proposed_motions
from scoring.flow.meeting.panel_now import medians, split_indicator
from scoring.flow.meeting.state import SittingState, act_of, asked_to, load
from scoring.meeting.frames import ConsentLine, Frame, ItemFacts, ItemResult, RuleLines, WallFacts, frame_of
from scoring.meeting.outcomes import outcome_named
from scoring.meeting.resolve import quorum_formula
from scoring.meeting.steps import STEPS, step_seconds
from scoring.model import Actor
from scoring.register import chain, decisions, sitting_papers, sittings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sitting_papers import Wall

CODE_DIGITS = 6
CODE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a paired screen keeps: which sitting, and a token that no other screen has."""

    sitting_id: str
    token: str


def offer_wall(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> str:
    """Return a code by which one screen may be paired within five minutes; a screen that was paired goes dark.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    with register.write() as connection:
        state, role = asked_to(connection, actor, "offer", "wall", sitting_id)
        _write(connection, state, actor, role, now, "wall.offered", "offered", _digest(state.id, code))
    return code


def pair_wall(register: Register, actor: Actor, now: datetime, *, code: str) -> Pairing:
    """Pair the actor's screen by the code that was offered; a wrong one and one that is too old are refused alike.

    Raises
    ------
    ConflictError
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "pair", "wall")
    with register.write() as connection:
        for one in sitting_papers.offered_walls(connection):
            fresh = datetime.fromisoformat(one.at) + timedelta(minutes=CODE_MINUTES) >= now
            if fresh and secrets.compare_digest(one.secret or "", _digest(one.sitting_id, code.strip())):
                sitting = sittings.one(connection, one.sitting_id)
                if sitting is None:
                    break
                token = secrets.token_urlsafe(24)
                state = load(connection, sitting)
                _write(connection, state, actor, role, now, "wall.paired", "paired", _digest(one.sitting_id, token))
                return Pairing(one.sitting_id, token)
    raise ConflictError(Message("meeting.no_such_code"))


def pause_wall(register: Register, actor: Actor, now: datetime, *, sitting_id: str, paused: bool) -> Entry:
    """Cover the screen, or uncover it.

    Raises
    ------
    ConflictError
        No screen is paired, or it is so already.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "pause", "wall", sitting_id)
        before = sitting_papers.wall(connection, sitting_id)
        to, frm = ("paused", "paired") if paused else ("paired", "paused")
        if before is None or before.state != frm:
            raise ConflictError(Message("meeting.wall_not_so"))
        return _write(connection, state, actor, role, now, f"wall.{to}", to, before.secret)


def wall_revision(register: Register, actor: Actor, *, sitting_id: str, token: str) -> int:
    """Return the number of the last entry about the sitting: the wall asks for a frame only when it grew.

    Raises
    ------
    AccessRefusedError
        Not paired (any more).
    """
    access.require(actor, "read", "wall")
    with register.read() as connection:
        _refuse_unpaired(connection, sitting_id, token)
        return sittings.revision(connection, sitting_id)


def wall_frame(register: Register, actor: Actor, *, sitting_id: str, token: str) -> Frame | None:
    """Return the frame that the wall shows; ``None``: it keeps the one it has.

    Raises
    ------
    AccessRefusedError
        Not paired (any more).
    """
    access.require(actor, "read", "wall")
    with register.read() as connection:
        wall = _refuse_unpaired(connection, sitting_id, token)
        sitting = sittings.one(connection, sitting_id)
        if sitting is None:
            raise AccessRefusedError(Message("access.refused", {"verb": "read", "object": "wall"}))
        state = load(connection, sitting)
        return frame_of(wall_facts(connection, state, paused=wall.state == "paused"))


def wall_preview(register: Register, actor: Actor, *, sitting_id: str) -> Frame | None:
    """Return what the wall shows now, for the chair and the secretariat: never more than the wall has.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "offer", "wall", sitting_id)
        wall = sitting_papers.wall(connection, sitting_id)
        return frame_of(wall_facts(connection, state, paused=wall is not None and wall.state == "paused"))


def wall_state(connection: Connection, sitting_id: str) -> str | None:
    """Return how the wall stands: offered, paired, paused, ended; ``None`` without one."""
    found = sitting_papers.wall(connection, sitting_id)
    return None if found is None else found.state


def wall_facts(connection: Connection, state: SittingState, *, paused: bool) -> WallFacts:
    """Return all that the wall may know: from here on nothing else of the sitting is in reach."""
    sheet = state.book.round.parameter_sheet
    consent = [state.by_application[id_] for id_ in state.waiting("consent")]
    voting = state.voting
    proposed = {one.application_id: one for one in _consent_lines(connection, state)} if consent else {}
    return WallFacts(
        round_name=Name(state.book.round.name, state.book.round.name_en),
        kind=state.sitting.kind,
        phase=state.sitting.phase,
        since=state.sitting.at,
        paused=paused,
        present=len(state.present),
        seats=len(state.seats),
        confirmed=sum(one.state == "confirmed" for one in state.seats),
        recusals=sum(len(found & frozenset(state.seated)) for found in state.recused.values()),
        rules=_rules(state),
        consent=tuple(proposed[one.application_id] for one in consent if one.application_id in proposed),
        pulled=sum(one.reason == "pulled" for one in state.items),
        voting_open=voting is not None,
        voting_since=None if voting is None else voting.at,
        pull_seconds=sheet.clocks.pull_window_seconds,
        item=_item(connection, state),
        result=_result(connection, state),
        left=sum(one.state == "waiting" for one in state.items),
        by_outcome=Counter(outcome for outcome, _ in state.decided.values()),
        visits=sum(outcome == "send_to_site_visit" for outcome, _ in state.decided.values()),
        head=_head(connection) if state.sitting.phase in ("locked", "ended") else (),
    )


def _rules(state: SittingState) -> RuleLines:
    sheet = state.book.round.parameter_sheet
    return RuleLines(
        quorum=(sheet.quorum.numerator, sheet.quorum.denominator, sheet.quorum.of),
        majority=(sheet.majority.numerator, sheet.majority.denominator, sheet.majority.of),
        ballot=sheet.ballot,
        lines=tuple((cut.grade, cut.min_score) for cut in state.book.round.cut_scores),
        consent_threshold=sheet.consent_threshold,
        hard_minutes=sheet.clocks.hard_item,
        normal_minutes=sheet.clocks.normal_item,
        rule_book_digest=state.book.digest,
    )


def _consent_lines(connection: Connection, state: SittingState) -> list[ConsentLine]:
    return [
        ConsentLine(application_id, outcome)
        for application_id, outcome in proposed_motions(connection, state, state.waiting("consent")).items()
    ]


def _item(connection: Connection, state: SittingState) -> ItemFacts | None:
    item = state.current
    if item is None:
        return None
    id_ = item.application_id
    step = next(one for one in STEPS if one == item.state)
    entitled = state.entitled(id_)
    present = len(entitled & state.present)
    formula = quorum_formula(len(entitled), present, state.book.round.parameter_sheet.quorum)
    of_block = [one for one in state.items if one.block == item.block and one.state != "removed"]
    return ItemFacts(
        application_id=id_,
        block=item.block,
        step=step,
        place=1 + sum(one.position < item.position for one in of_block),
        of=len(of_block),
        since=item.at,
        seconds=step_seconds(item.block, step, state.book.round.parameter_sheet.clocks),
        split_indicator=split_indicator(connection, state, id_),
        entitled=len(entitled),
        present=present,
        needed=formula.needed,
        recused=len(state.recused.get(id_, frozenset()) & state.voters(id_)),
    )


def _result(connection: Connection, state: SittingState) -> ItemResult | None:
    closed = [one for one in state.items if one.state == "decided" and one.block != "consent"]
    if not closed or state.current is not None:
        return None
    newest = max(closed, key=lambda one: one.at)
    every = decisions.of_application(connection, newest.application_id, stage=state.sitting.stage)
    standing = next((one for one in every if one.state == "recorded"), None)
    if standing is None:
        return None
    before, after = medians(connection, state, newest.application_id)
    return ItemResult(
        application_id=newest.application_id,
        outcome=outcome_named(standing.outcome),
        grade=standing.grade,
        clauses=tuple(standing.votes.get("clauses", ())),
        median_before=before,
        median_after=after,
    )


def _head(connection: Connection) -> tuple[str, ...]:
    return head_words(chain.head(connection).hash)


def _refuse_unpaired(connection: Connection, sitting_id: str, token: str) -> Wall:
    wall = sitting_papers.wall(connection, sitting_id)
    paired = wall is not None and wall.state in ("paired", "paused")
    if wall is None or not paired or not secrets.compare_digest(wall.secret or "", _digest(sitting_id, token)):
        raise AccessRefusedError(Message("access.refused", {"verb": "read", "object": "wall"}))
    return wall


def _digest(sitting_id: str, secret: str) -> str:
    return hashlib.sha256(f"{sitting_id}\n{secret}".encode()).hexdigest()


def _write(
    connection: Connection,
    state: SittingState,
    actor: Actor,
    role: str,
    now: datetime,
    name: str,
    to: str,
    secret: str | None,
) -> Entry:
    before = sitting_papers.wall(connection, state.id)
    base = Wall(state.id, 0, "offered", timestamp(now)) if before is None else before
    new = replace(base, version=base.version + 1, state=to, at=timestamp(now), secret=secret)  # type: ignore[arg-type]
    return chain.record(
        connection, act_of(state, actor, role, name, now), {tables.wall: sitting_papers.add_walls([new])}
    )
