"""The demonstration told once at full size, and a small one built into a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators.load import shipped_rule_book
from indicators.model import RuleBook
from indicators.regions import Regions, read_regions
from scoring.demonstration.build import SEED, Built, build
from scoring.demonstration.plan import Plan, read_plan
from scoring.demonstration.story import Story, tell


@pytest.fixture(scope="session")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(scope="session")
def regions() -> Regions:
    return read_regions()


@pytest.fixture(scope="session")
def books(plan: Plan) -> Mapping[str, RuleBook]:
    return {one.round_id: shipped_rule_book(one.round_id) for one in plan.rounds}


@pytest.fixture(scope="session")
def story(plan: Plan, books: Mapping[str, RuleBook], regions: Regions) -> Story:
    return tell(SEED, plan=plan, books=books, regions=regions)


@pytest.fixture(scope="session")
def small_plan(plan: Plan) -> Plan:
    """The last two rounds, a fifth of their size; what applicants must hold they bring along from before."""
    earlier, current = plan.rounds[-2:]
    return replace(
        plan,
        rounds=(
            replace(earlier, applications={"A": 13, "AA": 26, "AAA": 13}),
            replace(current, applications={"A": 13, "AA": 65, "AAA": 39}),
        ),
        before=(date(2022, 10, 20), date(2023, 10, 20)),
        before_valid_years=5,
    )


@pytest.fixture(scope="session")
def small(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    file = tmp_path_factory.mktemp("demonstration") / "small.sqlite"
    return file, build(file, seed=5, plan=small_plan)
