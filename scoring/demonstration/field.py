"""The enterprises of the demonstration and who of them applies in a round; new ones are founded where it needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from indicators.model import RuleBook
from indicators.regions import Region, Regions
from scoring.demonstration.enterprises import Foundry
from scoring.demonstration.plan import Plan, PrefecturePlan, RoundPlan
from scoring.demonstration.standing import Holding, Standing, application_of, open_findings
from scoring.model import Application
from scoring.procedure.dates import years_after

# Mean true quality of new enterprises by the grade for which they first apply, and by how much (shape and scale of a
# gamma) one improves when it prepares for an application; points of 100.
_QUALITY: Final = {"A": 77.0, "AA": 79.5, "AAA": 87.0}
_PREPARING: Final = {"A": (1.0, 0.5), "AA": (2.0, 0.8), "AAA": (2.0, 0.9)}
_BELOW: Final = {"AA": "A", "AAA": "AA"}
_RENEWALS_OF_A: Final = 0.3
_TRIES: Final = 100

Applicant = tuple[Standing, Application]


class Field:
    """All enterprises of the demonstration.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    foundry : Foundry
        Founds enterprises.
    regions : Regions
        Where they are.
    plan : Plan
        How many apply where.
    """

    def __init__(self, rng: np.random.Generator, foundry: Foundry, regions: Regions, plan: Plan) -> None:
        self._rng = rng
        self._foundry = foundry
        self._regions = regions
        self._plan = plan
        self._codes = frozenset(county.code for county in regions.counties())
        self._counties = {one.code: regions.counties(one.code) for one in plan.prefectures}
        sizes = {code: rng.gamma(3.0, 1.0, len(counties)) for code, counties in self._counties.items()}
        self._chances = {code: size / size.sum() for code, size in sizes.items()}
        self.standings: list[Standing] = []

    def applicants(self, book: RuleBook, plan: RoundPlan) -> list[Applicant]:
        """Return who applies in a round, in the order the applications come in. Everyone is eligible.

        Fewer than planned apply for a grade where not enough hold what it takes.
        """
        chosen: list[tuple[Standing, str]] = []
        for prefecture in self._plan.prefectures:
            here: list[Standing] = []
            for grade in ("AAA", "AA", "A"):
                wanted = wanted_of(grade, prefecture, self._plan.prefectures, book, plan)
                found = self._ready(grade, wanted, prefecture.code, here, book, plan)
                found += self._newcomers(grade, wanted - len(found), prefecture.code, [*here, *found], book, plan)
                here += found
                chosen += [(standing, grade) for standing in found]
        return self._handed_in(chosen, book, plan)

    def too_early(self, sound: Sequence[Applicant], book: RuleBook, plan: RoundPlan) -> Applicant:
        """Return one more application for AA, by one who has not held A for long enough, where the cap allows it.

        Raises
        ------
        ValueError
            If there is none.
        """
        caps = {cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps}
        busy = {one.enterprise.uscc for _, one in sound}
        there = Counter(standing.prefecture for standing, one in sound if one.target_grade == "AA")
        for standing in self.standings:
            best = standing.best(plan.applied[1])
            free = standing.firm.enterprise.uscc not in busy and there[standing.prefecture] < caps["AA"]
            if best is not None and best.grade == "A" and free:
                number = len(sound) + 1
                application = application_of(standing, grade="AA", number=number, on=plan.applied[1], book=book)
                if [one.condition for one in open_findings(application, book, self._codes)] == ["upgrade"]:
                    return standing, application
        raise ValueError("everybody has held A for long enough")

    def _ready(
        self, grade: str, wanted: int, prefecture: str, here: list[Standing], book: RuleBook, plan: RoundPlan
    ) -> list[Standing]:
        """Return those of a prefecture who may apply for a grade, counties that have nobody yet and the best first."""
        day = plan.applied[1]
        ready = [
            one
            for one in self.standings
            if one.prefecture == prefecture
            and not any(one is other for other in here)
            and one.ready_for(grade, day)
            and not open_findings(application_of(one, grade=grade, number=0, on=day, book=book), book, self._codes)
        ]
        noise = self._rng.normal(0.0, 3.0, len(ready))
        merit = [one.quality(book.round.year) + float(luck) for one, luck in zip(ready, noise, strict=True)]
        order = sorted(range(len(ready)), key=lambda n: -merit[n])
        covered = {one.firm.enterprise.county for one in here}
        first: dict[str, int] = {}
        for n in order:
            first.setdefault(ready[n].firm.enterprise.county, n)
        leading = [n for county, n in first.items() if county not in covered]
        order = [*leading, *(n for n in order if n not in leading)]
        return [ready[n] for n in order[: int(wanted * _RENEWALS_OF_A) if grade == "A" else wanted]]

    def _newcomers(
        self, grade: str, count: int, prefecture: str, here: list[Standing], book: RuleBook, plan: RoundPlan
    ) -> Iterator[Standing]:
        """Found enterprises that may apply; none where what they would have to hold can no longer be valid."""
        years = self._plan.before_valid_years
        dates = [since for since in self._plan.before if years_after(since, years) > plan.applied[1]]
        if grade != "A" and not dates:
            return
        covered = {one.firm.enterprise.county for one in here}
        missing = [county for county in self._counties[prefecture] if county.code not in covered]
        for n in range(count):
            yield self._newcomer(grade, prefecture, missing[n] if n < len(missing) else None, dates, book, plan)

    def _newcomer(
        self, grade: str, prefecture: str, county: Region | None, dates: list[date], book: RuleBook, plan: RoundPlan
    ) -> Standing:
        counties = self._counties[prefecture]
        where = county or counties[int(self._rng.choice(len(counties), p=self._chances[prefecture]))]
        for _ in range(_TRIES):
            firm = self._foundry.found(
                where,
                self._regions.by_code[prefecture],
                before=min([plan.applied[0], *dates]),
                quality_mean=_QUALITY[grade],
            )
            standing = Standing(firm, prefecture)
            if grade != "A":
                since = dates[int(self._rng.integers(len(dates)))]
                until = years_after(since, self._plan.before_valid_years) - timedelta(days=1)
                standing.held.append(Holding(_BELOW[grade], since, until))
            application = application_of(standing, grade=grade, number=0, on=plan.applied[1], book=book)
            if not open_findings(application, book, self._codes):
                self.standings.append(standing)
                return standing
        raise ValueError(f"nobody of {prefecture} could apply for {grade}")

    def _handed_in(self, chosen: list[tuple[Standing, str]], book: RuleBook, plan: RoundPlan) -> list[Applicant]:
        """Give each application its day and its number, and let the applicant have prepared for it."""
        span = (plan.applied[1] - plan.applied[0]).days
        # Most hand in towards the end.
        offsets = sorted(round(span * float(part)) for part in self._rng.beta(2.5, 1.2, len(chosen)))
        handed_in: list[Applicant] = []
        for number, (place, offset) in enumerate(zip(self._rng.permutation(len(chosen)), offsets, strict=True), 1):
            standing, grade = chosen[place]
            standing.gained += float(self._rng.gamma(*_PREPARING[grade]))
            day = plan.applied[0] + timedelta(days=offset)
            application = application_of(standing, grade=grade, number=number, on=day, book=book)
            if open_findings(application, book, self._codes):
                # A window that is over on the last day was not over yet on this one.
                application = replace(application, applied_on=plan.applied[1])
            handed_in.append((standing, application))
        return handed_in


def wanted_of(
    grade: str, prefecture: PrefecturePlan, everyone: tuple[PrefecturePlan, ...], book: RuleBook, plan: RoundPlan
) -> int:
    """Return how many of a prefecture are to apply for a grade: its share of the plan, never above the round's cap."""
    caps = {cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps}
    wanted = max(1, round(plan.applications[grade] * prefecture.share_of(grade, everyone)))
    return min(wanted, caps.get(grade, wanted))
