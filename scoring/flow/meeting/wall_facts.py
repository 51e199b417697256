"""What of a sitting's record the wall may know: from here on nothing else of it is in reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from indicators.language import Name
from indicators.model import RuleBook
from scoring.flow.meeting.closing import found_contradictions
from scoring.flow.meeting.motions import proposed_motions
from scoring.flow.meeting.panel_now import medians, split_indicator
from scoring.flow.meeting.state import SittingState
from scoring.meeting.frames import Clause, ConsentLine, ItemFacts, ItemResult, RuleLines, WallFacts
from scoring.meeting.outcomes import outcome_named
from scoring.meeting.resolve import quorum_formula
from scoring.meeting.steps import STEPS, step_seconds
from scoring.register import decisions, sittings

_SECONDS = 60


def wall_facts(connection: Connection, state: SittingState, *, paused: bool) -> WallFacts:
    """Return all that the wall may know: from here on nothing else of the sitting is in reach."""
    sheet = state.book.round.parameter_sheet
    consent = [state.by_application[id_] for id_ in state.waiting("consent")]
    voting = state.voting
    proposed = {one.application_id: one for one in _consent_lines(connection, state)} if consent else {}
    return WallFacts(
        round_name=Name(state.book.round.name, state.book.round.name_en),
        kind=state.sitting.kind,
        phase=state.sitting.phase,
        since=state.sitting.at,
        paused=paused,
        present=len(state.present),
        seats=len(state.seats),
        confirmed=sum(one.state == "confirmed" for one in state.seats),
        recusals=sum(len(found & frozenset(state.seated)) for found in state.recused.values()),
        rules=_rules(state),
        consent=tuple(proposed[one.application_id] for one in consent if one.application_id in proposed),
        pulled=sum(one.reason == "pulled" for one in state.items),
        voting_open=voting is not None,
        voting_since=None if voting is None else voting.at,
        pull_seconds=sheet.clocks.pull_window_seconds,
        pause_seconds=float(sheet.clocks.pause) * _SECONDS,
        item=_item(connection, state),
        result=_result(connection, state),
        left=sum(one.state == "waiting" for one in state.items),
        by_outcome=Counter(outcome for outcome, _ in state.decided.values()),
        visits=sum(outcome == "send_to_site_visit" for outcome, _ in state.decided.values()),
        found=found_contradictions(connection, state).count if state.sitting.phase == "review" else None,
        head=sittings.lock_hash(connection, state.id) if state.sitting.over else "",
    )


def _rules(state: SittingState) -> RuleLines:
    round_ = state.book.round
    sheet = round_.parameter_sheet
    return RuleLines(
        quorum=sheet.quorum,
        majority=sheet.majority,
        ballot=sheet.ballot,
        lines=tuple((cut.grade, cut.min_score) for cut in round_.cut_scores),
        consent_threshold=sheet.consent_threshold,
        hard_minutes=sheet.clocks.hard_item,
        normal_minutes=sheet.clocks.normal_item,
        rule_book_digest=state.book.digest,
        sample=None if round_.status == "official" else Name(round_.banner, round_.banner_en),
    )


def _consent_lines(connection: Connection, state: SittingState) -> list[ConsentLine]:
    return [
        ConsentLine(application_id, outcome)
        for application_id, outcome in proposed_motions(connection, state, state.waiting("consent")).items()
    ]


def _item(connection: Connection, state: SittingState) -> ItemFacts | None:
    item = state.current
    if item is None:
        return None
    id_ = item.application_id
    step = next(one for one in STEPS if one == item.state)
    entitled = state.entitled(id_)
    present = len(entitled & state.present)
    formula = quorum_formula(len(entitled), present, state.book.round.parameter_sheet.quorum)
    of_block = [one for one in state.items if one.block == item.block and one.state != "removed"]
    return ItemFacts(
        application_id=id_,
        block=item.block,
        step=step,
        place=1 + sum(one.position < item.position for one in of_block),
        of=len(of_block),
        since=item.at,
        seconds=step_seconds(item.block, step, state.book.round.parameter_sheet.clocks),
        split_indicator=split_indicator(connection, state, id_),
        entitled=len(entitled),
        present=present,
        needed=formula.needed,
        recused=len(state.recused.get(id_, frozenset()) & state.voters(id_)),
    )


def _result(connection: Connection, state: SittingState) -> ItemResult | None:
    if state.current is not None:
        return None
    since = state.sitting.at  # of this phase: after a break nothing old comes back
    closed = [one for one in state.items if one.state == "decided" and one.block != "consent" and one.at >= since]
    if not closed:
        return None
    newest = max(closed, key=lambda one: one.at)
    every = decisions.of_application(connection, newest.application_id, stage=state.sitting.stage)
    standing = next((one for one in every if one.state == "recorded"), None)
    if standing is None:
        return None
    before, after = medians(connection, state, newest.application_id)
    return ItemResult(
        application_id=newest.application_id,
        outcome=outcome_named(standing.outcome),
        grade=standing.grade,
        clauses=_clauses(state.book, standing.votes.get("clauses", ())),
        median_before=before,
        median_after=after,
    )


def _clauses(book: RuleBook, named: Iterable[str]) -> tuple[Clause, ...]:
    conditions = {one.id: one for one in book.regulation.conditions}
    return tuple(
        Clause(conditions[id_].cite.clause, Name(conditions[id_].name, conditions[id_].name_en))
        for id_ in named
        if id_ in conditions
    )
