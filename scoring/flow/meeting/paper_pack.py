"""What the paper pack of a sitting is made of: the agenda as it stands, printed the night before."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.language import Name
from scoring.documents.agenda import AgendaFacts, AgendaLine
from scoring.flow import panel
from scoring.flow.meeting.minutes_facts import marks_of
from scoring.flow.meeting.state import SittingState, asked_to
from scoring.flow.panel import PanelResult
from scoring.meeting.steps import TALKING
from scoring.model import Actor
from scoring.register import sitting_history, sittings
from scoring.register.canonical import moment
from scoring.register.database import Register
from scoring.register.sittings import Item

_BLOCKS = ("consent", *TALKING)


def agenda_facts(register: Register, actor: Actor, *, sitting_id: str) -> AgendaFacts:
    """Return what is still to be treated in a sitting, in its order; for whoever may read totals before the vote.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        open_ = [one for one in state.items if one.state not in ("decided", "removed")]
        open_.sort(key=lambda one: (_BLOCKS.index(one.block), one.position))
        given = [state.applications[one.application_id] for one in open_]
        results = panel.of_applications(connection, given, state.sitting.stage)
        found = {one.application.application_id: one for one in results}
        sure: Mapping[str, str] = sitting_history.prepared(connection, sitting_id).get("certainty", {})
        book, sitting = state.book, state.sitting
        return AgendaFacts(
            sitting_id=sitting_id,
            round_id=sitting.round_id,
            round_name=Name(book.round.name, book.round.name_en),
            stage=sitting.stage,
            starts_at=None,
            made_at=moment(sittings.moves(connection, sitting_id)[-1].at),
            sheet=book.round.parameter_sheet,
            cut_scores=book.round.cut_scores,
            rule_book_digest=book.digest,
            items=tuple(
                _line(state, number, item, found[item.application_id], sure.get(item.application_id))
                for number, item in enumerate(open_, start=1)
            ),
            place=sitting.place,
            marks=marks_of(state, synthetic=register.synthetic),
            seed=int(sitting.seed),
        )


def _line(state: SittingState, number: int, item: Item, result: PanelResult, certainty: str | None) -> AgendaLine:
    voters, entitled = state.voters(item.application_id), state.entitled(item.application_id)
    return AgendaLine(
        number=number,
        block=item.block,
        application_id=item.application_id,
        enterprise=result.application.enterprise.name,
        target=result.application.target_grade,
        proposal=result.proposal.outcome,
        total=result.proposal.total,
        certainty=None if certainty is None else float(certainty),
        entitled=len(entitled),
        recused=len(voters - entitled),
    )
