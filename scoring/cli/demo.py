"""``demo``: a register full of life, made of one seed, to try everything on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import click

from indicators.language import Message
from scoring import access
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import WholeNumber
from scoring.cli.progress import progress
from scoring.cli.session import Session
from scoring.demonstration.build import SEED, Built, build
from scoring.demonstration.enlarging import MOST_TIMES, enlarged
from scoring.demonstration.plan import read_plan
from scoring.demonstration.planted import manifest
from scoring.errors import RecordError

LARGEST_SEED: Final = 2**63 - 1
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite names the files of one database."""


@command("demo")
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=SEED, metavar="N", help="cli.option_demo_seed")
@click.option("--times", type=WholeNumber(1, MOST_TIMES), default=1, metavar="N", help="cli.option_demo_times")
@on_register(role="system_admin")
@click.pass_obj
def demo(session: Session, *, acting: Acting, seed: int, times: int) -> None:
    """Build the demonstration register."""
    built = build_demonstration(session, acting, seed=seed, times=times)
    if session.as_json:
        head, planted = str(built.head), manifest(built.planted)
        session.show_json({"round_id": built.current_round, "head": head, "synthetic": True, "planted": planted})
        return
    values = {"register": acting.shown(), "round": built.current_round, "head": built.head}
    session.show_line(session.say("demo.built", **values))
    kinds = Counter(one.kind for one in built.planted)
    columns = [Column(session.say("demo.planted")), Column(session.say("demo.times"), right=True)]
    session.show_table(columns, [[session.say(f"demo.kind_{kind}"), str(count)] for kind, count in kinds.items()])


def build_demonstration(session: Session, acting: Acting, *, seed: int = SEED, times: int = 1) -> Built:
    """Build the demonstration, or one `times` as large, where there is no register yet, with progress."""
    access.require(acting.actor, "build", "demonstration")
    plan = enlarged(read_plan(), times)
    steps = len(plan.rounds) + 1
    with _all_or_nothing(acting.where), progress(steps, session.say) as bar:
        return build(acting.where, seed=seed, plan=plan, progress=lambda done, of: bar.step())


@contextmanager
def _all_or_nothing(where: str) -> Iterator[None]:
    """Refuse a file that is there; leave none behind that was half built."""
    if "://" in where:
        yield  # a database: whatever is in it, `build` refuses
        return
    if Path(where).exists():
        raise RecordError(Message("register.already_there", {"name": Path(where).name}))
    try:
        yield
    except BaseException:
        for ending in _BESIDE:
            with suppress(OSError):
                Path(where + ending).unlink()
        raise
