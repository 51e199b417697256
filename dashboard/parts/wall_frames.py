"""The pictures of the wall: one for each kind of frame, drawn from the frame and from nothing else.

Pure: a frame, the words, and the moment give markup. The same picture stands in the hall, and small on the desks of
those who watch over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from dashboard.parts import live
from dashboard.parts.panel_words import shown
from dashboard.parts.wall_items import consent_list, item, result
from dashboard.parts.wall_words import big, lines, pair, totals
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Translator
from indicators.model import Share
from scoring.documents.head_words import head_words
from scoring.meeting.frames import Frame, FrameKind
from scoring.meeting.steps import STEPS

_DIGEST_SHOWN: Final = 16
#: Frames with a time of their own to run down.
TIMED: Final[frozenset[FrameKind]] = frozenset({"consent", "consent_voting", "pause", *STEPS})


def picture(frame: Frame, say: Translator) -> str:
    """Return the markup of a frame, without its clock.

    Raises
    ------
    KeyError
        Of a kind that has no picture: then the screen keeps the one it has.
    """
    body = _BODIES[frame.kind](frame, say)
    timed = " qw-timed" if frame.kind in TIMED else ""
    rehearsal = f"<em>{as_html(say('screen.rehearsal'))}</em>" if frame.rehearsal else ""
    name = "" if frame.kind == "title" else as_html(say.say(frame.round_name))
    return (
        f'<section class="qw qw-{frame.kind}{timed}"><header><b>{name}</b>{rehearsal}</header>'
        f"<main>{body}</main></section>"
    )


def ticking(frame: Frame, say: Translator, now: datetime) -> str:
    """Return the clock of a frame: the time of day, and what is left of its time where it has one."""
    day = f"{now.astimezone(BEIJING):%H:%M}"
    return f'<time class="qw-day">{day}</time>{_left(frame, say, now)}'


def screen(frame: Frame, say: Translator, now: datetime, *, small: bool = False) -> str:
    """Return a frame with its clock, as large as the window, or as wide as the column it stands in."""
    return wrapped(picture(frame, say) + ticking(frame, say, now), small=small)


def cover(say: Translator, *, small: bool = False) -> str:
    """Return what a screen shows that never had a frame: the product's name and nothing of any sitting."""
    inner = f"<h1>{as_html(say('page.product'))}</h1><p>{as_html(say('screen.wait'))}</p>"
    return wrapped(f'<section class="qw qw-cover"><main>{inner}</main></section>', small=small)


def wrapped(inner_html: str, *, small: bool = False) -> str:
    """Return markup inside the screen, whose measures follow its own size."""
    return f'<div class="qw-screen{" small" if small else ""}">{inner_html}</div>'


def _left(frame: Frame, say: Translator, now: datetime) -> str:
    if frame.kind not in TIMED:
        return ""
    gone = max((now - datetime.fromisoformat(frame.since)).total_seconds(), 0.0)
    if frame.seconds is None:
        return _clock(live.clock(gone), say("screen.gone"), "")
    left = frame.seconds - gone
    return _clock(
        live.clock(abs(left)), say("screen.left" if left >= 0 else "screen.over"), "" if left >= 0 else " over"
    )


def _clock(figure: str, words: str, kind: str) -> str:
    return f'<div class="qw-tick{kind}"><b>{as_html(figure)}</b><span>{as_html(words)}</span></div>'


def _title(frame: Frame, say: Translator) -> str:
    return (
        f"<h1>{as_html(say.say(frame.round_name))}</h1><h2>{as_html(say('screen.kind_title'))}</h2>"
        f"<p>{as_html(_seats(frame, say))}</p>"
    )


def _seats(frame: Frame, say: Translator) -> str:
    return say("screen.seats", present=frame.present, seats=frame.seats)


def _rules(frame: Frame, say: Translator) -> str:
    rules = frame.rules
    if rules is None:
        raise KeyError(frame.kind)
    cells = (
        _share("screen.rule_quorum", rules.quorum, "screen.of_entitled", say),
        _share("screen.rule_majority", rules.majority, f"screen.of_{rules.majority.of}", say),
        pair(say("screen.rule_ballot"), say(f"screen.ballot_{rules.ballot}")),
        *(
            pair(say("screen.rule_line", grade=grade), say("screen.points", points=shown(low)))
            for grade, low in rules.lines
        ),
        pair(say("screen.rule_consent"), say("screen.percent", percent=shown(rules.consent_threshold * 100))),
        pair(say("screen.rule_hard"), say("screen.minutes", minutes=shown(rules.hard_minutes))),
        pair(say("screen.rule_normal"), say("screen.minutes", minutes=shown(rules.normal_minutes))),
    )
    sample = f'<p class="qw-sample">{as_html(say.say(rules.sample))}</p>' if rules.sample else ""
    digest = say("screen.digest", digest=_grouped(rules.rule_book_digest[:_DIGEST_SHOWN]))
    foot = f'<p class="qw-foot">{as_html(_seats(frame, say))}<code>{as_html(digest)}</code></p>'
    return f'<h2>{as_html(say("screen.kind_rules"))}</h2><dl class="qw-facts">{"".join(cells)}</dl>{sample}{foot}'


def _share(label: str, share: Share, of: str, say: Translator) -> str:
    rule = say("quorum.more_than" if share.strict else "quorum.at_least")
    words = say("screen.share", rule=rule, numerator=share.numerator, denominator=share.denominator)
    return pair(say(label), words, say("screen.share_of", of=say(of)))


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _recusals(frame: Frame, say: Translator) -> str:
    return big(
        say("screen.kind_recusals"),
        say("screen.recusals", count=frame.recusals),
        say("screen.confirmed", confirmed=frame.confirmed, present=frame.present),
    )


def _anchors(frame: Frame, say: Translator) -> str:
    return big(say("screen.kind_anchors"), say("screen.anchors"), _seats(frame, say))


def _between(frame: Frame, say: Translator) -> str:
    return big(say("screen.kind_between"), say("screen.items_left", count=frame.left))


def _pause(frame: Frame, say: Translator) -> str:
    return big(say("screen.kind_pause"), say("screen.pause"))


def _visits(frame: Frame, say: Translator) -> str:
    return big(say("screen.kind_visits"), say("screen.visits", count=frame.visits))


def _review(frame: Frame, say: Translator) -> str:
    return big(say("screen.kind_review"), say("screen.found", count=frame.found))


def _over(frame: Frame, say: Translator) -> str:
    words = "".join(f"<span>{as_html(word)}</span>" for word in head_words(frame.head, say.language))
    under = f'<p class="qw-label">{as_html(say("screen.words"))}</p><p class="qw-words">{words}</p>'
    return f"<h1>{as_html(say(f'screen.kind_{frame.kind}'))}</h1>{totals(frame.by_outcome, say)}{under}"


def _paused(frame: Frame, say: Translator) -> str:
    return f"<h1>{as_html(say.say(frame.round_name))}</h1>{lines(say('screen.wait'))}"


_BODIES: Final[Mapping[str, Callable[[Frame, Translator], str]]] = {
    "title": _title,
    "rules": _rules,
    "recusals": _recusals,
    "anchors": _anchors,
    "consent": consent_list,
    "consent_voting": consent_list,
    "between": _between,
    **dict.fromkeys(STEPS, item),
    "result": result,
    "pause": _pause,
    "visits": _visits,
    "review": _review,
    "locked": _over,
    "ended": _over,
    "paused": _paused,
}
