"""The seven steps (Article 12): where an application stands, derived from what was done; who may do what next.

The steps, their acts and the order of the acts are data of the regulation. Nothing here is kept: a state is what the
acts make it, so that it can never differ from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, Protocol

from indicators.language import Message, Name
from indicators.model import Document, Regulation, Step, StepAct
from scoring.procedure.citing import cited

Verdict = Literal["signed", "returned", "refused", "completed", "resumed"]
State = Literal["open", "returned", "refused", "withdrawn", "ended", "complete"]
#: Why an application ended: no sitting proposed it; returned for untrue material; a credit check it did not pass; an
#: objection found true; taken off the notice's list; the round announced its grades and it was not among them.
Ending = Literal["not_proposed", "untrue", "credit_failed", "objected", "taken_off", "not_accredited"]
#: What each state lets happen; what is not listed is refused. Signing halts nothing, returning and refusing halt.
PERMITTED: Final[Mapping[State, frozenset[Verdict]]] = {
    "open": frozenset({"signed", "returned", "refused"}),
    "returned": frozenset({"completed"}),
    "refused": frozenset({"resumed"}),
    "withdrawn": frozenset(),
    "ended": frozenset(),
    "complete": frozenset(),
}
EXPERTS: Final = "expert_document_review"


class Act(Protocol):
    """What was done with an application, as the record keeps it."""

    @property
    def act(self) -> str:
        """Id of the act in the regulation."""

    @property
    def verdict(self) -> Verdict:
        """What came of it."""

    @property
    def acted_on(self) -> date:
        """On which day."""

    @property
    def signer(self) -> str:
        """By whom."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of an application apart from the acts of offices.

    Attributes
    ----------
    handed_in : date
        When it came into the record.
    done : Mapping
        Acts that are done elsewhere (by standing decisions of sittings, by credit checks, notices), and on which day.
    withdrawn : bool
        Its applicant took it back.
    ended : Ending or None
        Why nothing more is done with it.
    announced : date or None
        When its grade was announced: nothing is left to be done then, whatever the record lacks.
    """

    handed_in: date
    done: Mapping[str, date] = field(default_factory=dict)
    withdrawn: bool = False
    ended: Ending | None = None
    announced: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands.

    Attributes
    ----------
    state : str
        ``open``: the acts of `due` may be done. ``returned``: the applicant has to complete it. ``refused``: by the
        office of `halted_by`. ``withdrawn``, ``ended`` (see `ended`), ``complete``.
    step : Step or None
        The first step of the path that is not complete.
    due : tuple of StepAct
        What may be done now.
    done : Mapping
        Acts done, and on which day.
    since : date
        When the step fell due.
    halted_by : str or None
        The act that returned or refused it.
    signers : Mapping
        Who did which act.
    ended : Ending or None
        Why it ended, where it did.
    announced : date or None
        When its grade was announced.
    """

    state: State
    step: Step | None
    due: tuple[StepAct, ...]
    done: Mapping[str, date]
    since: date
    halted_by: str | None = None
    signers: Mapping[str, str] = field(default_factory=dict)
    ended: Ending | None = None
    announced: date | None = None

    def has_passed(self, steps: Sequence[Step], step_id: str) -> bool:
        """Tell whether every step of a path before the named one is complete, and nothing halts the application.

        What a sitting decided about has passed, however it ended; what was returned as untrue goes nowhere.
        """
        before = _before(steps, step_id)
        acts = {act.id for step in before for act in step.acts}
        halted = self.state not in ("open", "complete", "ended") or self.ended == "untrue"
        return not halted and acts <= self.done.keys()


def path(regulation: Regulation, grade: str) -> tuple[Step, ...]:
    """Return the steps that an application for a grade takes, in their order."""
    return tuple(step for step in sorted(regulation.steps, key=lambda one: one.order) if grade in step.grades)


def takes_experts(steps: Iterable[Step]) -> bool:
    """Tell whether a path leads to the experts."""
    return any(step.id == EXPERTS for step in steps)


