"""Where the applications of a round stand in the seven steps, gathered for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.model import RuleBook, Step
from scoring.flow import gather
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Application
from scoring.procedure.steps import EXPERTS, Elsewhere, Standing, path, standing_of
from scoring.register import applications, step_acts, withdrawals
from scoring.register.step_acts import Decided, StepAct


@dataclass(frozen=True, slots=True)
class Case:
    """An application, the path it takes, what was done with it, and where it stands."""

    application: Application
    version: int
    steps: tuple[Step, ...]
    acts: tuple[StepAct, ...]
    elsewhere: Elsewhere

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing_of(self.steps, self.acts, self.elsewhere)

    @property
    def recommended(self) -> bool:
        """Whether every step before the experts is done and nothing halts it: it may go to them."""
        return self.standing.has_passed(self.steps, EXPERTS)


def cases(connection: Connection, round_id: str, book: RuleBook) -> dict[str, Case]:
    """Return every application of a round with where it stands."""
    versions = applications.current_versions(connection, round_id)
    acts = step_acts.of_round(connection, round_id)
    decided = step_acts.decided(connection, round_id)
    gone = withdrawals.of_round(connection, round_id)
    entered = step_acts.entered(connection, round_id)
    found = {}
    for one in applications.of_round(connection, round_id):
        name = one.application_id
        mine = decided.get(name, {})
        found[name] = Case(
            application=one,
            version=versions[name],
            steps=path(book.regulation, _grade(one.target_grade, mine)),
            acts=acts.get(name, ()),
            elsewhere=_elsewhere(gather.day_of(entered[name]), mine, withdrawn=name in gone),
        )
    return found


def case(connection: Connection, application: Application) -> Case:
    """Return one application with where it stands."""
    book = gather.rule_book(connection, application.round_id)
    return cases(connection, application.round_id, book)[application.application_id]


def _grade(target: str, decided: Mapping[str, Decided]) -> str:
    """Return the grade whose path an application takes: who is proposed for a lower one goes on as if for that."""
    proposed = [one.grade for one in decided.values() if one.grade and one.outcome != "send_to_site_visit"]
    return proposed[-1] if proposed else target


def _elsewhere(entered: date, decided: Mapping[str, Decided], *, withdrawn: bool) -> Elsewhere:
    """Return what sittings did: a decision that stands is the experts' step done, without any other click."""
    done: dict[str, date] = {}
    for stage, one in decided.items():
        if one.outcome != "defer":
            done[SITE_VISIT if stage == SITE_VISIT else EXPERTS] = gather.day_of(one.decided_at)
    refused = any(one.outcome == "do_not_propose" for one in decided.values())
    return Elsewhere(entered, done, withdrawn=withdrawn, ended=refused)
