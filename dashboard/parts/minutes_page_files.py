"""Minutes as files, made when somebody asks for one; minutes written from the record; the paper pack; the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button
from dashboard.parts.minutes_page_view import PLACE, View
from indicators.language import Message, Translator
from scoring.documents.agenda import agenda_docx, agenda_of, agenda_pdf
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.documents.minutes_template import minutes_of
from scoring.documents.minutes_text import minutes_docx, minutes_pdf
from scoring.errors import SpokenError
from scoring.flow import Mark, What, meeting, template_in_force
from scoring.flow.meeting import Written
from scoring.model import Actor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": WORD, "pdf": "application/pdf"}


def downloads(view: View, written: Written) -> None:
    """Draw the files: the internal ones, and those for everybody once a notice is open."""
    say = view.say
    versions = [name for name, may in (("internal", view.internal), ("public", view.public)) if may]
    st.header(say("minutespage.files"), anchor=False)
    with st.container(horizontal=True, key="minutespage-files"):
        for version in versions:
            for kind in KINDS:
                make = partial(
                    minutes_file, view.person, say, view.sitting.sitting_id, kind=kind, internal=version == "internal"
                )
                what: What | None = "minutes" if version == "internal" else None
                _button(view, f"{version}_{kind}", kind, make, what=what, disabled=not written.intact)
    if not view.public:
        st.caption(say("minutespage.public_later"))


def minutes_file(
    person: Actor, say: Translator, sitting_id: str, mark: Mark | None = None, *, kind: str, internal: bool
) -> bytes:
    """Return minutes as a file, read anew: whoever presses may have lost the right meanwhile.

    What is for the office bears the number of its copy; what is for everybody has none.

    Raises
    ------
    SpokenError
        None are written, or they and the record differ.
    AccessRefusedError
    """
    written = source.ask(meeting.read_minutes, person, sitting_id=sitting_id, internal=internal)
    if written is None or not written.intact:
        raise SpokenError(Message("minutespage.not_intact"))
    copy = "" if mark is None else say(mark.copy)
    held = source.ask(template_in_force, person, kind="minutes", language=say.language)
    if held.version:
        fonts, made_of = find_fonts(os.environ.get(VARIABLE)), say(held.words)
        return minutes_of(
            held.template,
            written.facts,
            f".{kind}",
            say=say,
            internal=internal,
            fonts=fonts,
            made_of=made_of,
            copy=copy,
        )
    if kind == "docx":
        return minutes_docx(written.facts, say=say, internal=internal, copy=copy)
    fonts = find_fonts(os.environ.get(VARIABLE))
    return minutes_pdf(written.facts, say=say, internal=internal, fonts=fonts, copy=copy)


def paper_pack(view: View) -> None:
    """Draw the paper pack, for whoever may read totals before the vote."""
    if view.locked or not view.may("read", "sitting"):
        return
    say = view.say
    st.header(say("minutespage.pack"), anchor=False)
    st.caption(say("minutespage.pack_about"))
    with st.container(horizontal=True, key="minutespage-pack"):
        for kind in KINDS:
            make = partial(agenda_file, view.person, say, view.sitting.sitting_id, kind=kind)
            _button(view, f"pack_{kind}", kind, make, what="agenda")


def agenda_file(person: Actor, say: Translator, sitting_id: str, mark: Mark | None = None, *, kind: str) -> bytes:
    """Return the paper pack as a file, with the number of its copy.

    Raises
    ------
    AccessRefusedError
    """
    facts = source.ask(meeting.agenda_facts, person, sitting_id=sitting_id)
    copy = "" if mark is None else say(mark.copy)
    held = source.ask(template_in_force, person, kind="agenda", language=say.language)
    if held.version:
        fonts, made_of = find_fonts(os.environ.get(VARIABLE)), say(held.words)
        return agenda_of(held.template, facts, f".{kind}", say=say, fonts=fonts, made_of=made_of, copy=copy)
    if kind == "docx":
        return agenda_docx(facts, say=say, copy=copy)
    return agenda_pdf(facts, say=say, fonts=find_fonts(os.environ.get(VARIABLE)), copy=copy)


def writing(view: View) -> None:
    """Draw how minutes are written: the first time at once, again only when one is sure."""
    say = view.say
    if not view.may("write", "minutes") or not view.locked:
        return
    if view.written is None:
        st.button(
            say("minutespage.write"),
            key="minutespage-write",
            type="primary",
            icon=":material/history_edu:",
            on_click=_write,
            args=(view,),
        )
        return
    with st.expander(say("minutespage.write_again"), key="minutespage-again"):
        desk.act_when_sure(
            sure=say("minutespage.write_again_sure"),
            label=say("minutespage.write_again"),
            key="minutespage-rewrite",
            do=_write,
            args=(view,),
            icon=":material/history_edu:",
        )


def ending(view: View) -> None:
    """Draw the end of the sitting, for its chair, once minutes are written."""
    if view.sitting.phase != "locked" or view.written is None or not view.may("run", "sitting"):
        return
    st.button(
        view.say("minutespage.end"),
        key="minutespage-end",
        icon=":material/event_available:",
        help=view.say("minutespage.end_about"),
        on_click=_end,
        args=(view,),
    )


def _button(
    view: View, name: str, kind: str, make: Callable[..., bytes], *, what: What | None, disabled: bool = False
) -> None:
    """Draw the button of a file; `what` is ``None`` where it is for everybody."""
    label, about = view.say(f"minutespage.file_{name}"), view.sitting.sitting_id
    button = {
        "file_name": f"{about}-{name.rpartition('_')[0]}.{kind}",
        "mime": KINDS[kind],
        "key": f"minutespage-file-{name.replace('_', '-')}",
        "disabled": disabled,
    }
    if what is None:
        file_button.open_to_all(label, make, **button)
    else:
        file_button.taken(view.person, label, what=what, about=about, make=make, **button)


def _write(view: View) -> None:
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.write_minutes, view.person, sitting_id=view.sitting.sitting_id),
        Message("minutespage.done_written"),
    )


def _end(view: View) -> None:
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.end_sitting, view.person, sitting_id=view.sitting.sitting_id),
        Message("minutespage.done_ended"),
    )
