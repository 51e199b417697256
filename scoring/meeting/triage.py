"""Which applications a sitting may settle in one vote, which need talk, and which need it most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indicators.language import Message
from scoring.meeting.proposal import PROPOSABLE, Outcome
from scoring.model import BlockName

Block = BlockName

LOW: Final = 0.70
"""Below this certainty a straddled line makes a case hard: within 1.2 points of it, by five experts of noise 5."""
FLAGS: Final = 2
"""Of three. By one alone more than half of what is talked about would be hard (11.7 of 20.8 in the setting of
`simulated`), and two hours too short."""
_NONE: Final = "none"
_RANK: Final[Mapping[str, int]] = {grade: place for place, grade in enumerate(PROPOSABLE, start=1)}


@dataclass(frozen=True, slots=True)
class TriageCase:
    """What is known of one application before the sitting. Nothing in it is about an expert.

    Attributes
    ----------
    application_id, target : str
    outcome : Outcome or None
        Proposed by rules and marks (`proposal.propose`); ``None`` where nothing can be proposed.
    grade : str or None
        The grade proposed, or the one on whose way the site visit lies.
    certainty : float or None
        等级把握度 of the likeliest grade, from 0 to 1; ``None`` or ``nan`` where it is undefined.
    likeliest, grade_by_score : str or None
        ``none`` (or ``None``) below the lowest line.
    without_one : int
        How many experts change the grade when left out.
    straddles : bool
        Whether the experts' own totals lie on both sides of a line.
    split_range, range_limit : float or None
        Highest less lowest total, and what so many experts exceed by chance once in ten
        (`integrity.range_alarm`), in points.
    condition_unknown : bool
        Whether a basic or grade condition cannot be told yet.
    """

    application_id: str
    target: str
    outcome: Outcome | None
    grade: str | None
    certainty: float | None
    likeliest: str | None
    grade_by_score: str | None
    without_one: int = 0
    straddles: bool = False
    split_range: float | None = None
    range_limit: float | None = None
    condition_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Triage:
    """The block of one application; `reasons` say why it is there, what to talk about first."""

    application_id: str
    block: Block
    reasons: tuple[Message, ...]


def triage(case: TriageCase, threshold: float) -> Triage:
    """Return the block of a case: ``consent``, ``hard`` or ``normal``. Nothing begins in ``reserve``.

    Consent: the certainty is known and reaches the threshold, and nothing speaks against one vote for all (`_against`).
    Hard, of the others: at least `FLAGS` of three flags. (1) An expert left out changes the grade; (2) the totals lie
    further apart than so many experts' do by chance; (3) a line is straddled and the certainty below `LOW`. Normal: the
    rest. A sure case whose totals lie far apart stays in consent; the reason is told all the same, and any member may
    pull it out.

    Parameters
    ----------
    case : TriageCase
    threshold : float
        Least certainty of a consent item (`ParameterSheet.consent_threshold`), from 0 to 1.
    """
    against, flags = _against(case, threshold), _flags(case)
    if not against:
        sure = Message("triage.sure", {"certainty": _percent(case.certainty), "threshold": _percent(threshold)})
        return Triage(case.application_id, "consent", (sure, *flags))
    return Triage(case.application_id, "hard" if len(flags) >= FLAGS else "normal", (*flags, *against))


def _against(case: TriageCase, threshold: float) -> tuple[Message, ...]:
    """Return what speaks against consent: nothing proposed, something unknown, unsure, or against the score."""
    found = []
    if case.outcome is None:
        found.append(Message("triage.no_proposal"))
    if case.condition_unknown:
        found.append(Message("triage.condition_unknown"))
    if _undefined(case.certainty):
        found.append(Message("triage.certainty_unknown"))
    elif case.certainty is not None and case.certainty < threshold:
        facts = {"certainty": _percent(case.certainty), "threshold": _percent(threshold)}
        found.append(Message("triage.unsure", facts))
    if (case.likeliest or _NONE) != (case.grade_by_score or _NONE):
        found.append(Message("triage.likeliest_differs"))
    elif case.outcome is not None and not _rests_on_score(case):
        found.append(Message("triage.against_score"))
    return tuple(found)


def _rests_on_score(case: TriageCase) -> bool:
    """Whether the score reaches the proposed grade, or, where none is proposed, falls short of the one applied for.

    An applicant for AA whose score reaches AAA is proposed AA on it. A refusal in spite of the score, because of a
    condition, a floor or a veto, is not for a vote without talk.
    """
    reached = _RANK.get(case.likeliest or _NONE, 0)
    if case.outcome == "do_not_propose":
        return reached < _RANK.get(case.target, 0)
    return case.grade is not None and _RANK.get(case.grade, 0) <= reached


def _flags(case: TriageCase) -> tuple[Message, ...]:
    """Return what makes a case hard, what tells people what to talk about first."""
    found = []
    if case.without_one:
        found.append(Message("triage.without_one", {"count": case.without_one}))
    if case.split_range is not None and case.range_limit is not None and case.split_range > case.range_limit:
        facts = {"range": f"{case.split_range:.1f}", "limit": f"{case.range_limit:.1f}"}
        found.append(Message("triage.wide", facts))
    if case.straddles and not _undefined(case.certainty) and case.certainty is not None and case.certainty < LOW:
        found.append(Message("triage.straddled", {"certainty": _percent(case.certainty), "low": _percent(LOW)}))
    return tuple(found)


def _undefined(certainty: float | None) -> bool:
    return certainty is None or math.isnan(certainty)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}%"
