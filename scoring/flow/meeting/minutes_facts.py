"""The facts of a sitting's minutes, gathered from the record alone; the same record gives the same facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection

from indicators.language import Message, Name
from scoring.documents.minutes import (
    Attendance,
    ChainHead,
    Contradiction,
    DecidedItem,
    Member,
    MinutesFacts,
    Presence,
    Reopened,
    Role,
    Tally,
)
from scoring.flow.meeting.closing import decided_in_order, found_contradictions
from scoring.flow.meeting.minutes_course import course_of
from scoring.flow.meeting.minutes_record import spoken
from scoring.flow.meeting.panel_now import official_total_at
from scoring.flow.meeting.state import WITHDRAWN, SittingState
from scoring.flow.public_register import marks
from scoring.meeting.contradictions import Contradictions
from scoring.meeting.outcomes import SittingOutcome, outcome_named
from scoring.procedure.citing import cited
from scoring.register import decisions, sitting_history, sitting_papers, sittings
from scoring.register.canonical import moment
from scoring.register.decisions import Decision
from scoring.register.sittings import Item

_VISIT: SittingOutcome = "send_to_site_visit"
_BARS: Final = frozenset(
    {
        "proposal.floor_missed",
        "proposal.vetoed",
        "proposal.condition_not_met",
        "proposal.condition_unknown",
        "proposal.condition_unknown_not_met",
    }
)


def facts_of(connection: Connection, state: SittingState, *, head: ChainHead, synthetic: bool) -> MinutesFacts:
    """Return the facts of a sitting whose decisions are locked, without names of persons.

    Parameters
    ----------
    head : ChainHead
        Newest entry of the record when the minutes are, or were, made: what may still change afterwards is read as it
        stood then.
    """
    moves = sittings.moves(connection, state.id)
    opened = next((one for one in moves if one.phase == "opened"), moves[0])
    locked = next((one for one in reversed(moves) if one.phase == "locked"), moves[-1])
    book, sitting = state.book, state.sitting
    members = _members(connection, state, sitting_history.led(connection, state.id, until=head.sequence))
    items = _items(connection, state, head)
    return MinutesFacts(
        sitting_id=state.id,
        round_id=sitting.round_id,
        round_name=Name(book.round.name, book.round.name_en),
        stage=sitting.stage,
        started_at=moment(opened.at),
        ended_at=moment(locked.at),
        sheet=book.round.parameter_sheet,
        cut_scores=book.round.cut_scores,
        rule_book_digest=book.digest,
        head=head,
        attendance=_attendance(members),
        items=items,
        place=sitting.place,
        marks=marks_of(state, synthetic=synthetic),
        seed=int(sitting.seed),
        members=members,
        contradictions=_contradictions(connection, state, locked.reason or ""),
        reopened=_reopened(connection, state, items),
        acts=course_of(connection, state),
    )


def marks_of(state: SittingState, *, synthetic: bool) -> tuple[str, ...]:
    """Return why a paper of a sitting is no real one; nothing where it is."""
    practice = ("rehearsal",) if state.sitting.kind == "rehearsal" else ()
    return (*practice, *marks(state.book, synthetic=synthetic))


def _members(connection: Connection, state: SittingState, led: sitting_history.Led) -> tuple[Member, ...]:
    """Return the voters in the order of their seats, each with when he came and whether he had gone at the end."""
    moves = sittings.moves(connection, state.id)
    doors = next((one.at for one in moves if one.phase not in ("prepared", "opened")), "")
    came: dict[str, str] = {}
    left: dict[str, str] = {}
    for seat in sitting_history.seat_moves(connection, state.id):
        if seat.present:
            came.setdefault(seat.person_id, seat.at)
            left.pop(seat.person_id, None)
        elif seat.state == "left" and seat.person_id in came:
            left[seat.person_id] = seat.at
    roles: Mapping[str | None, Role] = {led.secretary: "secretary", led.chair: "chair"}
    return tuple(
        Member(
            id=one.person_id,
            name="",
            employer="",
            role=roles.get(one.person_id, "voter"),
            presence=_presence(came.get(one.person_id), left.get(one.person_id), doors),
            arrived_at=_known(came.get(one.person_id)),
            left_at=_known(left.get(one.person_id)),
        )
        for one in state.seats
    )


def _presence(came: str | None, left: str | None, doors: str) -> Presence:
    """Late is who came when the doors were closed: after the sitting had gone on to recusals."""
    if came is None:
        return "absent"
    if doors and came > doors:
        return "late"
    return "present" if left is None else "left"


def _known(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def _attendance(members: Sequence[Member]) -> Attendance:
    present = [one for one in members if one.presence != "absent"]
    return Attendance(
        entitled=len(members),
        present=len(present),
        late=sum(one.presence == "late" for one in present),
        left=sum(one.left_at is not None for one in present),
    )


def _items(connection: Connection, state: SittingState, head: ChainHead) -> tuple[DecidedItem, ...]:
    """Return the items in the order decided, and after them those that were not."""
    standing = {item.application_id: decision for item, decision in decided_in_order(connection, state)}
    order = [state.by_application[id_] for id_ in standing]
    order += [one for one in state.items if one.application_id not in standing]
    sure: Mapping[str, str] = sitting_history.prepared(connection, state.id).get("certainty", {})
    written: dict[str, list[str]] = {}
    for one in sitting_papers.dissents(connection, state.id):
        written.setdefault(one.application_id, []).append(one.text)
    pulled = {one.application_id for one in sittings.item_moves(connection, state.id) if one.reason == "pulled"}
    pulled |= {id_ for id_, who in state.asked.items() if who}
    return tuple(
        _item(
            connection,
            state,
            number,
            item,
            standing.get(item.application_id),
            certainty=sure.get(item.application_id),
            dissents=tuple(written.get(item.application_id, ())),
            pulled=item.application_id in pulled,
            head=head,
        )
        for number, item in enumerate(order, start=1)
    )


def _item(
    connection: Connection,
    state: SittingState,
    number: int,
    item: Item,
    decision: Decision | None,
    *,
    certainty: str | None,
    dissents: tuple[str, ...],
    pulled: bool,
    head: ChainHead,
) -> DecidedItem:
    id_ = item.application_id
    application = state.applications[id_]
    outcome = None if decision is None else outcome_named(decision.outcome)
    aggregate: Mapping[str, Any] = {} if decision is None else decision.aggregate
    proposal: Mapping[str, Any] = {} if decision is None else decision.proposal
    proposed = proposal.get("outcome")
    questions = sitting_history.questions_at(connection, id_, entry=head.sequence) if outcome == _VISIT else ()
    return DecidedItem(
        number=number,
        application_id=id_,
        enterprise=application.enterprise.name,
        uscc=application.enterprise.uscc,
        target=application.target_grade,
        block=item.block,
        total=None if aggregate.get("total") is None else Decimal(str(aggregate["total"])),
        outcome=outcome,
        grade=None if decision is None else decision.grade,
        total_before=_total_before(connection, state, id_),
        grade_by_score=proposal.get("grade_by_score"),
        certainty=None if certainty is None else float(certainty),
        proposal=None if proposed is None else outcome_named(str(proposed)),
        grounds=_grounds(state, application.target_grade, proposal),
        cites=() if decision is None else _cites(state, decision),
        reason=_reason(item, decision),
        tally=None if decision is None else _tally(state, decision),
        recused=len(state.recused.get(id_, frozenset()) & state.voters(id_)),
        dissents=dissents,
        pulled=pulled,
        visit_questions=questions,
        withdrawn=item.reason == WITHDRAWN,
    )


def _reason(item: Item, decision: Decision | None) -> str:
    """Return why it was decided so, or why it was not decided."""
    if decision is not None:
        return decision.reason or ""
    return "" if item.reason == WITHDRAWN else item.reason or ""


def _total_before(connection: Connection, state: SittingState, application_id: str) -> Decimal | None:
    """Return the total before the sitting where it was scored again, ``None`` where it was not."""
    if not any(one.application_id == application_id and one.state == "closed" for one in state.rescorings):
        return None
    return official_total_at(connection, state, application_id, entry=sittings.first_entry(connection, state.id))


def _cites(state: SittingState, decision: Decision) -> tuple[Message, ...]:
    """Return the clauses on which a decision rests, in words, each once."""
    conditions = {one.id: one.cite for one in state.book.regulation.conditions}
    named = [conditions[id_] for id_ in decision.votes.get("clauses", ()) if id_ in conditions]
    return tuple(cited(cite, state.book.documents) for cite in dict.fromkeys(named))


def _grounds(state: SittingState, target: str, proposal: Mapping[str, Any]) -> tuple[Message, ...]:
    """Return what kept the rules from proposing the grade that the total alone would reach, each once."""
    reached = proposal.get("grade_by_score")
    if reached is None:
        return ()
    grade = min(target, reached, key=state.book.regulation.accredited_grades().index)
    said = [spoken(reason["message"]) for reason in proposal.get("reasons", ())]
    barring = [one for one in said if one.key in _BARS and one.values.get("grade") == grade]
    return tuple(one for at, one in enumerate(barring) if one not in barring[:at])


def _tally(state: SittingState, decision: Decision) -> Tally | None:
    """Return the vote on which a decision rests; ``None`` where it rests on none, as what was not reached."""
    votes = decision.votes
    about = state.voting_items.get(votes.get("voting") or "")
    if about is None:
        return None
    moved = next(one.outcome for one in about if one.application_id == decision.application_id)
    met: bool = votes["quorum"]["met"]
    counts = {name: votes[name] for name in ("entitled", "present", "in_favour", "against", "abstained")}
    carried = votes["majority"]["carried"] if met else None
    return Tally(**counts, quorum_met=met, carried=carried, motion=outcome_named(moved))


def _contradictions(connection: Connection, state: SittingState, kept: str) -> tuple[Contradiction, ...]:
    """Return what the last check finds, and what became of it.

    `kept`: why the chair let stand what does; where he wrote nothing, what was written about the items it is about.
    """
    found = found_contradictions(connection, state)
    reasons = {item.application_id: one.reason or "" for item, one in decided_in_order(connection, state)}
    return tuple(
        Contradiction(what, kept or "\uff1b".join(text for id_ in about if (text := reasons.get(id_, ""))))
        for what, about in _findings(found)
    )


def _findings(found: Contradictions) -> list[tuple[Message, tuple[str, ...]]]:
    return [
        *((one.message, (one.lower, one.higher)) for one in found.inversions),
        *((one.message, (one.application_id,)) for one in found.reasons_missing),
        *((one.message, (one.application_id,)) for one in found.lines_crossed),
    ]


def _reopened(connection: Connection, state: SittingState, items: Sequence[DecidedItem]) -> tuple[Reopened, ...]:
    """Return each decision of this sitting that was voided in it, with the one that followed."""
    found = []
    for item in items:
        every = decisions.of_application(connection, item.application_id, stage=state.sitting.stage)
        for place, one in enumerate(every):
            first = decisions.as_recorded(connection, one.decision_id) if one.state == "voided" else None
            if first is None or first.votes.get("voting") not in state.voting_items:
                continue
            after = outcome_named(every[place + 1].outcome) if place + 1 < len(every) else None
            found.append(
                Reopened(item.number, item.application_id, outcome_named(one.outcome), after, one.reason or "")
            )
    return tuple(found)
