"""The province guides and supervises prefectures and counties (Article 19): instructions, rechecked opinions on A."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from json import dumps, loads

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather, step_standings
from scoring.flow.accredited import at_desk, day_faults, number, text_faults
from scoring.flow.wording import reason_of, tidy
from scoring.model import Actor
from scoring.procedure.oversight import RecheckCount, RecheckResult, counts, draw
from scoring.register import applications, chain, oversight, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.oversight import Instruction, Recheck, Sample

_GRADE = "A"


@dataclass(frozen=True, slots=True)
class Rechecks:
    """What came of the rechecked opinions of a round.

    `reproducible`: every sample, drawn again from what the record says, is the one that was recorded.
    """

    by_prefecture: tuple[RecheckCount, ...]
    rechecks: tuple[Recheck, ...]
    reproducible: bool


def instruct(
    register: Register, actor: Actor, now: datetime, *, region: str, content: str, on: date, due: date
) -> Entry:
    """Instruct the office of a prefecture or county, which answers by a day.

    Raises
    ------
    FaultsError
        No such prefecture or county, no content, a day to come, or a term that ends before it begins.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "issue", "instruction")
    what = Message("supervision.what_instruction")
    faults = [*text_faults(content, what), *day_faults(on, now)]
    known = gather.regions().by_code
    if region not in known or known[region].level == "province":
        faults.append(Fault(Message("supervision.unknown_region"), seen=region))
    if due <= on:
        faults.append(Fault(Message("supervision.ends_before_it_begins", {"first": on}), seen=due.isoformat()))
    if faults:
        raise FaultsError(faults)
    with register.write() as connection:
        id_ = oversight.next_instruction(connection)
        given = Instruction(id_, 1, region, tidy(content), on, due)
        act = Act(actor.id, role, "instruction.issued", id_, now)
        return chain.record(connection, act, {tables.instruction: oversight.add_instructions([given])})


def answer_instruction(
    register: Register, actor: Actor, now: datetime, *, instruction_id: str, answer: str, on: date
) -> Entry:
    """Answer an instruction, as the office that was instructed.

    Raises
    ------
    FaultsError, ConflictError, AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "answer", "instruction")
    with register.write() as connection:
        before = oversight.instruction_of(connection, instruction_id)
        if before is None:
            raise access.refused("answer", "instruction")
        role = access.require(actor, "answer", "instruction", at_desk(actor, before.region))
        if before.state != "issued":
            raise ConflictError(Message("supervision.answered_already", {"instruction": instruction_id}))
        what = Message("supervision.what_answer")
        if faults := [*text_faults(answer, what), *day_faults(on, now, earliest=before.issued_on)]:
            raise FaultsError(faults)
        after = replace(before, version=before.version + 1, state="answered", answer=tidy(answer), answered_on=on)
        act = Act(actor.id, role, "instruction.answered", instruction_id, now)
        return chain.record(connection, act, {tables.instruction: oversight.add_instructions([after])})


def read_instructions(register: Register, actor: Actor) -> tuple[Instruction, ...]:
    """Return the instructions that the actor may see: his own office's, or all of them.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "instruction")
    with register.read() as connection:
        return tuple(
            one
            for one in oversight.instructions(connection)
            if access.may(actor, "read", "instruction", at_desk(actor, one.region))
        )


def late_instructions(register: Register, actor: Actor, *, on: date) -> tuple[Instruction, ...]:
    """Return the instructions whose offices are to be reminded on a day, and no others.

    Raises
    ------
    AccessRefusedError
    """
    return tuple(one for one in read_instructions(register, actor) if one.state == "issued" and on > one.due_on)