def standing_of(steps: Sequence[Step], acts: Iterable[Act], elsewhere: Elsewhere) -> Standing:
    """Return where an application stands.

    Parameters
    ----------
    steps : sequence of Step
        From `path`.
    acts : iterable of Act
        What offices did with it, oldest first.
    elsewhere : Elsewhere
        What is known apart from that.
    """
    owner = {act.id: step for step in steps for act in step.acts}
    done = {act.id: elsewhere.handed_in for act in owner_of_applicant(steps)} | dict(elsewhere.done)
    signers: dict[str, str] = {}
    halt: tuple[State, str] | None = None
    resumed = elsewhere.handed_in
    for one in acts:
        if one.verdict == "signed":
            done[one.act], signers[one.act] = one.acted_on, one.signer
        elif one.verdict in ("returned", "refused"):
            halt = ("returned" if one.verdict == "returned" else "refused", one.act)
        else:
            # A dossier that was completed is another one: the step that sent it back begins anew.
            if one.verdict == "completed" and one.act in owner:
                for again in owner[one.act].acts:
                    done.pop(again.id, None)
                    signers.pop(again.id, None)
            halt, resumed = None, one.acted_on
    step = next((one for one in steps if any(act.id not in done for act in one.acts)), None)
    state: State = "complete" if step is None else "open"
    if elsewhere.announced is not None:
        state = "complete"
    elif elsewhere.ended is not None:
        state = "ended"
    # An application returned as untrue has ended, whatever an office had sent back before.
    if halt is not None and elsewhere.ended != "untrue":
        state = halt[0]
    if elsewhere.withdrawn:
        state = "withdrawn"
    due = _due(step, done) if state == "open" and step is not None else ()
    before = [done[act.id] for one in _before(steps, step.id if step else "") for act in one.acts if act.id in done]
    return Standing(
        state=state,
        step=step,
        due=due,
        done=done,
        since=max([resumed, *before]),
        halted_by=halt[1] if halt else None,
        signers=signers,
        ended=elsewhere.ended if state == "ended" else None,
        announced=elsewhere.announced,
    )


def owner_of_applicant(steps: Iterable[Step]) -> tuple[StepAct, ...]:
    """Return the acts that the applicant does himself: they are done when the application is in the record."""
    return tuple(act for step in steps for act in step.acts if act.authority == "applicant")


def fault_of(
    standing: Standing,
    steps: Sequence[Step],
    act_id: str,
    verdict: Verdict,
    *,
    signer: str,
    application_id: str,
    documents: Iterable[Document],
) -> Message | None:
    """Return why an act cannot be done with an application that stands so, ``None`` where it can.

    Who may do it by his office is asked elsewhere; here it is asked whether its time has come, and whether one person
    acts for both authorities.
    """
    found = next(((step, act) for step in steps for act in step.acts if act.id == act_id), None)
    values: dict[str, object] = {"application": application_id}
    if found is None:
        return Message("steps.not_on_the_path", {**values, "act": act_id})
    step, act = found
    values |= {"act": Name(act.name, act.name_en), "rule": cited(step.cite, documents)}
    if verdict not in PERMITTED[standing.state]:
        if standing.ended is not None:
            return Message(f"steps.ended_{standing.ended}", values)
        return Message(f"steps.{_HELD_UP[standing.state]}", values)
    if standing.state != "open":
        return None if act_id == standing.halted_by else Message("steps.halted_elsewhere", values)
    if act_id in standing.done:
        return Message("steps.done_already", {**values, "on": standing.done[act_id]})
    if act_id not in {one.id for one in standing.due}:
        first = standing.due[0] if standing.due else act
        return Message("steps.out_of_order", {**values, "first": Name(first.name, first.name_en)})
    others = {one.id for one in step.acts if one.authority != act.authority}
    if signer in {standing.signers[one] for one in others & standing.signers.keys()}:
        return Message("steps.same_person", values)
    return None


_HELD_UP: Final[Mapping[State, str]] = {
    "open": "nothing_to_resume",
    "returned": "waits_for_completion",
    "refused": "is_refused",
    "withdrawn": "is_withdrawn",
    "complete": "is_complete",
}


def _due(step: Step, done: Collection[str]) -> tuple[StepAct, ...]:
    return tuple(act for act in step.acts if act.id not in done and set(act.after) <= set(done))


def _before(steps: Sequence[Step], step_id: str) -> tuple[Step, ...]:
    """Return the steps before one of them; all of them where there is none of that id."""
    ids = [step.id for step in steps]
    return tuple(steps[: ids.index(step_id)] if step_id in ids else steps)
