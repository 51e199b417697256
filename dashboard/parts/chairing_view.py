"""What the chair's desk draws from: one snapshot of the sitting, its rules, and the case on the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import results, source
from dashboard.parts import acting, frame, round_choice
from dashboard.roles import VIEWS
from indicators.faults import FaultsError
from indicators.language import Translator
from indicators.model import RuleBook
from scoring.errors import SpokenError
from scoring.flow import CaseCertainty, SittingCase, meeting
from scoring.flow.meeting import ChairDesk, DeskItem, OnTheTable
from scoring.meeting.steps import Table
from scoring.meeting.triage import Block
from scoring.model import Actor, Stage

PAGE: Final = "chair_sitting"
PLACE: Final = "chairing"
MINUTES: Final = VIEWS / "everyone" / "minutes.py"
BLOCKS: Final[tuple[Block, ...]] = ("consent", "hard", "normal", "reserve")
_STYLE: Final = Path(__file__).with_name("chairing.css")
_SITTING: Final = "sitting"
#: What runs comes first, then what waits for its minutes.
_OVER: Final = {"locked": 1, "ended": 2}


@dataclass(frozen=True, slots=True)
class View:
    """One drawing of the page: who looks, the sitting as it stood then, and the rules of its round."""

    person: Actor
    say: Translator
    desk: ChairDesk
    book: RuleBook

    @property
    def sitting_id(self) -> str:
        """Its name."""
        return self.desk.sitting.sitting_id

    @property
    def stage(self) -> Stage:
        """What is decided: the document review, or what the site visit found."""
        return self.desk.sitting.stage

    @property
    def table(self) -> OnTheTable | None:
        """The item on the table."""
        return self.desk.table

    def item(self, application_id: str) -> DeskItem:
        """Return a line of the agenda."""
        return next(one for one in self.desk.items if one.application_id == application_id)

    def waiting(self, *blocks: Block) -> tuple[DeskItem, ...]:
        """Return the items that wait, of some blocks or of all, in order."""
        return tuple(one for block in blocks or BLOCKS for one in self.desk.of_block(block) if one.state == "waiting")

    def decided(self) -> tuple[DeskItem, ...]:
        """Return the items that are decided."""
        return tuple(one for one in self.desk.items if one.state == "decided")

    def steps(self) -> Table:
        """Return what decides where the sitting may go from here."""
        voting = self.desk.voting
        return Table(
            phase=self.desk.sitting.phase,
            waiting={block: tuple(one.application_id for one in self.waiting(block)) for block in BLOCKS},
            current=None if self.table is None else self.table.item.application_id,
            voting_open=voting is not None and voting.state == "open",
            visits=any(one.outcome == "send_to_site_visit" for one in self.desk.items),
        )


def style() -> None:
    """Put the look of the chair's desk on the page."""
    st.html(_STYLE)


def choose(person: Actor, say: Translator) -> View | None:
    """Return the sitting that the chair conducts, the newest that runs first; ``None`` where none is prepared."""
    with frame.told(say):
        books = {one.round_id: one.rule_book for one in source.rounds(person)}
        found = [
            (round_id, one)
            for round_id in books
            for one in reversed(source.ask(meeting.sittings_of_round, person, round_id))
        ]
        found.sort(key=lambda pair: _OVER.get(pair[1].phase, 0))
        if not found:
            return None
        by_id = {one.sitting_id: (round_id, one) for round_id, one in found}
        chosen = next(iter(by_id))
        if len(by_id) > 1:
            with st.container(horizontal=True, key="chair-choice"):
                chosen = (
                    round_choice.choose(
                        say("chairing.sitting"),
                        PAGE,
                        _SITTING,
                        list(by_id),
                        lambda id_: say(
                            "chairing.sitting_choice", id=id_, phase=say(f"chairing.phase_{by_id[id_][1].phase}")
                        ),
                    )
                    or chosen
                )
        desk = source.ask(meeting.chair_desk, person, source.now(), sitting_id=chosen)
    return View(person, say, desk, books[by_id[chosen][0]])


def case_of(view: View, application_id: str) -> SittingCase:
    """Return what the sitting has before it about an item; gathered once until something happens."""
    key = (view.sitting_id, view.desk.revision, application_id)
    kept = st.session_state.get("chairing-case")
    if kept is None or kept[0] != key:
        kept = key, source.sitting_case(view.person, application_id, view.stage)
        st.session_state["chairing-case"] = kept
    case: SittingCase = kept[1]
    return case


def certainty_of(view: View, application_id: str) -> CaseCertainty | None:
    """Return how sure the marks make the grade, and what would change it; computed once until marks change."""
    quality = results.round_quality(view.person, view.desk.sitting.round_id, view.stage)
    return next((one for one in quality.cases if one.application_id == application_id), None)


def attempt(act: Callable[[], object]) -> bool:
    """Do something; only a refusal is told, since what was done is seen at once."""
    try:
        act()
    except FaultsError as error:
        acting.refuse(PLACE, error.faults)
    except SpokenError as error:
        acting.refuse(PLACE, (error.what,))
    else:
        return True
    return False
