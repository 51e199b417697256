"""``draw``: experts drawn by lot for the open seats of a round, and recorded draws held against their constraints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import click

from indicators.faults import Fault
from indicators.language import BEIJING, Message
from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import round_option, stage_option, the_round
from scoring.cli.frame import INPUT_AT_FAULT, command
from scoring.cli.layout import Column
from scoring.cli.parameters import Read, WholeNumber
from scoring.cli.progress import progress
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.meeting.proposal import PROPOSABLE
from scoring.model import Stage
from scoring.register.rehearsal import Rehearsal

HIGHEST_SEED: Final = 2**63 - 1


def size_of(text: str) -> dict[str, int]:
    """Return the sizes of panels by grade: ``5`` of all, ``AAA=7`` of one.

    Raises
    ------
    SpokenError
        If the text is neither.
    """
    grade, sign, number = text.rpartition("=")
    if not (number.isascii() and number.isdigit()) or bool(grade) != bool(sign):
        raise SpokenError(Message("draw.size_form", {"seen": text}))
    return dict.fromkeys([grade] if grade else PROPOSABLE, int(number))


@command("draw")
@round_option
@stage_option
@click.option("--seed", type=WholeNumber(0, HIGHEST_SEED), metavar="N", help="cli.option_draw_seed")
@click.option("--size", "sizes", type=Read(size_of), multiple=True, metavar="N", help="cli.option_draw_size")
@click.option("--application", "application_ids", multiple=True, metavar="ID", help="cli.option_draw_application")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@click.option("--dry-run", is_flag=True, help="cli.option_dry_run")
@click.option("--check", is_flag=True, help="cli.option_draw_check")
@click.option("--again", is_flag=True, help="cli.option_draw_again")
@on_register(role="assignment_holder")
@click.pass_obj
def draw(
    session: Session,
    *,
    acting: Acting,
    round_id: str | None,
    stage: Stage,
    seed: int | None,
    sizes: tuple[dict[str, int], ...],
    application_ids: tuple[str, ...],
    reason: str,
    dry_run: bool,
    check: bool,
    again: bool,
) -> int:
    """Draw experts from a seed, or check recorded draws."""
    if check:
        return _check(session, acting, round_id, stage, again=again)
    if seed is None:
        raise click.UsageError(session.say("draw.seed_needed"))
    with acting.register() as register, progress(1, session.say) as steps:
        found = the_round(session, register, acting.actor, round_id)
        drawn = flow.draw_experts(
            Rehearsal.of(register) if dry_run else register,
            acting.actor,
            now(),
            found.round_id,
            seed=seed,
            stage=stage,
            sizes={grade: size for one in sizes for grade, size in one.items()},
            application_ids=application_ids or None,
            reason=reason,
        )
        steps.step()
    _show(session, drawn, dry_run=dry_run)
    return 0


def _show(session: Session, drawn: flow.Drawn, *, dry_run: bool) -> None:
    solution, entry = drawn.solution, None if dry_run else drawn.entry
    panels: dict[str, list[str]] = {}
    for application, expert in solution.pairs:
        panels.setdefault(application, []).append(expert)
    if session.as_json:
        session.show_json(
            {
                "draw": drawn.draw_id,
                "round": drawn.round_id,
                "stage": drawn.stage,
                "seed": drawn.seed,
                "solver": drawn.solver,
                "applications": len(panels),
                "seats": len(solution.pairs),
                "experts": drawn.candidates,
                "load": {"least": solution.least_load, "most": solution.most_load},
                "parts": solution.parts,
                "without_expertise": solution.without_expertise,
                "panels": [{"application": one, "experts": experts} for one, experts in panels.items()],
                "dry_run": dry_run,
                "entry": entry_as_json(entry),
            }
        )
        return
    say = session.say
    counts = {"applications": len(panels), "seats": len(solution.pairs), "experts": drawn.candidates}
    session.show_line(say("draw.rehearsed" if dry_run else "draw.drawn", draw=drawn.draw_id, **counts))
    figures = {"least": solution.least_load, "most": solution.most_load, "parts": solution.parts}
    session.show_line(say("draw.figures", lacking=len(solution.without_expertise), **figures))
    session.show_line(say("draw.seed_and_solver", seed=drawn.seed, solver=drawn.solver))
    columns = [Column(say("draw.column_application")), Column(say("draw.column_panel"))]
    session.show_table(columns, [[one, " ".join(experts)] for one, experts in panels.items()])
    if entry is not None:
        show_entry(session, entry)


def _check(session: Session, acting: Acting, round_id: str | None, stage: Stage, *, again: bool) -> int:
    """Hold every recorded draw of a round and stage against its constraints."""
    with acting.register() as register:
        found = the_round(session, register, acting.actor, round_id)
        listed = [one for one in flow.list_draws(register, acting.actor, found.round_id) if one.stage == stage]
        today = now().astimezone(BEIJING).date()
        with progress(len(listed), session.say) as steps:
            checked = []
            for one in listed:
                checked.append(flow.verify_draw(register, acting.actor, today, draw_id=one.draw_id, again=again))
                steps.step()
    sound = all(not one.faults and one.reproduced is not False for one in checked)
    if session.as_json:
        session.show_json({"round": found.round_id, "draws": [_as_json(session, one) for one in checked]})
    elif not checked:
        session.show_line(session.say("draw.no_draws", round=found.round_id))
    else:
        for found_so in checked:
            _show_check(session, found_so, again=again)
    return 0 if sound else INPUT_AT_FAULT


def _as_json(session: Session, one: flow.DrawCheck) -> dict[str, Any]:
    return {
        **asdict(one.summary),
        "holds": not one.faults,
        "faults": _faults(session, one.faults),
        "conflicts_since": _faults(session, one.since),
        "reproduced": one.reproduced,
    }


def _faults(session: Session, faults: tuple[Fault, ...]) -> list[dict[str, str | int | None]]:
    return [fault.as_json(session.say) for fault in faults]


def _show_check(session: Session, one: flow.DrawCheck, *, again: bool) -> None:
    say, summary = session.say, one.summary
    verdict = Message("draw.does_not_hold" if one.faults else "draw.holds")
    session.show_line(say("draw.checked", draw=summary.draw_id, verdict=verdict))
    figures = {"least": summary.least_load, "most": summary.most_load, "parts": summary.parts}
    session.show_line(say("draw.figures", lacking=summary.without_expertise, **figures))
    session.show_line(say("draw.seed_and_solver", seed=summary.seed, solver=summary.solver))
    if again:
        keys = {True: "draw.again_same", False: "draw.again_differs", None: "draw.again_other_solver"}
        session.show_line(say(keys[one.reproduced], solver=summary.solver))
    if one.faults:
        session.show_faults(one.faults, heading="draw.faults_found")
    if one.since:
        session.show_faults(one.since, heading="draw.since_found")
