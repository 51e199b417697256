"""Separation of powers (三员): which roles one person may hold, and what must be known of him then."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from indicators.faults import Fault
from indicators.language import Message
from scoring.identity.terms import terms


def excluded(roles: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return every pair of roles that no one person may hold together, in order of name."""
    separate = terms().separation
    apart = {frozenset(pair) for pair in separate.apart}
    return tuple(
        pair for pair in combinations(sorted(set(roles)), 2) if separate.alone & set(pair) or frozenset(pair) in apart
    )


def faults(
    roles: Collection[str], *, known: Collection[str], region: str | None, expert_id: str | None
) -> tuple[Fault, ...]:
    """Return everything that speaks against giving roles to one account.

    Parameters
    ----------
    roles : collection of str
    known : collection of str
        Every role there is.
    region : str or None
        For which region (code) he acts.
    expert_id : str or None
        Which expert he is.
    """
    return tuple(Fault(message) for message in _against(roles, known, region, expert_id))


def _against(
    roles: Collection[str], known: Collection[str], region: str | None, expert_id: str | None
) -> Iterator[Message]:
    separate = terms().separation
    if not roles:
        yield Message("identity.no_role")
    for role in sorted(set(roles) - set(known)):
        yield Message("identity.unknown_role", {"role": role, "known": ", ".join(sorted(known))})
    for role in sorted(set(roles) & separate.never):
        yield Message("identity.not_for_people", {"role": role})
    for one, other in excluded(roles):
        yield Message("identity.roles_exclude", {"one": one, "other": other})
    if set(roles) & separate.regional and region is None:
        yield Message("identity.region_needed", {"roles": ", ".join(sorted(set(roles) & separate.regional))})
    if region is not None and not set(roles) & separate.regional:
        yield Message("identity.region_without_role", {"region": region})
    if ("expert" in roles) != (expert_id is not None):
        yield Message("identity.expert_and_number", {"expert": expert_id or "–"})
