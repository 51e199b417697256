"""The steps of a round written into a register, act by act, as the offices and experts of those days would have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

import numpy as np

from indicators.regions import Regions
from scoring import flow
from scoring.demonstration.marking import Marking, given_sheets
from scoring.demonstration.outcomes import Decided
from scoring.demonstration.plan import Plan
from scoring.demonstration.pools import note_pool
from scoring.demonstration.recusing import Recusal
from scoring.demonstration.rounds import OpenedRound
from scoring.demonstration.steps import confirm, office, recommend, sign_papers
from scoring.model import Actor, Expert
from scoring.procedure.rounds import RoundState
from scoring.register.database import Register

Pair = tuple[str, str]
_SITTING: Final = timedelta(hours=8)
_BEFORE_OPENING: Final = timedelta(days=20)


def expert(expert_id: str) -> Actor:
    """Return an expert as an actor."""
    return Actor(expert_id, expert_id, frozenset({"expert"}))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the steps of rounds into one register.

    Attributes
    ----------
    register : Register
        Where to.
    rng : numpy.random.Generator
        For the notes beside the marks.
    plan : Plan
        For its time zone.
    regions : Regions
        For the names of the tables that came in.
    """

    register: Register
    rng: np.random.Generator
    plan: Plan
    regions: Regions

    def advance(self, opened: OpenedRound, state: RoundState, day: date, hour: int, *, reason: str = "") -> None:
        """Bring the round to its next state."""
        now = self.plan.at(day, hour)
        flow.advance_round(self.register, office("secretariat"), now, opened.plan.round_id, state, reason=reason)

    def open(self, opened: OpenedRound, at_home: Collection[Pair] = ()) -> None:
        """Write a round up to the morning on which marking begins; `at_home` are pairs assigned against the rule."""
        plan = opened.plan
        created = plan.applied[0] - _BEFORE_OPENING
        flow.create_round(self.register, office("secretariat"), self.plan.at(created, 10), opened.book)
        flow.import_experts(
            self.register,
            office("assignment_holder"),
            self.plan.at(created, 11),
            [rater.expert for rater in opened.raters],
            source=f"{plan.round_id}-experts.xlsx",
        )
        first, last = plan.applied
        moments = self._moments(created + timedelta(days=5))
        sign_papers(self.register, moments, plan.round_id, first_day=first, last_day=last)
        self.advance(opened, "open", first, 9)
        self._applications(opened)
        moments = self._moments(plan.marked[0] - timedelta(days=5))
        recommend(self.register, moments, plan.round_id, opened.applications, self.regions)
        self._review_panels(opened, at_home)
        self.advance(opened, "reviewing", plan.marked[0], 8)

    def confirm(self, opened: OpenedRound, refused: Collection[str] = ()) -> None:
        """Write what the province found of the applications for A, on the first day of marking."""
        moments = self._moments(opened.plan.marked[0])
        confirm(self.register, moments, opened.plan.round_id, opened.applications, refused=refused)

    def assign(
        self, opened: OpenedRound, marking: Marking, pairs: Collection[Pair], now: datetime, *, reason: str = ""
    ) -> None:
        """Write who is to score what."""
        if pairs:
            flow.assign(
                self.register,
                office("assignment_holder"),
                now,
                opened.plan.round_id,
                list(pairs),
                stage=marking.stage,
                reason=reason,
            )

    def recuse(self, recusal: Recusal, now: datetime) -> None:
        """Write that an expert steps back, by himself."""
        flow.recuse(
            self.register,
            expert(recusal.expert_id),
            now,
            application_id=recusal.application_id,
            expert_id=recusal.expert_id,
            reason=recusal.reason,
        )

    def sheets(
        self, opened: OpenedRound, marking: Marking, now: datetime, submitted: Collection[Pair] | None = None
    ) -> None:
        """Write all sheets, as one table that came in; all of them signed unless `submitted` says which."""
        sheets = list(given_sheets(self.rng, marking, note_pool(), self.plan.zone))
        every = {(one.application_id, one.expert_id) for one in sheets}
        flow.import_sheets(
            self.register,
            office("assignment_holder"),
            now,
            opened.plan.round_id,
            sheets,
            stage=marking.stage,
            submitted=every if submitted is None else submitted,
            source=f"{opened.plan.round_id}-{marking.stage}.csv",
        )

    def sitting(self, opened: OpenedRound, decisions: Sequence[Decided], day: date) -> None:
        """Write the decisions of a sitting, evenly over its day."""
        self.advance(opened, "deciding", day, 8)
        for number, one in enumerate(decisions):
            flow.record_decision(
                self.register,
                office("chair"),
                self.plan.at(day, 9) + number * _SITTING / len(decisions),
                application_id=one.application_id,
                outcome=one.outcome,
                votes=one.votes,
                reason=one.reason,
                stage=one.stage,
            )

    def _moments(self, day: date) -> Iterator[datetime]:
        """Return moments of a day, from nine in the morning, minute by minute."""
        return (self.plan.at(day, 9) + timedelta(minutes=minute) for minute in count())

    def _applications(self, opened: OpenedRound) -> None:
        """Write the applications as they come: one table a prefecture, two days after the last day."""
        tables: dict[str, list[int]] = {}
        for place, one in enumerate(opened.applications):
            tables.setdefault(self.regions.prefecture_of(one.enterprise.county).code, []).append(place)
        day = opened.plan.applied[1] + timedelta(days=2)
        for number, code in enumerate(sorted(tables)):
            flow.import_applications(
                self.register,
                office("secretariat"),
                self.plan.at(day, 7, 3 * number),
                opened.plan.round_id,
                [opened.applications[place] for place in tables[code]],
                source=f"{opened.plan.round_id}-{code}.xlsx",
            )

    def _review_panels(self, opened: OpenedRound, at_home: Collection[Pair]) -> None:
        """Write who was drawn, who stepped back, and who took the place."""
        review, day = opened.review, opened.plan.marked[0] - timedelta(days=3)
        back = {(one.application_id, one.replacement): (one.application_id, one.expert_id) for one in opened.recusals}
        pairs = [back.get(pair, pair) for pair in pairs_of(review) if pair not in at_home]
        self.assign(opened, review, pairs, self.plan.at(day, 9))
        self._seat_at_home(opened, at_home, day)
        # Every seven minutes, or as much more often as it takes to be through before others take the places.
        apart = min(timedelta(minutes=7), timedelta(hours=20) / max(len(opened.recusals), 1))
        for number, one in enumerate(opened.recusals):
            self.recuse(one, self.plan.at(day + timedelta(days=1), 9) + number * apart)
        instead = [(one.application_id, one.replacement) for one in opened.recusals if one.replacement is not None]
        moment = self.plan.at(day + timedelta(days=2), 10)
        self.assign(opened, review, instead, moment, reason=note_pool().replacement)

    def _seat_at_home(self, opened: OpenedRound, at_home: Collection[Pair], day: date) -> None:
        """Write panels of an expert's own prefecture: assigned while the roster named another, set right an hour later.

        An expert who is known to be of the applicant's prefecture cannot be assigned; a roster that is wrong can.
        """
        if not at_home:
            return
        counties = {one.application_id: one.enterprise.county for one in opened.applications}
        homes = {self.regions.prefecture_of(counties[application_id]).code for application_id, _ in at_home}
        elsewhere = next(one.code for one in self.regions.prefectures() if one.code not in homes)
        seated = {expert_id for _, expert_id in at_home}
        there = [rater.expert for rater in opened.raters if rater.expert.expert_id in seated]
        notes = note_pool()
        self._correct(opened, [replace(one, region=elsewhere) for one in there], self.plan.at(day, 10), notes.moved)
        self.assign(opened, opened.review, at_home, self.plan.at(day, 10, 30), reason=notes.planted_at_home)
        self._correct(opened, there, self.plan.at(day, 11), notes.moved_back)

    def _correct(self, opened: OpenedRound, experts: Sequence[Expert], now: datetime, reason: str) -> None:
        flow.import_experts(
            self.register,
            office("assignment_holder"),
            now,
            experts,
            source=f"{opened.plan.round_id}-experts-corrected.xlsx",
            reason=reason,
        )


def pairs_of(marking: Marking) -> list[Pair]:
    """Return who has a sheet of what."""
    places = np.argwhere(marking.assigned).tolist()
    return [(marking.applications[row], marking.experts[column]) for row, column in places]
