"""Applicants who may not be accredited, each for another reason: facts changed in applications that were sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from scoring.demonstration.planted import Planting
from scoring.model import AdverseRecord, Application, Growth
from scoring.procedure.dates import years_before

Change = Callable[[Application], Application]


def plant_ineligible(
    rng: np.random.Generator, applications: Sequence[Application]
) -> tuple[list[Application], list[Planting]]:
    """Return the applications, some of them changed, and what was changed."""
    changed = list(applications)
    taken: set[int] = set()
    plantings: list[Planting] = []
    for grade, condition, because, change in _CHANGES:
        fitting = [n for n, one in enumerate(changed) if one.target_grade == grade and n not in taken]
        place = fitting[int(rng.integers(len(fitting)))]
        taken.add(place)
        changed[place] = change(changed[place])
        plantings.append(
            Planting(
                "ineligible",
                changed[place].round_id,
                (changed[place].application_id,),
                details={"condition": condition, "because": because},
            )
        )
    return changed, plantings


def _adverse_event(one: Application) -> Application:
    recent = years_before(one.applied_on, 1) - timedelta(days=40)
    return replace(
        one, adverse_records=(*one.adverse_records, AdverseRecord("failed_spot_check_or_inspection", recent))
    )


def _still_listed(one: Application) -> Application:
    since = one.applied_on - timedelta(days=130)
    return replace(one, adverse_records=(*one.adverse_records, AdverseRecord("abnormal_operations_list", since)))


def _records_not_checked(one: Application) -> Application:
    return replace(one, adverse_records=(), adverse_records_checked=False)


def _too_young(one: Application) -> Application:
    registered: date = years_before(one.applied_on, 2) - timedelta(days=75)
    return replace(one, enterprise=replace(one.enterprise, registered_on=registered))


def _growth_missing(one: Application) -> Application:
    return replace(one, growth=one.growth[1:])


def _growth_negative(one: Application) -> Application:
    last = one.growth[-1]
    return replace(one, growth=(*one.growth[:-1], Growth(last.year, Decimal("-3.4"))))


def _not_declared(one: Application) -> Application:
    return replace(one, declared={name: met for name, met in one.declared.items() if name != "public_policies"})


_CHANGES: tuple[tuple[str, str, str, Change], ...] = (
    ("AA", "clean_record_aa", "adverse_record_in_window", _adverse_event),
    ("AAA", "clean_record_aaa", "listing_not_removed", _still_listed),
    ("AA", "clean_record_aa", "records_not_checked", _records_not_checked),
    ("A", "registration_and_existence", "too_young", _too_young),
    ("AAA", "steady_growth_aaa", "growth_year_missing", _growth_missing),
    ("AA", "steady_growth_aa", "growth_negative", _growth_negative),
    ("AA", "public_policies", "not_declared", _not_declared),
)
