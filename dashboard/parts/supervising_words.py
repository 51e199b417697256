"""How pages of supervision write measures, articles, bars and standings, and where Articles 16 and 17 meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.rule_book_markup import chip, table
from dashboard.parts.wording import as_html
from indicators.clauses import numeral, parse_clause
from indicators.language import Name, Translator
from indicators.model import Citation, RuleBook
from scoring.flow import Measure
from scoring.model import Actor
from scoring.procedure.causes import ground_name, measure_name
from scoring.procedure.citing import cited
from scoring.procedure.sanctions import ORDER, SUSPENSION, Debarment, is_suspended

PLACE: Final = "supervising"
PAGE: Final = "office_supervision"
STYLE: Final = Path(__file__).with_name("supervising.css")
#: For which of the two authorities an office of the province signs (Articles 6 and 7).
AUTHORITY_OF: Final[Mapping[str, str]] = {"secretariat": "market_regulator", "province_drc": "drc"}
_STATES: Final = {"signed": "near", "in_force": "near", "done": "good", "lifted": "good", "voided": ""}
_STANDINGS: Final = {"valid": "good", "expiring": "near", "suspended": "near", "revoked": "bad", "returned": "bad"}


def style() -> None:
    """Put the look of supervision on the page."""
    st.html(STYLE)


def key_of(measure_id: str) -> str:
    """Return the id of a measure, or of an application, as it stands in keys of widgets."""
    return measure_id.replace("/", "-")


def article(clause: str, say: Translator) -> str:
    """Return a clause of the Measures by its article."""
    parsed = parse_clause(clause)
    if parsed is None:
        return clause or "–"
    return say("supervising.article", article=Name(numeral(parsed.article), str(parsed.article)))


def law(book: RuleBook, document: str, clause: str, say: Translator) -> str:
    """Return the rule by which something was done, with its document: earlier rounds stood under earlier rules."""
    return say(cited(Citation(document, clause), book.documents))


def kind(book: RuleBook, measure: str, say: Translator) -> str:
    """Return the name of a measure."""
    return say.say(measure_name(book.regulation, measure))


def ground(measure: Measure, say: Translator) -> str:
    """Return why a measure was taken, with the day of an accident or the complaints on which it rests, as markup."""
    words = as_html(say(ground_name(measure.ground)))
    more = []
    if measure.happened_on is not None:
        more.append(say("supervising.happened_on", day=measure.happened_on))
    if measure.cited_complaints:
        more.append(say("supervising.rests_on", complaints=say("supervising.comma").join(measure.cited_complaints)))
    return words + "".join(f'<div class="dk-quiet">{as_html(one)}</div>' for one in more)


def authority(name: str, say: Translator) -> str:
    """Return one of the two authorities."""
    return say(f"supervising.authority_{name}")


def own_authority(person: Actor) -> str | None:
    """Return the authority for which somebody signs, ``None`` where he signs for neither."""
    return next((AUTHORITY_OF[one] for one in AUTHORITY_OF if one in person.roles), None)


def days_late(measure: Measure, on: date) -> int:
    """Return by how many days an order is late, 0 where it is not or is done."""
    if measure.kind != ORDER or measure.state != "in_force" or measure.until_on is None:
        return 0
    return max(0, (on - measure.until_on).days)


def state_chip(measure: Measure, say: Translator) -> str:
    """Return what became of a measure, as a chip."""
    today = source.today()
    if measure.voider is not None and measure.state != "voided":
        return chip(say("supervising.state_void_proposed"), "near")
    if days_late(measure, today):
        return chip(say("supervising.late_by", days=days_late(measure, today)), "bad")
    if measure.state == "in_force" and measure.kind == SUSPENSION and not is_suspended(measure, today):
        return chip(say("supervising.state_over"))
    if measure.state == "in_force" and measure.kind == ORDER:
        return chip(say("supervising.state_running"), "near")
    return chip(say(f"supervising.state_{measure.state}"), _STATES[measure.state])


def standing_chip(standing: str, say: Translator) -> str:
    """Return what a grade is today, as a chip."""
    return chip(say(f"supervising.standing_{standing}"), _STANDINGS.get(standing, ""))


def bar_box(term: Debarment | None, say: Translator, *, exact: bool) -> None:
    """Draw the bar that will follow, before anybody signs.

    Parameters
    ----------
    exact : bool
        Its days are counted from this very act; else from the second signature, on whatever day that is.
    """
    if term is None:
        st.html(f'<div class="sv-bar none">{as_html(say("supervising.no_bar"))}</div>')
        return
    values = {
        "first": term.first,
        "last": term.last,
        "years": term.sanction.debarment_years,
        "cite": article(term.sanction.cite.clause, say),
    }
    head = as_html(say("supervising.bar_will_be"))
    days = as_html(say("supervising.bar_days", **values))
    why = as_html(say("supervising.bar_exact" if exact else "supervising.bar_from_second", **values))
    st.html(f'<div class="sv-bar" role="note"><span>{head}</span><b>{days}</b><p>{why}</p></div>')


def two_articles(book: RuleBook, say: Translator, *, current: RuleBook) -> None:
    """Explain which bar follows what, and which article goes first where both would fit.

    Parameters
    ----------
    book : RuleBook
        Of the round in which the grade was announced: its rules are those that hold for it.
    current : RuleBook
        Of the newest round.
    """
    earlier = book.regulation.document != current.regulation.document
    with st.expander(say("supervising.articles_title"), icon=":material/balance:", key="supervising-articles"):
        rows = []
        for one in book.regulation.sanctions:
            taken = say("supervising.comma").join(kind(book, measure, say) for measure in one.measures)
            bar = say("supervising.no_bar_short")
            if one.debarment_years is not None and one.debarment_from is not None:
                since = say(f"supervising.bar_since_{one.debarment_from}")
                bar = say("supervising.bar_years", years=one.debarment_years, since=since)
            cite = one.cite
            by = law(book, cite.document, cite.clause, say) if earlier else article(cite.clause, say)
            rows.append(
                [
                    f'<div class="wide">{as_html(say.say(Name(one.name, one.name_en)))}</div>',
                    as_html(taken),
                    f'<b class="sv-line">{as_html(bar)}</b>',
                    f'<span class="sv-line">{as_html(by)}</span>',
                ]
            )
        heads = [say(f"supervising.column_{name}") for name in ("case", "measures", "bar", "article")]
        st.html(f'<div class="rb dk-table">{table(heads, rows)}</div>')
        names = ("earlier", "days", "void") if earlier else ("meet", "days", "void")
        lines = "".join(f"<li>{as_html(say(f'supervising.articles_{name}'))}</li>" for name in names)
        st.html(f'<ul class="sv-lines">{lines}</ul>')


def county(code: str) -> str:
    """Return where an enterprise lies."""
    return desk.region(code)
