"""The parameter sheet and the head of the round: groups on the left, on the right the fields of one, each with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final

import streamlit as st

from dashboard.parts.studio_fields import Sheet, box, boxes, key_by, key_of, take
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import field_of, put, record_at
from indicators.drafting.fields import Path
from indicators.language import Name
from indicators.model import Cap, CutScore, Deadline, Upgrade
from scoring.model import Actor

GROUP: Final = "studio-group"
WRONG: Final = " :red[\u25cf]"
_SHEET: Final = "parameter_sheet"
#: What stands in each group; names alone are fields of the parameter sheet.
GROUPS: Final[Mapping[str, tuple[Path, ...]]] = {
    "head": tuple(
        (name,) for name in ("name", "name_en", "year", "status", "grades_open", "banner", "banner_en", "cite")
    ),
    "grades": (("indicator_table", "full_marks"), ("cut_scores",), (_SHEET, "aaa_may_be_proposed_aa")),
    "panel": tuple(
        (_SHEET, name)
        for name in (
            "experts_per_application",
            "aggregate",
            "trimmed_each_side",
            "rounding_decimals",
            "deviation_to_explain",
            "note_required_at_shares",
        )
    ),
    "voting": tuple((_SHEET, name) for name in ("quorum", "majority", "voters", "ballot", "consent_threshold")),
    "clocks": ((_SHEET, "clocks"),),
    "days": tuple((_SHEET, name) for name in ("deadlines", "notice_working_days", "notice", "expiry_warning_months")),
    "quota": ((_SHEET, "caps"), (_SHEET, "upgrades")),
    "draw": ((_SHEET, "draw"),),
    "attachments": ((_SHEET, "attachments"),),
}


def draw(sheet: Sheet, _person: Actor, _page: str) -> None:
    """Draw the groups and the fields of the one that is chosen."""
    say = sheet.say
    left, right = st.columns([1, 3], gap="large")
    with left:
        lines = {name: _group_name(sheet, name) for name in GROUPS}
        key = key_by("studio-groups", lines.values())
        st.radio(
            say("studio.groups"),
            list(GROUPS),
            index=list(GROUPS).index(st.session_state.get(GROUP) or "head"),
            format_func=lines.__getitem__,
            key=key,
            label_visibility="collapsed",
            on_change=take,
            args=(GROUP, key),
        )
    with right:
        group = st.session_state.get(GROUP) or "head"
        st.html(f'<h2 class="st-title">{as_html(say(f"studio.group_{group}"))}</h2>')
        for path in GROUPS[group]:
            _one(sheet, path)


def _group_name(sheet: Sheet, name: str) -> str:
    wrong = any(_faulty(sheet, path) for path in GROUPS[name])
    return sheet.say(f"studio.group_{name}") + (WRONG if wrong else "")


def _faulty(sheet: Sheet, path: Path) -> bool:
    value = record_at(sheet.work.round, path)
    inner = value if isinstance(value, tuple) else (value,)
    if any(
        is_dataclass(one) and sheet.at(sheet.entry_of((*path, at)))
        for at, one in enumerate(inner)
        if isinstance(value, tuple)
    ):
        return True
    if is_dataclass(value) and sheet.at(sheet.entry_of(path)):
        return True
    return bool(sheet.at(sheet.entry_of(path[:-1]), str(path[-1])))


def _one(sheet: Sheet, path: Path) -> None:
    """Draw a field, a record or a list of records, and why it is so."""
    value, column = record_at(sheet.work.round, path), str(path[-1])
    parent = record_at(sheet.work.round, path[:-1])
    kind = field_of(type(parent), column).kind
    if kind != "other":
        box(sheet, path)
    else:
        st.html(f'<h3 class="st-head">{as_html(_heading(sheet, column))}</h3>')
        if value is None:
            st.html(f'<p class="dk-quiet">{as_html(sheet.say("studio.not_laid_down"))}</p>')
        elif isinstance(value, tuple):
            _records(sheet, path)
        else:
            boxes(sheet, path, columns=2)
            sheet.rest(path)
        if not isinstance(value, tuple):
            sheet.beside(sheet.entry_of(path[:-1]), column)
    if path[0] == _SHEET and column in sheet.work.round.parameter_sheet.notes:
        with st.expander(sheet.say("studio.why", what=_heading(sheet, column))):
            boxes(sheet, (_SHEET, "notes", column), columns=1)


def _heading(sheet: Sheet, column: str) -> str:
    key = {"cut_scores": "rulebook.part_cut_score"}.get(column, f"rulebook.key_of_{column}")
    return sheet.say(key)


def _records(sheet: Sheet, path: Path) -> None:
    work, say = sheet.work, sheet.say
    for at, one in enumerate(record_at(work.round, path)):
        left, right = st.columns([6, 1], gap="small", vertical_alignment="bottom")
        with left:
            if isinstance(one, Deadline):
                names = {step.id: Name(step.name, step.name_en) for step in work.opened.book.regulation.steps}
                box(sheet, (*path, at, "days"), label=say("studio.days_for", step=names.get(one.step_id, one.step_id)))
            else:
                boxes(sheet, (*path, at), columns=3)
            sheet.rest((*path, at))
        if work.is_editable:
            right.button(
                say("studio.record_out"),
                key=f"{key_of(work, (*path, at))}-out",
                icon=":material/close:",
                type="tertiary",
                on_click=do,
                args=(partial(_out, path=path, at=at),),
            )
    more = _more(work, str(path[-1]))
    if work.is_editable and more is not None:
        st.button(
            say("studio.record_more"),
            key=f"studio-more-{path[-1]}",
            icon=":material/add:",
            on_click=do,
            args=(partial(_add, path=path, record=more),),
        )


def _more(work: Work, column: str) -> Any:
    """Return the record that may be added next; ``None`` where all are there."""
    round_, regulation = work.round, work.opened.book.regulation
    sheet, order = round_.parameter_sheet, regulation.accredited_grades()
    match column:
        case "cut_scores":
            free = [grade for grade in round_.grades_open if grade not in {cut.grade for cut in round_.cut_scores}]
            full = round_.indicator_table.full_marks
            return CutScore(free[0], full, round_.cite[0]) if free and round_.cite else None
        case "caps":
            free = [grade for grade in round_.grades_open if grade not in {cap.grade for cap in sheet.caps}]
            return Cap(free[0], 1) if free else None
        case "upgrades":
            there = {one.target for one in sheet.upgrades}
            rising = [(high, low) for low, high in pairwise(order) if high not in there]
            return Upgrade(*rising[0], rule="earlier_year") if rising else None
        case "deadlines":
            there = {one.step_id for one in sheet.deadlines}
            steps = [step.id for step in regulation.steps if step.id not in there]
            return Deadline(steps[0], 10) if steps else None
    return None


def _add(work: Work, *, path: Path, record: Any) -> None:
    work.replace(put(work.round, path, (*record_at(work.round, path), record)))


def _out(work: Work, *, path: Path, at: int) -> None:
    kept = record_at(work.round, path)
    work.replace(put(work.round, path, (*kept[:at], *kept[at + 1 :])))
