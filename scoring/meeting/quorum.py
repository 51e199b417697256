"""Quorum and majority of one item, with the denominator that the parameter sheet names."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from indicators.language import Message
from indicators.model import Share


@dataclass(frozen=True, slots=True)
class Votes:
    """How a sitting voted on one item, after recusals.

    Attributes
    ----------
    entitled : int
        Who might vote on this item: the voters of the sitting less the recused.
    present : int
        Of those, who was there.
    in_favour, against, abstained : int
        Ballots; whoever is present and gives none counts in `present` alone.
    """

    entitled: int
    present: int
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        """Valid votes: abstentions are none."""
        return self.in_favour + self.against

    def faults(self) -> tuple[Message, ...]:
        """Return what cannot be: negative counts, more present than entitled, more ballots than present."""
        found = []
        if min(self.entitled, self.present, self.in_favour, self.against, self.abstained) < 0:
            found.append(Message("quorum.negative"))
        if self.present > self.entitled:
            found.append(Message("quorum.more_present", {"present": self.present, "entitled": self.entitled}))
        if self.cast + self.abstained > self.present:
            ballots = self.cast + self.abstained
            found.append(Message("quorum.more_ballots", {"ballots": ballots, "present": self.present}))
        return tuple(found)


def quorum_met(votes: Votes, quorum: Share) -> bool:
    """Whether enough of those entitled are present. Nobody entitled: no quorum."""
    return _reaches(votes.present, votes.entitled, quorum)


def carried(votes: Votes, majority: Share) -> bool:
    """Whether enough votes are in favour, of those the majority is counted of. Of nobody: not carried."""
    of = {"entitled": votes.entitled, "present": votes.present, "cast": votes.cast}[majority.of]
    return _reaches(votes.in_favour, of, majority)


def _reaches(part: int, whole: int, share: Share) -> bool:
    if whole == 0:
        return False
    reached, needed = Fraction(part, whole), Fraction(share.numerator, share.denominator)
    return reached > needed if share.strict else reached >= needed
