"""Who looked at what, of the last days: by role and step first, each look of the record below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.panel_words import moment
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Reading
from scoring.flow.alarms import DAYS
from scoring.flow.looking import MOST

_SIZE = 25


def draw(say: Translator, found: Sequence[Reading]) -> None:
    """Draw how often each role looked at what, and the looks themselves, folded."""
    st.header(say("watch.looked", days=DAYS, count=len(found)), anchor=False)
    if not found:
        frame.empty(say("watch.looked_none"))
        return
    if len(found) == MOST:
        st.caption(say("watch.looked_most", most=MOST))
    often = Counter((one.role, one.what) for one in found)
    last = {(one.role, one.what): one.at for one in reversed(found)}
    heads = [say(f"watch.column_{name}") for name in ("role", "what", "times", "last")]
    rows = [
        [as_html(desk.role(role, say)), as_html(_what(say, what)), f'<span class="num">{count}</span>', moment(at)]
        for (role, what), count in often.most_common()
        for at in [last[role, what]]
    ]
    st.html(card_table(heads, rows))
    with st.expander(say("watch.each_look"), icon=":material/history:", key="watch-looks"):
        heads = [say(f"watch.column_{name}") for name in ("when", "who", "what", "about")]
        st.html(card_table(heads, [_row(say, one) for one in page_of(say, "watch-page", found, size=_SIZE)]))


def _row(say: Translator, one: Reading) -> list[str]:
    who = f"{as_html(one.reader)}<small>{as_html(desk.role(one.role, say))}</small>"
    return [moment(one.at), who, as_html(_what(say, one.what)), as_html(one.about or "–")]


def _what(say: Translator, what: str) -> str:
    """Return a step in words; one of an older version of the product stands for itself."""
    key = f"watch.read_{what}"
    return say(key) if key in say.keys else what
