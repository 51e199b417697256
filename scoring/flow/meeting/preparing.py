"""A sitting is prepared: who sits, what is treated, in which order, and who stands aside."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.conflict_facts import known_of
from scoring.flow.counting import counting_table, panels_of
from scoring.flow.meeting.measuring import Measured, certainty_text, measured
from scoring.flow.wording import reason_of, tidy
from scoring.meeting.agenda import Agenda, AgendaItem, SittingRules, agenda
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT
from scoring.meeting.triage import triage
from scoring.model import Actor, Application, Stage
from scoring.procedure.draw.conflicts import conflicts
from scoring.register import acts, applications, assignments, chain, experts, rounds, sittings, tables, withdrawals
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.sittings import Item, Recusal, Seat, Sitting

MOST: int = 60
"""Items of one sitting; forty are what two hours hold."""


def may_be_treated(
    register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review"
) -> tuple[str, ...]:
    """Return what a new sitting can treat: applications with a panel, undecided at this stage, on no other agenda.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "prepare", "sitting", round_id) as connection:
        return tuple(open_applications(connection, round_id, stage))


def prepare_sitting(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    round_id: str,
    application_ids: Sequence[str],
    members: Sequence[str],
    stage: Stage = "document_review",
    seed: int | None = None,
    place: str = "",
    rehearsal: bool = False,
    from_minute: Mapping[str, float] | None = None,
) -> Entry:
    """Record a sitting with its members, its agenda in order, and every conflict of interest that is known.

    Parameters
    ----------
    application_ids : sequence of str
        What is treated; see `may_be_treated`.
    members : sequence of str
        Experts who are invited to vote.
    seed : int, optional
        Of the order; drawn by the system's chance where none is given, and recorded.
    rehearsal : bool
        For practice, on a demonstration alone.
    from_minute : mapping of str to float, optional
        From which minute on members who come late are expected.

    Raises
    ------
    FaultsError
        Applications that cannot be treated, members who are no experts of the record, anything named twice: all at
        once.
    ConflictError
        A rehearsal on a register that is no demonstration; another sitting of the round has not ended.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "prepare", "sitting")
    place = reason_of(tidy(place))
    with register.write() as connection:
        role = access.require(actor, "prepare", "sitting", gather.truths(connection, round_id))
        book = gather.rule_book(connection, round_id)
        if rehearsal and not register.synthetic:
            raise ConflictError(Message("meeting.rehearsal_on_demonstration"))
        _refuse_beside_another(connection, round_id)
        refuse_what_cannot_be(connection, round_id, stage, application_ids, members)
        sitting_id = f"{round_id}-S{len(sittings.of_round(connection, round_id)) + 1}"
        seed = secrets.randbelow(2**31) if seed is None else seed
        at = timestamp(now)
        chosen = [one for one in applications.of_round(connection, round_id) if one.application_id in application_ids]
        aside = known_conflicts(connection, chosen, members, stage, book, now)
        found = measured_of(connection, round_id, stage, book, chosen)
        order = ordered(found, aside, members, book, seed, from_minute or {})
        rows = {
            tables.sitting: sittings.add_sittings(
                [
                    Sitting(
                        sitting_id,
                        1,
                        round_id,
                        stage,
                        "prepared",
                        str(seed),
                        place,
                        "rehearsal" if rehearsal else "meeting",
                        at,
                    )
                ]
            ),
            tables.sitting_seat: sittings.add_seats(Seat(sitting_id, one, 1, "invited", at) for one in members),
            tables.sitting_item: sittings.add_items(_items(sitting_id, order, at)),
            tables.sitting_recusal: sittings.add_recusals(
                Recusal(sitting_id, application_id, person, 1, "recused", ",".join(kinds), at)
                for (application_id, person), kinds in sorted(aside.items())
            ),
        }
        without = [one.application_id for one in order.without_quorum]
        details = {
            "items": len(chosen),
            "members": len(members),
            "seed": str(seed),
            "without_quorum": without,
            "certainty": _certainty(found),
        }
        act = Act(actor.id, role, "sitting.prepared", sittings.object_of(sitting_id), now, details=details)
        return chain.record(connection, act, rows)


def open_applications(connection: Connection, round_id: str, stage: Stage) -> list[str]:
    """Return what a new sitting can treat, inside a piece of work that has asked who may."""
    book = gather.rule_book(connection, round_id)
    outcomes = acts.outcomes_of_round(connection, round_id)
    decided = {one.application_id for one in outcomes if one.stage == stage}
    first = {one.application_id: one.outcome for one in outcomes}
    running = {one.sitting_id for one in sittings.of_round(connection, round_id) if not one.over}
    withdrawn = withdrawals.of_round(connection, round_id)
    panels = panels_of(assignments.of_round(connection, round_id, stage))
    taken = {
        one.application_id
        for one in sittings.on_agendas(connection, round_id)
        if one.state != "removed" and one.application_id not in decided and one.sitting_id in running
    }
    return [
        one.application_id
        for one in applications.of_round(connection, round_id)
        if one.target_grade in PROPOSABLE
        and gather.takes_stage(one.target_grade, stage, book)
        and one.application_id in panels
        and one.application_id not in decided
        and one.application_id not in withdrawn
        and one.application_id not in taken
        and (stage != SITE_VISIT or first.get(one.application_id) == "send_to_site_visit")
    ]


def _refuse_beside_another(connection: Connection, round_id: str) -> None:
    for one in sittings.of_round(connection, round_id):
        if not one.over:
            raise ConflictError(Message("meeting.another_runs", {"sitting": one.sitting_id}))


def refuse_what_cannot_be(
    connection: Connection, round_id: str, stage: Stage, application_ids: Sequence[str], members: Sequence[str]
) -> None:
    """Refuse a sitting that cannot be prepared: everything that is wrong with it at once.

    Raises
    ------
    FaultsError
    """
    known = set(experts.current_versions(connection))
    ready = set(open_applications(connection, round_id, stage))
    faults = [Fault(Message("meeting.cannot_be_treated"), seen=one) for one in application_ids if one not in ready]
    faults += [Fault(Message("flow.unknown_expert"), seen=one) for one in members if one not in known]
    for given in (application_ids, members):
        faults += [Fault(Message("meeting.named_twice"), seen=one) for one in sorted(_repeated(given))]
    if not application_ids or len(application_ids) > MOST:
        faults.append(Fault(Message("meeting.so_many_items", {"most": MOST}), seen=str(len(application_ids))))
    if not members:
        faults.append(Fault(Message("meeting.no_members")))
    if rounds.adopted(connection, round_id) is None or faults:
        raise FaultsError(faults)


def _repeated(given: Sequence[str]) -> set[str]:
    return {one for one in given if given.count(one) > 1}


def known_conflicts(
    connection: Connection,
    chosen: Sequence[Application],
    members: Sequence[str],
    stage: Stage,
    book: RuleBook,
    now: datetime,
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who must stand aside for what, and why, by (application, member)."""
    people = {one.expert_id: one for one in experts.everyone(connection) if one.expert_id in members}
    known = known_of(connection, chosen, stage)
    rules, on = book.round.parameter_sheet.draw, gather.day_of(now)
    return {
        (one.application_id, person): kinds
        for one in chosen
        for person, expert in people.items()
        if (kinds := conflicts(expert, one, known[one.application_id], on=on, rules=rules))
    }


