"""What a round lacks, as lines: what, how many, since when, who acts, and on which page it is dealt with.

A line is ``late`` where somebody is, ``now`` where it bars the round's next step, ``course`` where it goes on within
its term, ``good`` where nothing is wanting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from dashboard.parts import desk
from dashboard.parts.listing import listed
from dashboard.roles import VIEWS
from indicators.language import BEIJING, Message, Name, Translator
from scoring.flow import LateOffice, RoundBoard
from scoring.procedure.notice import AUTHORITIES

Level = Literal["late", "now", "course", "good"]
OFFICE: Final = VIEWS / "office"
ROUND: Final = VIEWS / "secretariat" / "round.py"
_OF: Final = {"market_regulator": "secretariat", "drc": "province_drc"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board.

    Attributes
    ----------
    what : str
        Key of its sentence: ``ready.line_<what>``, or ``ready.good_<what>`` where nothing is wanting.
    who : tuple of str
        Roles that act.
    page : Path or None
        The view where it is dealt with; ``None`` where the secretariat only waits.
    details : tuple of Message
        One for each thing, where they are few enough to name.
    """

    what: str
    level: Level
    count: int = 0
    since: date | None = None
    who: tuple[str, ...] = ()
    page: Path | None = None
    details: tuple[Message, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def lines(board: RoundBoard) -> list[Line]:
    """Return every line of a board, the gravest first; within a level in the order of the procedure."""
    order: tuple[Level, ...] = ("late", "now", "course", "good")
    found = [*_papers(board), *_steps(board), *_panels(board), *_sitting(board), *_credit(board), *_notice(board)]
    found += [*_document(board), *_supervision(board)]
    if not any(line.level in ("late", "now") for line in found):
        found += _advance(board)
    return sorted(found, key=lambda line: order.index(line.level))


def _advance(board: RoundBoard) -> Iterator[Line]:
    """Yield that the round may go on: where nothing bars it, and something has come of its state."""
    following = board.readiness.may_follow
    if following and (_at(board, "planned", "reviewing", "deciding") or (_at(board, "open") and board.rows)):
        values = {"state": Message(f"rounds.state_{following[0]}")}
        yield Line("advance", "course", 1, _since(board), ("secretariat",), ROUND, values=values)


def _at(board: RoundBoard, *states: str) -> bool:
    return board.readiness.state in states


def _since(board: RoundBoard) -> date:
    return datetime.fromisoformat(board.since).astimezone(BEIJING).date()


def _papers(board: RoundBoard) -> Iterator[Line]:
    lacking = board.opening.missing
    if _at(board, "planned") and lacking:
        yield Line(
            "papers",
            "now",
            len(lacking),
            _since(board),
            ("secretariat", "province_drc"),
            OFFICE / "opening.py",
            details=lacking,
        )
    elif not lacking:
        yield Line("papers", "good", page=OFFICE / "opening.py")


def _steps(board: RoundBoard) -> Iterator[Line]:
    if not _at(board, "open", "reviewing", "deciding"):
        return
    page = OFFICE / "steps.py"
    if board.offices:
        acts = [act for office in board.offices for act in office.acts]
        yield Line(
            "offices",
            "late",
            len(board.offices),
            min(act.due_on for act in acts),
            tuple(dict.fromkeys(_role(office) for office in board.offices)),
            page,
            tuple(_office(office) for office in board.offices),
            {"applications": len({act.application_id for act in acts})},
        )
    else:
        yield Line("offices", "good", page=page)
    returned = [row.standing.since for row in board.rows if row.standing.state == "returned"]
    if returned:
        yield Line("returned", "course", len(returned), min(returned), ("county_regulator",), page)


def _role(office: LateOffice) -> str:
    names = {"market_regulator": "regulator", "drc": "drc"}
    if office.level == "province":
        return _OF.get(office.authority, office.authority)
    return f"{office.level}_{names.get(office.authority, office.authority)}"


def _office(office: LateOffice) -> Message:
    due = min(act.due_on for act in office.acts)
    names = dict.fromkeys((act.act.name, act.act.name_en) for act in office.acts)
    first = next(iter(names))
    values = {
        "region": desk.region(office.region),
        "what": Name(*first),
        "count": len({act.application_id for act in office.acts}),
        "due": due,
    }
    return Message("ready.office", values)


def _panels(board: RoundBoard) -> Iterator[Line]:
    if not _at(board, "open", "reviewing", "deciding"):
        return
    level: Level = "course" if _at(board, "open") else "now"
    short = sum(len(stage.short) for stage in board.readiness.stages)
    missing = sum(stage.sheets_missing for stage in board.readiness.stages)
    if short:
        yield Line("short", level, short, _since(board), ("assignment_holder",), ROUND)
    else:
        yield Line("short", "good", page=ROUND)
    if board.conflicts:
        yield Line("conflicts", "now", board.conflicts, None, ("assignment_holder",))
    else:
        yield Line("conflicts", "good")
    if missing:
        panels = sum(len(stage.incomplete) for stage in board.readiness.stages)
        who = ("expert", "assignment_holder")
        yield Line("sheets", level, missing, _since(board), who, ROUND, values={"panels": panels})
    elif not _at(board, "open"):
        yield Line("sheets", "good", page=ROUND)


def _sitting(board: RoundBoard) -> Iterator[Line]:
    if not _at(board, "deciding"):
        return
    for what in ("undecided", "deferred"):
        count = sum(getattr(stage, what) for stage in board.readiness.stages)
        if count:
            yield Line(what, "now", count, _since(board), ("chair",), ROUND)
        else:
            yield Line(what, "good", page=ROUND)


def _credit(board: RoundBoard) -> Iterator[Line]:
    if not _at(board, "in_notice"):
        return
    page = OFFICE / "credit.py"
    for authority in AUTHORITIES:
        count = sum(authority not in {check.authority for check in one.checks} for one in board.credit)
        who = _OF[authority]
        if count:
            yield Line(f"credit_{authority}", "now", count, _since(board), (who,), page)
        else:
            yield Line(f"credit_{authority}", "good", page=page)
    failed = sum(any(check.result == "failed" for check in one.checks) for one in board.credit)
    if failed:
        yield Line("credit_failed", "course", failed, None, ("secretariat", "province_drc"), page)


def _notice(board: RoundBoard) -> Iterator[Line]:
    page = OFFICE / "notice.py"
    for reminder in board.reminders:
        who, told = (_OF[reminder.authority],), {"subject": reminder.subject}
        yield Line(f"reminder_{reminder.what}", "late", 1, reminder.due, who, page, values=told)
    if not _at(board, "in_notice"):
        return
    if not board.notices:
        yield Line("no_notice", "now", 1, _since(board), ("secretariat",), page)
    for one in board.notices:
        values: dict[str, object] = {"subject": one.notice.notice_id, "last": one.notice.last_day or "–"}
        lacking = tuple(_OF[authority] for authority in AUTHORITIES if authority not in one.signed)
        if one.notice.state == "drafted" and lacking:
            yield Line("notice_unsigned", "now", len(lacking), None, lacking, page, values=values)
        elif one.notice.state == "drafted":
            yield Line("notice_unopened", "now", 1, None, ("secretariat",), page, values=values)
        elif one.notice.state == "open" and (one.notice.last_day is None or board.on <= one.notice.last_day):
            yield Line("notice_open", "course", 1, one.notice.opened_on, (), page, values=values)
        elif one.notice.state == "closed":
            yield Line("notice", "good", page=page, values=values)
    yield from _objections(board, page)


def _objections(board: RoundBoard, page: Path) -> Iterator[Line]:
    waiting = [
        one
        for one in board.objections
        if not (one.objection.state in ("founded", "groundless") and one.signed >= set(AUTHORITIES))
        and one.objection.state != "withdrawn"
    ]
    if waiting:
        details = tuple(
            Message(
                "ready.objection",
                {
                    "objection": one.objection.objection_id,
                    "due": one.decide_by.last or "–",
                    "state": Message(f"notice.objection_is_{one.objection.state}"),
                },
            )
            for one in waiting
        )
        first = min(one.objection.received_on for one in waiting)
        yield Line("objections", "course", len(waiting), first, ("secretariat", "province_drc"), page, details)
    elif board.objections:
        yield Line("objections", "good", page=page)


def _document(board: RoundBoard) -> Iterator[Line]:
    closed = [one.notice.closed_on for one in board.notices if one.notice.state == "closed" and one.notice.closed_on]
    if not _at(board, "in_notice") or not closed:
        return
    page = OFFICE / "accreditation.py"
    if not board.documents:
        yield Line("no_document", "now", 1, max(closed), ("secretariat",), page)
    for one in board.documents:
        lacking = tuple(_OF[authority] for authority in AUTHORITIES if authority not in one.signed)
        values = {"subject": one.document.number}
        if one.document.state == "drafted":
            yield Line("document_unsigned", "now", len(lacking), None, lacking, page, values=values)
        else:
            yield Line("unannounced", "now", 1, one.document.issued_on, ("secretariat",), page, values=values)


def _supervision(board: RoundBoard) -> Iterator[Line]:
    late_by: tuple[tuple[str, Sequence[date], str, str], ...] = (
        ("complaints", [one.complaint.due_on for one in board.complaints if one.complaint.due_on], "", "complaints"),
        (
            "rectifications",
            [one.measure.until_on for one in board.rectifications if one.measure.until_on],
            "county_regulator",
            "supervision",
        ),
        ("instructions", [one.due_on for one in board.instructions], "", "oversight"),
    )
    for what, days, who, file in late_by:
        page = OFFICE / f"{file}.py"
        if days:
            yield Line(what, "late", len(days), min(days), (who,) if who else (), page, _regions(board, what))
        else:
            yield Line(what, "good", page=page)
    if board.expiring:
        ends = min(one.accreditation.valid_until for one in board.expiring)
        page = VIEWS / "everyone" / "register.py"
        yield Line("expiring", "course", len(board.expiring), None, (), page, values={"first": ends})


def _regions(board: RoundBoard, what: str) -> tuple[Message, ...]:
    """Return who is late, by the region of his office."""
    if what == "complaints":
        pairs = [(one.complaint.desk, one.complaint.complaint_id, one.complaint.due_on) for one in board.complaints]
    elif what == "instructions":
        pairs = [(one.region, one.instruction_id, one.due_on) for one in board.instructions]
    else:
        pairs = [(one.county, one.measure.measure_id, one.measure.until_on) for one in board.rectifications]
    return tuple(
        Message("ready.late_one", {"region": desk.region(code), "subject": id_, "due": due or "–"})
        for code, id_, due in pairs
    )


def sentence(line: Line, say: Translator) -> str:
    """Return what a line says."""
    kind = "good" if line.level == "good" else "line"
    return say(f"ready.{kind}_{line.what}", **{"count": line.count, **line.values})


def actors(line: Line, say: Translator) -> str:
    """Return who acts, in words."""
    return listed((desk.role(one, say) for one in line.who), say)
