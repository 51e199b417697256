"""What a decision rests on: given to whoever may read a panel's marks, cut from it for everybody else.

Offices, leaders and experts are told what was decided and why. The panel's score by indicator, the total, the proposal
with its reasons, the votes and the digests of the sheets come with the same row of the record; they are cut here, below
every page, export and command.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scoring import access
from scoring.flow.unlinking import unlinked_decision
from scoring.model import Actor
from scoring.register.decisions import Decision


def as_shown_to(actor: Actor, decision: Decision, circumstances: Collection[str]) -> Decision:
    """Return a decision as an actor may read it, who may read it at all.

    Parameters
    ----------
    circumstances : collection of str
        What is true of the round and of the application.

    Returns
    -------
    Decision
        With labels for the experts on whose sheets it rests; without `sheets`, `aggregate`, `proposal` and `votes`
        for whoever may not read grounds.
    """
    if access.may(actor, "read", "decision_grounds", circumstances):
        return unlinked_decision(decision)
    return replace(decision, sheets=(), aggregate={}, proposal={}, votes={})
