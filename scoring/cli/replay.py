"""``scheme replay``: rounds that are over under another rule book; the numbers are those of the studio."""

from __future__ import annotations

from typing import Any

import click

from indicators.language import Translator
from scoring import flow
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.scheme import find_rule_book
from scoring.cli.session import Session
from scoring.flow.replaying import Replay, Replayed, replay
from scoring.procedure.rounds import circumstances


@command("replay")
@click.argument("new", metavar="NEW")
@click.option("--on", "rounds", multiple=True, metavar="ROUND", help="cli.option_replay_on")
@on_register(role="secretariat")
@click.pass_obj
def replay_(session: Session, *, acting: Acting, new: str, rounds: tuple[str, ...]) -> None:
    """Print who would have moved in rounds that are over."""
    book = find_rule_book(new, acting)
    with acting.register() as register:
        every = rounds or tuple(
            one.round_id for one in flow.list_rounds(register, acting.actor) if "announced" in circumstances(one.state)
        )
        found = [replay(register, acting.actor, round_id, book) for round_id in every]
    if session.as_json:
        session.show_json({"new": book.digest, "rounds": [as_json(one) for one in found]})
        return
    if not found:
        session.show_line(session.say("replays.none_over"))
    for one in found:
        _show(session, one)


def as_json(found: Replay) -> dict[str, Any]:
    """Return what ``--json`` says of a round: everything that the studio shows."""
    return {
        "round_id": found.round_id,
        "old": found.old,
        "judged": len(found.cases),
        "unknown": found.unknown,
        "up": found.up,
        "down": found.down,
        "before": {grade or "none": count for grade, count in sorted(found.before.items())},
        "after": {grade or "none": count for grade, count in sorted(found.after.items())},
        "without_marks": list(found.matched.without_marks),
        "left_out": list(found.matched.left_out),
        "moved": [
            {
                "application_id": one.application_id,
                "prefecture": one.prefecture,
                "target_grade": one.target_grade,
                "before": one.before,
                "after": one.after,
                "sure_before": one.sure_before,
                "sure_after": one.sure_after,
            }
            for one in found.moved
        ],
        "places": [{"code": one.code, "judged": one.judged, "up": one.up, "down": one.down} for one in found.places],
    }


def _show(session: Session, found: Replay) -> None:
    say = session.say
    session.show_line(in_words(found, say))
    if found.matched.without_marks:
        session.show_line(say("replays.without_marks", codes=", ".join(found.matched.without_marks)))
    heads = ("application", "prefecture", "target", "before", "sure", "after", "sure")
    columns = [Column(say(f"replays.column_{name}")) for name in heads]
    if found.moved:
        session.show_table(columns, [_row(one, found, say) for one in found.moved])


def in_words(found: Replay, say: Translator) -> str:
    """Return the sum of a replay as a sentence."""
    values = {"round": found.round_id, "judged": len(found.cases), "up": found.up, "down": found.down}
    return say("replays.answer", **values, unknown=found.unknown, places=sum(bool(p.up + p.down) for p in found.places))


def _row(one: Replayed, found: Replay, say: Translator) -> list[str]:
    names = {place.code: place.name for place in found.places}
    none = say("replays.no_grade")
    return [
        one.application_id,
        names[one.prefecture],
        one.target_grade,
        one.before or none,
        _sure(one.sure_before),
        one.after or none,
        _sure(one.sure_after),
    ]


def _sure(percent: int | None) -> str:
    return "–" if percent is None else f"{percent}%"