def draw_rechecks(
    register: Register, actor: Actor, now: datetime, round_id: str, *, seed: str, reason: str = ""
) -> Entry:
    """Draw opinions on A to be rechecked, by a seed that was drawn in public.

    A further sample of the round needs a reason, and leaves out what was drawn before.

    Raises
    ------
    FaultsError
        No seed.
    ConflictError
        No opinions to draw from, a further sample without a reason.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "draw", "recheck")
    with register.write() as connection:
        role = access.require(actor, "draw", "recheck", gather.truths(connection, round_id))
        if faults := [*text_faults(seed, Message("supervision.what_seed"))]:
            raise FaultsError(faults)
        book = gather.rule_book(connection, round_id)
        earlier = oversight.samples(connection, round_id)
        reason = reason_of(reason, due=Message("supervision.what_further_sample") if earlier else None)
        gone = {one.application_id for one in oversight.rechecks(connection, round_id)}
        left = [id_ for id_ in _opinions(connection, round_id) if id_ not in gone]
        if not left:
            raise ConflictError(Message("supervision.nothing_to_draw", {"round": round_id}))
        sample = Sample(
            round_id=round_id,
            version=len(earlier) + 1,
            seed=tidy(seed),
            percent=number(book, "recheck_percent"),
            least=number(book, "recheck_least"),
            opinions=dumps(_opinions_by_prefecture(connection, round_id, left), sort_keys=True),
            reason=reason or None,
        )
        drawn = [Recheck(id_, 1, round_id, sample.version) for id_ in _drawn(sample)]
        rows = {
            tables.recheck_sample: oversight.add_samples([sample]),
            tables.recheck: oversight.add_rechecks(drawn),
        }
        details = {"sample": sample.version, "drawn": len(drawn)}
        act = Act(actor.id, role, "rechecks.drawn", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, rows)


def record_recheck(
    register: Register, actor: Actor, now: datetime, *, application_id: str, result: RecheckResult, reason: str
) -> Entry:
    """Enter whether a drawn opinion stands or was overturned, once, with the reason.

    Raises
    ------
    FaultsError
        No such result.
    ConflictError
        It was not drawn, has its result, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "record", "recheck")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="record", object_="recheck")
        role = access.require(actor, "record", "recheck", gather.truths(connection, application.round_id))
        before = oversight.recheck_of(connection, application_id)
        if before is None or before.result != "drawn":
            raise ConflictError(Message("supervision.not_to_recheck", {"application": application_id}))
        if result not in ("upheld", "overturned"):
            raise FaultsError([Fault(Message("supervision.unknown_result"), seen=result)])
        reason = reason_of(reason, due=Message("supervision.what_recheck"))
        after = replace(before, version=before.version + 1, result=result, reason=reason)
        act = Act(actor.id, role, f"recheck.{result}", f"application/{application_id}", now, reason)
        return chain.record(connection, act, {tables.recheck: oversight.add_rechecks([after])})


def read_rechecks(register: Register, actor: Actor, round_id: str) -> Rechecks:
    """Return what came of a round's rechecked opinions, with counts by prefecture.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "recheck", round_id) as connection:
        found = oversight.rechecks(connection, round_id)
        samples = oversight.samples(connection, round_id)
        place = {one.application_id: one.enterprise.county for one in applications.of_round(connection, round_id)}
        results = [(gather.prefecture(place[one.application_id]), one.result) for one in found]
        opinions = _opinions_by_prefecture(connection, round_id, _opinions(connection, round_id))
        again = [(one.version, id_) for one in samples for id_ in _drawn(one)]
        return Rechecks(
            by_prefecture=counts(opinions, results),
            rechecks=found,
            reproducible=again == [(one.sample, one.application_id) for one in found],
        )


def _drawn(sample: Sample) -> tuple[str, ...]:
    return draw(loads(sample.opinions), seed=sample.seed, percent=sample.percent, least=sample.least)


def _opinions(connection: Connection, round_id: str) -> list[str]:
    """Return the applications on which a prefecture gave its opinion on A, whatever became of it since."""
    found = step_standings.cases(connection, round_id, gather.rule_book(connection, round_id))
    return [name for name, case in found.items() if case.application.target_grade == _GRADE and _has_opinion(case)]


def _has_opinion(case: step_standings.Case) -> bool:
    acts = {act.id for step in case.steps for act in step.acts if act.level == "prefecture"}
    return acts <= case.standing.done.keys()


def _opinions_by_prefecture(connection: Connection, round_id: str, ids: list[str]) -> dict[str, list[str]]:
    place = {one.application_id: one.enterprise.county for one in applications.of_round(connection, round_id)}
    found: dict[str, list[str]] = {}
    for id_ in sorted(ids):
        found.setdefault(gather.prefecture(place[id_]), []).append(id_)
    return found
