"""A decision computed again from its sheets, its application and its rule book, wherever these were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from indicators.model import RuleBook
from scoring.flow import panel
from scoring.flow.deciding import proposal_as_json, votes_as_json
from scoring.flow.panel import PanelResult
from scoring.flow.scores import scores_as_json, scores_of
from scoring.meeting.quorum import Votes
from scoring.model import Application
from scoring.register import marks
from scoring.register.canonical import canonical
from scoring.register.decisions import Decision
from scoring.register.marks import Mark


def differences(
    decision: Decision, application: Application, kept: Iterable[Mark], book: RuleBook, *, version: int
) -> Iterator[str]:
    """Yield the keys of what does not come out again: aggregate, proposal, votes.

    Parameters
    ----------
    decision : Decision
        As recorded.
    application : Application
        In the `version` that the decision names.
    kept : iterable of Mark
        Of its sheets, as they were submitted; experts by the names under which the decision refers to them.
    """
    result = _result(application, decision, kept, book)
    if canonical(scores_as_json(result.scores, book)) != canonical(dict(decision.aggregate)):
        yield "flow.aggregate_differs"
    if canonical(proposal_as_json(result, version)) != canonical(dict(decision.proposal)):
        yield "flow.proposal_differs"
    if not _votes_hold(decision, book):
        yield "flow.votes_differ"


def _votes_hold(decision: Decision, book: RuleBook) -> bool:
    """Whether the counts can be, and quorum and majority follow from them as the record says."""
    told = {field.name: decision.votes.get(field.name) for field in fields(Votes)}
    counts = {name: count for name, count in told.items() if isinstance(count, int)}
    if counts.keys() != told.keys():
        return False
    votes = Votes(**counts)
    # Which vote of a sitting it was, and the clauses named, are facts of that sitting and follow from no count.
    counted = {name: value for name, value in decision.votes.items() if name not in ("voting", "clauses")}
    return not votes.faults() and canonical(votes_as_json(votes, book)) == canonical(counted)


def _result(application: Application, decision: Decision, kept: Iterable[Mark], book: RuleBook) -> PanelResult:
    """Return what the panel's sheets come to, by the way that the sitting's page takes."""
    keys = {(application.application_id, reference.expert_id) for reference in decision.sheets}
    scores = scores_of(marks.columns_of(kept), keys, book).get(application.application_id)
    eligibility = panel.eligibility_of(application, book)
    return PanelResult(
        application=application,
        stage=decision.stage,
        assigned=len(decision.sheets),
        submitted=len(decision.sheets),
        scores=scores,
        eligibility=eligibility,
        proposal=panel.proposal_of(application, decision.stage, scores, eligibility, book),
        sheets=decision.sheets,
    )
