"""What a closed voting comes to, with the numbers that fill its formulas."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from indicators.language import Message
from indicators.model import ParameterSheet, Share
from scoring.meeting.quorum import Votes, carried, quorum_met


@dataclass(frozen=True, slots=True)
class Formula:
    """One condition with its numbers: `part` of `whole` against a share.

    Attributes
    ----------
    part, whole : int
        Who is present of those entitled; who is in favour of those the majority is counted of.
    needed : int or None
        The least `part` that meets the condition; ``None`` where none can, nobody being left or all of them too few.
    met : bool
    text : Message
        The formula in words and numbers.
    """

    part: int
    whole: int
    share: Share
    needed: int | None
    met: bool
    text: Message


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a voting came to.

    Attributes
    ----------
    valid : bool
        The quorum is met; a vote without it decides nothing.
    carried : bool
        Valid, and enough are in favour.
    tie : bool
        As many in favour as against, and somebody voted. It never carries by itself.
    """

    votes: Votes
    quorum: Formula
    majority: Formula
    valid: bool
    carried: bool
    tie: bool


def resolve(votes: Votes, rules: ParameterSheet) -> Resolution:
    """Return what a closed voting comes to by the parameter sheet's quorum and majority.

    Raises
    ------
    ValueError
        If the counts contradict each other; `Votes.faults` says how, and is to be asked first.
    """
    return resolve_by(votes, rules.quorum, rules.majority)


def resolve_by(votes: Votes, quorum: Share, majority: Share) -> Resolution:
    """Return what a closed voting comes to; see `resolve`."""
    faults = votes.faults()
    if faults:
        raise ValueError(f"{votes}: {', '.join(fault.key for fault in faults)}")
    of_quorum, of_majority = quorum_formula(votes.entitled, votes.present, quorum), majority_formula(votes, majority)
    return Resolution(
        votes=votes,
        quorum=of_quorum,
        majority=of_majority,
        valid=of_quorum.met,
        carried=of_quorum.met and of_majority.met,
        tie=votes.in_favour == votes.against and votes.cast > 0,
    )


def least(whole: int, share: Share) -> int | None:
    """Return the least number of people that reaches a share of `whole`; ``None`` where nobody can."""
    if whole == 0:
        return None
    exact = Fraction(share.numerator, share.denominator) * whole
    rounded_up = -(-exact.numerator // exact.denominator)
    needed = rounded_up + 1 if share.strict and exact == rounded_up else rounded_up
    return needed if needed <= whole else None


def quorum_formula(entitled: int, present: int, quorum: Share) -> Formula:
    """Return the quorum of an item: who is present of those entitled after recusals."""
    met = quorum_met(Votes(entitled, present, 0, 0, 0), quorum)
    return _formula("quorum.formula_quorum", present, entitled, quorum, met)


def majority_formula(votes: Votes, majority: Share) -> Formula:
    """Return the majority of an item: who is in favour, of those that the parameter sheet counts it of."""
    whole = {"entitled": votes.entitled, "present": votes.present, "cast": votes.cast}[majority.of]
    return _formula(f"quorum.formula_of_{majority.of}", votes.in_favour, whole, majority, carried(votes, majority))


def _formula(key: str, part: int, whole: int, share: Share, met: bool) -> Formula:
    needed = least(whole, share)
    facts = {
        "part": part,
        "whole": whole,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "rule": Message("quorum.more_than" if share.strict else "quorum.at_least"),
        "needed": Message("quorum.out_of_reach") if needed is None else Message("quorum.least", {"count": needed}),
    }
    return Formula(part, whole, share, needed, met, Message(key, facts))