def measured_of(
    connection: Connection, round_id: str, stage: Stage, book: RuleBook, chosen: Sequence[Application]
) -> tuple[Measured, ...]:
    """Return what the order of a sitting is made from, for the applications chosen."""
    whole = counting_table(connection, round_id, stage, book)
    return measured(whole, chosen, stage, book)


def ordered(
    found: Sequence[Measured],
    aside: Collection[tuple[str, str]],
    members: Sequence[str],
    book: RuleBook,
    seed: int,
    from_minute: Mapping[str, float],
) -> Agenda:
    """Return the order of a sitting: blocks by how sure each grade is, few movements at the door, always a quorum."""
    sheet = book.round.parameter_sheet
    threshold = float(sheet.consent_threshold)
    everybody = frozenset(members)
    items = [
        AgendaItem(
            application_id=one.case.application_id,
            block=triage(one.case, threshold).block,
            recused=frozenset(person for application, person in aside if application == one.case.application_id),
            voters=frozenset(one.panel) & everybody if sheet.voters == "panel_members" else None,
        )
        for one in found
    ]
    rules = SittingRules(everybody, everybody, sheet.quorum, sheet.clocks, from_minute)
    return agenda(items, rules=rules, seed=seed)


def _certainty(found: Sequence[Measured]) -> dict[str, str]:
    """Return how sure each grade was when blocks were made of it: to be read later, whatever is scored again."""
    return {
        one.case.application_id: certainty_text(one.case.certainty) for one in found if one.case.certainty is not None
    }


def _items(sitting_id: str, order: Agenda, at: str) -> list[Item]:
    """Return the items in order; those that no order gives a quorum stand last in the reserve, with why."""
    placed = [
        Item(sitting_id, slot.application_id, 1, slot.block, position, "waiting", at)
        for position, slot in enumerate(order.slots, start=1)
    ]
    without = [
        Item(sitting_id, one.application_id, 1, "reserve", len(placed) + position, "waiting", at, "without_quorum")
        for position, one in enumerate(order.without_quorum, start=1)
    ]
    return placed + without
