"""What entering applications would do, before anybody agrees to it: counts, faults by row, conditions, caps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.faults import Fault
from indicators.language import Name, Translator
from indicators.model import RuleBook
from scoring.flow import Consequences
from scoring.procedure.citing import cited
from scoring.procedure.consequences import Consequence
from scoring.procedure.eligibility import Finding
from scoring.procedure.quotas import Quota

MOST: Final = 50
#: From how many hundredths of a cap on it is said to be nearly used up.
NEARLY: Final = 90
_T = TypeVar("_T")


def counts(say: Translator, found: Consequences) -> None:
    """Draw how many would be new, changed, unchanged, refused, and how many of these are barred."""
    barred = sum(any(fault.what.key == "steps.barred" for fault in row.faults) for row in found.rows)
    lacking = sum(bool(row.findings) for row in found.rows if row.kind != "refused")
    cells = [
        (len(found.of_kind("new")), say("dossier.kind_new"), "yes" if found.of_kind("new") else ""),
        (len(found.of_kind("changed")), say("dossier.kind_changed"), "unknown" if found.of_kind("changed") else ""),
        (len(found.of_kind("unchanged")), say("dossier.kind_unchanged"), ""),
        (len(found.of_kind("refused")), say("dossier.kind_refused"), "no" if found.of_kind("refused") else ""),
        (barred, say("dossier.barred_count"), "no" if barred else ""),
        (lacking, say("dossier.lacking_count"), "unknown" if lacking else ""),
    ]
    desk.counts(cells)


def faults(say: Translator, found: Sequence[Fault], row_of: Mapping[str, int] | None = None) -> None:
    """Draw every fault in a table: row, column, what was seen, what is allowed, what to do."""
    rows_of = row_of or {}
    placed = sorted(found, key=lambda fault: _row(fault, rows_of) or 0)
    st.html(f'<h3 class="in-heading bad">{as_html(say("dossier.faults", count=len(placed)))}</h3>')
    heads = [say(f"dossier.column_{name}") for name in ("row", "column", "seen", "allowed", "what")]
    desk.listing(heads, (_fault(say, fault, rows_of) for fault in shown(placed, "faults")), kind="in-faults")
    more(say, placed, "faults")


def _row(fault: Fault, row_of: Mapping[str, int]) -> int | None:
    """Return in which row of the file a fault stands: by itself, or by the application or enterprise it speaks of."""
    names = (fault.seen, fault.what.values.get("application"), fault.what.values.get("code"))
    return fault.row or next((row_of[str(name)] for name in names if str(name) in row_of), None)


def _fault(say: Translator, fault: Fault, row_of: Mapping[str, int]) -> list[str]:
    row = _row(fault, row_of)
    allowed = "" if fault.expected is None else say.say(fault.expected)
    return [
        f'<span class="num">{row or "–"}</span>',
        as_html(fault.column or "–"),
        f'<span class="in-seen">{as_html(fault.seen or "–")}</span>',
        f'<span class="in-allowed">{as_html(allowed or "–")}</span>',
        f'<span class="in-what">{as_html(fault.message(say))}</span>',
    ]


def conditions(say: Translator, found: Iterable[Consequence], book: RuleBook) -> None:
    """Draw which applications do not meet which conditions; they are taken in all the same."""
    lacking = [row for row in found if row.findings and row.kind != "refused"]
    if not lacking:
        return
    # Folded: a file may lack as much as it has rows, and what is to be decided stands below.
    heading = say("dossier.conditions", count=len(lacking))
    with st.expander(heading, icon=":material/rule:", key="intake-conditions"):
        _conditions(say, lacking, book)


def _conditions(say: Translator, lacking: Sequence[Consequence], book: RuleBook) -> None:
    st.caption(say("dossier.conditions_note"))
    heads = [say("dossier.column_application"), say("dossier.column_conditions")]
    rows = (
        [
            f"<b>{as_html(row.enterprise)}</b><br>{desk.grade_chip(row.target_grade)} "
            f'<span class="dk-quiet">{as_html(row.application_id)}</span>',
            findings(say, row.findings, book),
        ]
        for row in shown(lacking, "conditions")
    )
    desk.listing(heads, rows, kind="in-conditions")
    more(say, lacking, "conditions")


def findings(say: Translator, found: Iterable[Finding], book: RuleBook) -> str:
    """Return conditions that are not met or not known, each with its rule and the facts behind it."""
    names = {one.id: Name(one.name, one.name_en) for one in book.regulation.conditions}
    items = []
    for one in found:
        bad = one.counts_as == "not_met"
        name = names.get(one.condition)
        head = f"<b>{as_html(say.say(name))}</b> " if name is not None else ""
        rules = say("dossier.comma").join(say.say(cited(cite, book.documents)) for cite in one.cite)
        facts = "".join(f"<div>{as_html(say(fact))}</div>" for fact in one.evidence)
        mark = chip(say("dossier.not_met" if bad else "dossier.unknown"), "bad" if bad else "near")
        items.append(
            f"<li>{mark} {head}{as_html(say(one.because))} "
            f'<span class="dk-quiet">{as_html(rules)}</span><div class="dk-quiet">{facts}</div></li>'
        )
    return f'<ul class="in-findings">{"".join(items)}</ul>'


def caps(say: Translator, found: Iterable[Quota]) -> None:
    """Draw how far caps on recommendations would be used, where they are nearly used up or more."""
    close = [one for one in found if one.after != one.before and one.after * 100 >= one.cap * NEARLY]
    if not close:
        return
    st.html(f'<h3 class="in-heading">{as_html(say("dossier.caps"))}</h3>')
    heads = [say(f"dossier.column_{name}") for name in ("prefecture", "grade", "cap", "before", "after", "state")]
    desk.listing(heads, (_cap(say, one) for one in close), kind="in-caps")


def _cap(say: Translator, one: Quota) -> list[str]:
    key = "over" if one.after > one.cap else "full" if one.reached else "near"
    figures = (f'<span class="num">{value}</span>' for value in (one.cap, one.before, one.after))
    return [
        as_html(desk.region(one.prefecture)),
        desk.grade_chip(one.grade),
        *figures,
        chip(say(f"dossier.cap_{key}"), "bad" if key == "over" else "near"),
    ]


def shown(found: Sequence[_T], name: str) -> Sequence[_T]:
    """Return as much of a long list as is shown now."""
    return found[: st.session_state.get(_key(name), MOST)]


def more(say: Translator, found: Sequence[object], name: str) -> None:
    """Draw the button that shows more of a long list, where there is more."""
    left = len(found) - len(shown(found, name))
    if left > 0:
        words = say("dossier.more", count=min(left, MOST), left=left)
        st.button(words, key=f"intake-more-{name}", icon=":material/expand_more:", on_click=_show_more, args=(name,))


def _show_more(name: str) -> None:
    st.session_state[_key(name)] = st.session_state.get(_key(name), MOST) + MOST


def _key(name: str) -> str:
    return f"intake-shown-{name}"
