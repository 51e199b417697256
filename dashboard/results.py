"""What takes long to compute of a round, a sitting or the chain, and is kept while what it rests on stands still.

Each is asked for as by `source.ask`; whether he who asks may see it is asked each time, by the step that says how far
the record has come. What is kept is kept by that, and for him alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Final

from dashboard import source
from indicators.language import BEIJING
from indicators.model import RuleBook
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import meeting
from scoring.flow.regional.enterprises import RegionalEnterprise, enterprises_revision
from scoring.flow.regional.enterprises import regional_enterprises as list_enterprises
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.report import SaidOfMarks, regional_report, said_of_marks
from scoring.flow.regional.revision import regional_revision, said_revision
from scoring.flow.regional.what_if import WhatIfBasis, what_if_revision, what_if_scores, what_if_scores_revision
from scoring.flow.regional.what_if import what_if_basis as read_basis
from scoring.flow.replaying import Replay, ReplayBasis, replay_basis, replay_revision, replayed
from scoring.flow.scores import PanelScore
from scoring.model import Actor, Stage

#: A rule book cannot be the key of a cache; its digest can.
_REPLAYED: Final[dict[tuple[object, ...], Replay]] = {}
_MOST_REPLAYED: Final = 16


def panel_overview(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.PanelOverview:
    """Return every panel of a round against its lines; refused to everybody before the marks are closed.

    Whether the actor may see it is asked each time; the result is kept for him alone, and while nothing that it is
    computed from has changed in the record.
    """
    source.look(actor, "panel_overview", round_id)
    revision = flow.panel_revision(source.register(), actor, round_id)
    return _panel_overview(source.register().register_id, actor, round_id, stage, revision)


@lru_cache(maxsize=8)
def _panel_overview(
    _register_id: str, actor: Actor, round_id: str, stage: Stage, _revision: tuple[int, ...]
) -> flow.PanelOverview:
    return flow.panel_overview(source.register(), actor, round_id, stage=stage)


def round_quality(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.RoundQuality:
    """Return what a round's marks are worth; asked and kept as `panel_overview` is."""
    source.look(actor, "round_quality", round_id)
    revision = flow.panel_revision(source.register(), actor, round_id)
    return _round_quality(source.register().register_id, actor, round_id, stage, revision)


@lru_cache(maxsize=8)
def _round_quality(
    _register_id: str, actor: Actor, round_id: str, stage: Stage, _revision: tuple[int, ...]
) -> flow.RoundQuality:
    return flow.round_quality(source.register(), actor, round_id, stage=stage)


