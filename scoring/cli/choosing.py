"""Which round, stage and day a command means where it names none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, get_args

import click

from indicators.language import BEIJING, Message
from scoring import flow
from scoring.cli.acting import now
from scoring.cli.parameters import OneOf, Read
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.flow import RoundSummary
from scoring.model import Actor, Stage
from scoring.register.database import Register

Function = TypeVar("Function", bound=Callable[..., Any])


def round_option(function: Function) -> Function:
    """Add ``--round``; the command gets it as `round_id`."""
    return click.option("--round", "round_id", metavar="ID", help="cli.option_round_of_register")(function)


def stage_option(function: Function) -> Function:
    """Add ``--stage``."""
    stages = OneOf(get_args(Stage))
    return click.option("--stage", type=stages, default="document_review", metavar="STAGE", help="cli.option_stage")(
        function
    )


def day_option(function: Function) -> Function:
    """Add ``--on``, today in China where it is not given; the command gets it as `on`."""
    return click.option("--on", type=Read(day), default=_today, metavar="YYYY-MM-DD", help="cli.option_on")(function)


def _today() -> str:
    return now().astimezone(BEIJING).date().isoformat()


def day(text: str) -> date:
    """Return the day that a text names.

    Raises
    ------
    SpokenError
        If it names none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SpokenError(Message("acting.no_day", {"seen": text})) from error


def the_round(session: Session, register: Register, actor: Actor, round_id: str | None) -> RoundSummary:
    """Return the round that is named, or the only one that is not closed.

    Raises
    ------
    click.UsageError
        If none is named, and none or several could be meant.
    AccessRefusedError, ConflictError
    """
    if round_id is not None:
        return flow.show_round(register, actor, round_id)
    live = [one for one in flow.list_rounds(register, actor) if one.state != "closed"]
    if len(live) != 1:
        known = ", ".join(one.round_id for one in live) or "–"
        raise click.UsageError(session.say("acting.name_a_round", known=known))
    return live[0]
