"""Templates of papers: which holds, its file to be edited in Word, a new one checked and adopted, what held before."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button
from dashboard.parts.papers_round import MIMES
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.documents.templated.kinds import KINDS, Kind, fields_of
from scoring.documents.templated.making import WORD
from scoring.documents.templated.package import LARGEST
from scoring.flow import TemplateInForce
from scoring.model import Actor
from scoring.register.canonical import moment

PLACE: Final = "papers-templates"
KIND, REASON, COUNT = "papers-template-kind", "papers-template-reason", "papers-template-count"
MEGABYTES: Final = LARGEST // 1_000_000
STYLE: Final = Path(__file__).with_name("papers_templates.css")


def templates(person: Actor, say: Translator) -> None:
    """Draw the templates of the reader's language."""
    st.html(STYLE)
    st.header(say("paperdesk.templates"), anchor=False)
    st.caption(say("paperdesk.templates_about"))
    kind: Kind = st.segmented_control(
        say("paperdesk.kind"),
        KINDS,
        key=KIND,
        default="notice",
        required=True,
        format_func=lambda one: say(f"template.kind_{one}"),
    )
    held = source.ask(flow.template_in_force, person, kind=kind, language=say.language)
    _in_force(say, kind, held)
    _fields(say, kind)
    if access.may(person, "adopt", "document_template"):
        _adopting(person, say, kind, held)
    _history(person, say, kind)


def _in_force(say: Translator, kind: Kind, held: TemplateInForce) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="papers-template-in-force"):
        st.html(
            f'<div class="rb">{chip(say("paperdesk.in_force", template=held.words), "good")}</div>', width="content"
        )
        file_button.open_to_all(
            say("paperdesk.template_file"),
            lambda: held.template.content,
            file_name=f"{kind}-{say.language}{WORD}",
            mime=MIMES[WORD],
            key="papers-template-file",
        )


def _fields(say: Translator, kind: Kind) -> None:
    with st.expander(say("paperdesk.fields"), key="papers-template-fields"):
        st.caption(say("paperdesk.fields_about"))
        rows = [
            [
                f"<code>{as_html('{{' + one.name(say.language) + '}}')}</code>",
                as_html(say(f"paperdesk.form_{one.form}")),
                chip(say("paperdesk.needed"), "near") if one.needed else "",
            ]
            for one in fields_of(kind)
        ]
        desk.listing([say(f"paperdesk.column_{name}") for name in ("field", "form", "needed")], rows)


def _adopting(person: Actor, say: Translator, kind: Kind, held: TemplateInForce) -> None:
    words = {"upload": say("paperdesk.upload_button"), "limit": say("paperdesk.upload_limit", most=MEGABYTES)}
    st.html("<style>:root{" + "".join(f'--pt-{name}:"{text}";' for name, text in words.items()) + "}</style>")
    with st.container(border=True, key="papers-template-adopting"):
        # Another key after each adoption: only so does the browser let go of the file.
        handed = st.file_uploader(
            say("paperdesk.upload"),
            type=[WORD[1:]],
            key=f"papers-template-file-{kind}-{st.session_state.get(COUNT, 0)}",
            max_upload_size=MEGABYTES,
        )
        desk.reason_input(say("paperdesk.reason"), REASON, placeholder=say("paperdesk.reason_hint"))
        with st.container(horizontal=True):
            st.button(
                say("paperdesk.adopt"),
                key="papers-template-adopt",
                type="primary",
                icon=":material/task_alt:",
                disabled=handed is None,
                on_click=_adopt,
                args=(person, say.language, kind, handed),
            )
            if held.version:
                st.button(
                    say("paperdesk.withdraw"),
                    key="papers-template-withdraw",
                    icon=":material/settings_backup_restore:",
                    on_click=_withdraw,
                    args=(person, say.language, kind),
                )


def _adopt(person: Actor, language: str, kind: Kind, handed: object) -> None:
    name, content = str(getattr(handed, "name", "")), bytes(getattr(handed, "getvalue", bytes)())
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            flow.adopt_template,
            person,
            kind=kind,
            language=language,
            name=name,
            content=content,
            reason=st.session_state.get(REASON, ""),
        ),
        Message("paperdesk.done_adopted"),
    )
    if done:
        _forget()


def _withdraw(person: Actor, language: str, kind: Kind) -> None:
    reason = st.session_state.get(REASON, "")
    if acting.attempt(
        PLACE,
        lambda: source.act(flow.withdraw_template, person, kind=kind, language=language, reason=reason),
        Message("paperdesk.done_withdrawn"),
    ):
        _forget()


def _forget() -> None:
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1
    st.session_state[REASON] = ""


def _history(person: Actor, say: Translator, kind: Kind) -> None:
    found = [one for one in source.ask(flow.template_history, person) if one.kind == kind]
    if not found:
        return
    st.markdown(f"**{say('paperdesk.history')}**")
    rows = [
        [
            as_html(say.say(moment(one.at))),
            as_html(f"{one.language} {one.version}"),
            as_html(say(f"template.state_{one.state}")),
            as_html(one.name),
            f"<code>{as_html((one.digest or '')[:8])}</code>",
            as_html(f"{one.by}\u3000{desk.role(one.role, say)}"),
            as_html(one.reason),
        ]
        for one in found
    ]
    columns = ("at", "version", "state", "name", "digest", "by", "reason")
    desk.listing([say(f"paperdesk.column_{name}") for name in columns], rows)