def round_signs(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.RoundSigns:
    """Return the signs of favour, copying and haste in a round's marks; asked and kept as `panel_overview` is."""
    source.look(actor, "round_signs", round_id)
    revision = flow.panel_revision(source.register(), actor, round_id)
    return _round_signs(source.register().register_id, actor, round_id, stage, revision)


@lru_cache(maxsize=8)
def _round_signs(
    _register_id: str, actor: Actor, round_id: str, stage: Stage, _revision: tuple[int, ...]
) -> flow.RoundSigns:
    return flow.round_signs(source.register(), actor, round_id, stage=stage)


def item_analysis(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.ItemAnalysis:
    """Return what a round's indicators were worth; asked and kept as `panel_overview` is."""
    source.look(actor, "item_analysis", round_id)
    revision = flow.item_revision(source.register(), actor, round_id)
    return _item_analysis(source.register().register_id, actor, round_id, stage, revision)


@lru_cache(maxsize=8)
def _item_analysis(
    _register_id: str, actor: Actor, round_id: str, stage: Stage, _revision: int | tuple[int, ...]
) -> flow.ItemAnalysis:
    return flow.item_analysis(source.register(), actor, round_id, stage=stage)


def truth_loop(actor: Actor, outcome: flow.LaterOutcome) -> flow.TruthLoop:
    """Return what marks foretold, up to today; asked and kept as `panel_overview` is."""
    source.look(actor, "truth_loop", outcome)
    revision = flow.item_revision(source.register(), actor)
    return _truth_loop(source.register().register_id, actor, source.today(), outcome, revision)


@lru_cache(maxsize=8)
def _truth_loop(
    _register_id: str, actor: Actor, on: date, outcome: flow.LaterOutcome, _revision: int | tuple[int, ...]
) -> flow.TruthLoop:
    return flow.truth_loop(source.register(), actor, on, outcome=outcome)


def round_board(actor: Actor, round_id: str) -> flow.RoundBoard:
    """Return everything that a round lacks today; asked and kept as `panel_overview` is."""
    revision = flow.board_revision(source.register(), actor)
    return _round_board(source.register().register_id, actor, source.today(), round_id, revision)


@lru_cache(maxsize=8)
def _round_board(_register_id: str, actor: Actor, on: date, round_id: str, _revision: int) -> flow.RoundBoard:
    return flow.round_board(source.register(), actor, on, round_id)


def regional(actor: Actor, round_id: str) -> RegionalReport:
    """Return the report on a round by region, without what is computed from marks; asked and kept as `round_board` is.

    Nothing was recorded since it was computed, so that its numbers hold at this moment: it says so.
    """
    moment = source.now()
    revision = regional_revision(source.register(), actor)
    kept = _regional(source.register().register_id, actor, moment.astimezone(BEIJING).date(), round_id, revision)
    return replace(kept, at=moment)


@lru_cache(maxsize=8)
def _regional(_register_id: str, actor: Actor, _on: date, round_id: str, _revision: int) -> RegionalReport:
    return regional_report(source.register(), actor, source.now(), round_id, marks=False)


def regional_with_marks(actor: Actor, round_id: str) -> RegionalReport:
    """Return the report with what is computed from marks; asked and kept as `regional` is.

    Marks are in it once decisions are locked alone, and then none can be given before another act has reopened them: a
    mark of all acts but marks is enough.
    """
    moment = source.now()
    revision = regional_revision(source.register(), actor)
    kept = _regional_with_marks(
        source.register().register_id, actor, moment.astimezone(BEIJING).date(), round_id, revision
    )
    return replace(kept, at=moment)


@lru_cache(maxsize=8)
def _regional_with_marks(_register_id: str, actor: Actor, _on: date, round_id: str, _revision: int) -> RegionalReport:
    try:
        of_round = said_revision(source.register(), actor, round_id)
        said = _said_of_marks(source.register().register_id, actor, round_id, of_round)
    except AccessRefusedError:  # not locked yet: then nothing is said of marks at all
        said = None
    return regional_report(source.register(), actor, source.now(), round_id, marks=True, said=said)


@lru_cache(maxsize=8)
def _said_of_marks(_register_id: str, actor: Actor, round_id: str, _revision: tuple[int, ...]) -> SaidOfMarks:
    return said_of_marks(source.register(), actor, round_id)


def regional_enterprises(actor: Actor, round_id: str, prefecture: str) -> tuple[RegionalEnterprise, ...]:
    """Return the enterprises of a prefecture in a round as of today; asked and kept as `round_board` is."""
    revision = enterprises_revision(source.register(), actor, round_id)
    return _enterprises(source.register().register_id, actor, source.today(), round_id, prefecture, revision)


@lru_cache(maxsize=8)
def _enterprises(
    _register_id: str, actor: Actor, on: date, round_id: str, prefecture: str, _revision: int
) -> tuple[RegionalEnterprise, ...]:
    return list_enterprises(source.register(), actor, on=on, round_id=round_id, prefecture=prefecture)


def what_if_basis(actor: Actor, round_id: str) -> WhatIfBasis:
    """Return what trials of a round that is over rest on; asked and kept as `round_board` is, for every slider."""
    revision = what_if_revision(source.register(), actor, round_id)
    return _what_if_basis(source.register().register_id, actor, round_id, revision)


@lru_cache(maxsize=4)
def _what_if_basis(_register_id: str, actor: Actor, round_id: str, _revision: int) -> WhatIfBasis:
    of_round = what_if_scores_revision(source.register(), actor, round_id)
    scores = _what_if_scores(source.register().register_id, actor, round_id, of_round)
    return read_basis(source.register(), actor, round_id, scores=scores)


@lru_cache(maxsize=4)
def _what_if_scores(
    _register_id: str, actor: Actor, round_id: str, _revision: tuple[int, ...]
) -> Mapping[str, PanelScore]:
    return what_if_scores(source.register(), actor, round_id)


def replay_of(actor: Actor, round_id: str) -> ReplayBasis:
    """Return what replays of a round that is over rest on; asked and kept as `what_if_basis` is, for every draft."""
    revision = replay_revision(source.register(), actor, round_id)
    return _replay_basis(source.register().register_id, actor, round_id, revision)


@lru_cache(maxsize=4)
def _replay_basis(_register_id: str, actor: Actor, round_id: str, _revision: int) -> ReplayBasis:
    return replay_basis(source.register(), actor, round_id)


def replayed_round(actor: Actor, round_id: str, book: RuleBook) -> Replay:
    """Return a round that is over under a draft; kept by the draft's digest while nothing of the round changes."""
    revision = replay_revision(source.register(), actor, round_id)
    key = (source.register().register_id, actor, round_id, revision, book.digest)
    if key not in _REPLAYED:
        while len(_REPLAYED) >= _MOST_REPLAYED:
            _REPLAYED.pop(next(iter(_REPLAYED)), None)
        _REPLAYED[key] = replayed(replay_of(actor, round_id), book)
    return _REPLAYED[key]


def my_mirror(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.OwnMirror:
    """Return the actor's own mirror of a round; once shown it never changes, so it is kept, for him alone."""
    if round_id not in flow.mirrored_rounds(source.register(), actor):
        return flow.my_mirror(source.register(), actor, round_id, stage=stage)  # refuses
    return _my_mirror(source.register().register_id, actor, round_id, stage)


@lru_cache(maxsize=256)
def _my_mirror(_register_id: str, actor: Actor, round_id: str, stage: Stage) -> flow.OwnMirror:
    return flow.my_mirror(source.register(), actor, round_id, stage=stage)


class _Following:
    """What was read of the chain for one person's alarms, brought up to now by one of his pages at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.followed = flow.Followed()


@lru_cache(maxsize=8)
def _following(_register_id: str, actor: Actor) -> _Following:
    return _Following()


def alarms(actor: Actor) -> tuple[flow.Alarm, ...]:
    """Return the alarms of this moment; what they rest on is kept as by `kept`, and of the chain what is new is read.

    Whether the actor may see them is asked each time.
    """
    grounds = source.kept(flow.alarm_grounds, actor, source.today())
    read = _following(source.register().register_id, actor)
    with read.lock:
        return flow.alarms(source.register(), actor, source.now(), grounds=grounds, followed=read.followed)


class _Once:
    """Something that is computed by whoever comes first, while the others wait for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: Mapping[str, flow.SittingOutcome] | None = None


@lru_cache(maxsize=8)
def _listed(_register_id: str, _sitting_id: str, _revision: int) -> _Once:
    return _Once()


def member_desk(actor: Actor, sitting_id: str) -> meeting.MemberDesk:
    """Return a sitting as one of its voters sees it.

    What is proposed in the consent list takes longest and is the same for all of them: twelve devices that are drawn
    anew at once compute it once. Who may see it is asked by the desk itself, each time.
    """
    revision = meeting.list_revision(source.register(), actor, sitting_id=sitting_id)
    kept = _listed(source.register().register_id, sitting_id, revision)
    with kept.lock:
        if kept.found is None:
            kept.found = meeting.proposed_in_list(source.register(), actor, sitting_id=sitting_id)
    return meeting.member_desk(source.register(), actor, sitting_id=sitting_id, proposed=kept.found)
