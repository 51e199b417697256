"""Files of one application: handed in, saved as they came, withdrawn; and who supplied which evidence."""

from __future__ import annotations

from typing import Final, get_args, get_type_hints

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button, frame, spoken
from dashboard.parts.intake_entry import PLACE
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import Dossier
from scoring.model import Actor
from scoring.procedure.attachments import ENDINGS
from scoring.procedure.rounds import circumstances
from scoring.register.attachments import Attachment

PROVIDER_KINDS: Final[tuple[str, ...]] = get_args(get_type_hints(flow.Supplied)["kind"])
_COUNT: Final = "intake-attach-count"


def section(person: Actor, say: Translator, summary: flow.RoundSummary, one: Dossier) -> None:
    """Draw the files of an application and what may be done with them."""
    id_ = one.application.application_id
    with frame.told(say):
        files = source.ask(flow.list_attachments, person, id_)
    held = [file for file in files if file.state == "held"]
    st.header(say("dossier.files", count=len(held)), anchor=False)
    if not files:
        frame.empty(say("dossier.no_files"))
    else:
        _table(say, files)
    _acts(person, say, id_, held, takes=_takes(summary, one))
    if _takes(summary, one):
        _attach(person, say, summary, id_)
    if access.may(person, "record", "evidence_provider", {"own_region"}):
        _providers(person, say, id_)


def _takes(summary: flow.RoundSummary, one: Dossier) -> bool:
    return one.state != "withdrawn" and "steps_open" in circumstances(summary.state)


def _table(say: Translator, files: tuple[Attachment, ...]) -> None:
    heads = [say(f"dossier.column_{name}") for name in ("file", "kind", "size", "provider", "state")]
    desk.listing(heads, (_row(say, file) for file in files), kind="in-files")


def _row(say: Translator, file: Attachment) -> list[str]:
    provider = as_html(file.provider or say("dossier.provider_none"))
    if file.provider_code:
        provider += f'<br><span class="dk-quiet">{as_html(file.provider_code)}</span>'
    state = chip(say("dossier.file_held"), "good")
    if file.state == "withdrawn":
        state = f'{chip(say("dossier.file_withdrawn"))}<div class="dk-quiet">{as_html(file.reason or "")}</div>'
    return [
        f'<div class="in-name">{as_html(file.name)}<span class="in-digest">{file.digest[:16]}</span></div>',
        as_html(file.kind.upper()),
        f'<span class="num">{size(file.size)}</span>',
        provider,
        state,
    ]


def size(count: int) -> str:
    """Return how large a file is, in words of people."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count / 1_000, 0.1):.1f} KB"


def _acts(person: Actor, say: Translator, id_: str, held: list[Attachment], *, takes: bool) -> None:
    """Draw saving and withdrawing of one file, chosen among those held."""
    if not held:
        return
    by_digest = {file.digest: file for file in held}
    with st.container(horizontal=True, vertical_alignment="bottom", key="intake-file-acts"):
        chosen = st.selectbox(
            say("dossier.choose_file"),
            list(by_digest),
            key=f"intake-chosen-file-{id_}",
            format_func=lambda digest: by_digest[digest].name,
        )
        file = by_digest.get(chosen or "", held[0])
        file_button.taken(
            person,
            say("dossier.save_file"),
            what="attachment",
            about=id_,
            make=lambda _: source.ask(flow.read_attachment, person, application_id=id_, digest=file.digest).content,
            file_name=file.name,
            # What browsers save and never open, whatever the file is.
            mime="application/octet-stream",
            key="intake-save-file",
        )
    if takes:
        _withdraw(person, say, id_, file)


def _withdraw(person: Actor, say: Translator, id_: str, file: Attachment) -> None:
    at = f"intake-file-reason-{id_}-{file.digest[:16]}"
    with st.expander(say("dossier.withdraw_file"), icon=":material/undo:", key="intake-file-withdrawal"):
        with st.container(key="intake-withdraw-file-reason"):
            desk.reason_input(say("dossier.withdraw_file_reason"), at)
        desk.act_when_sure(
            sure=say("dossier.withdraw_file_sure", name=file.name),
            label=say("dossier.withdraw_file_do"),
            key="intake-withdraw-file",
            do=_withdrawn,
            args=(person, id_, file, at),
            icon=":material/undo:",
        )


def _withdrawn(person: Actor, id_: str, file: Attachment, at: str) -> None:
    reason = st.session_state.get(at) or ""
    acting.attempt(
        PLACE,
        lambda: source.act(flow.withdraw_attachment, person, application_id=id_, digest=file.digest, reason=reason),
        Message("dossier.done_file_withdrawn", {"name": file.name}),
    )


def _attach(person: Actor, say: Translator, summary: flow.RoundSummary, id_: str) -> None:
    limits = summary.rule_book.round.parameter_sheet.attachments
    if limits is None:
        st.caption(say("dossier.no_limits"))
        return
    at = f"intake-attach-{id_}-{st.session_state.get(_COUNT, 0)}"
    kinds = ", ".join(end for one in limits.kinds for end in ENDINGS[one])
    with st.expander(say("dossier.attach"), icon=":material/attach_file:", key="intake-attaching"):
        st.caption(say("dossier.attach_note", most=limits.most_megabytes, kinds=kinds))
        with st.container(key="intake-attach-file"):
            st.file_uploader(say("dossier.attach_file"), key=f"{at}-file", max_upload_size=limits.most_megabytes)
        left, right = st.columns(2)
        with left, st.container(key="intake-attach-provider"):
            st.text_input(say("dossier.provider"), key=f"{at}-provider", max_chars=200)
        with right, st.container(key="intake-attach-code"):
            st.text_input(say("dossier.provider_code"), key=f"{at}-code", max_chars=24)
        st.button(
            say("dossier.attach_do"),
            key="intake-attach",
            type="primary",
            icon=":material/attach_file:",
            on_click=_attached,
            args=(person, id_, at),
        )


def _attached(person: Actor, id_: str, at: str) -> None:
    state = st.session_state
    handed = state.get(f"{at}-file")
    if handed is None:
        acting.refuse(PLACE, [Message("dossier.no_file_chosen")])
        return
    handed.seek(0)
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            flow.attach_file,
            person,
            application_id=id_,
            name=handed.name,
            stream=handed,
            size=handed.size,
            provider=state.get(f"{at}-provider") or "",
            provider_code=(state.get(f"{at}-code") or "").strip().upper(),
        ),
        Message("dossier.done_attached", {"name": handed.name}),
    )
    if done:
        state[_COUNT] = state.get(_COUNT, 0) + 1


def _providers(person: Actor, say: Translator, id_: str) -> None:
    """Draw the entry of who supplied an item; it is read again by the inspector alone."""
    with st.expander(say("dossier.providers"), icon=":material/badge:", key="intake-providers"):
        st.caption(say("dossier.providers_note"))
        left, right = st.columns(2)
        with left:
            st.text_input(say("dossier.item"), key="intake-provider-item", max_chars=200)
            st.text_input(say("dossier.provider_name"), key="intake-provider-name", max_chars=200)
            st.text_input(say("dossier.provider_person"), key="intake-provider-person", max_chars=100)
        with right:
            st.selectbox(
                say("dossier.provider_kind"),
                PROVIDER_KINDS,
                key=spoken.keyed("intake-provider-kind", say),
                format_func=lambda one: say(f"dossier.provider_{one}"),
            )
            st.text_input(say("dossier.provider_code_due"), key="intake-provider-code", max_chars=24)
        st.button(
            say("dossier.provider_do"),
            key="intake-provider-do",
            icon=":material/save:",
            on_click=_recorded,
            args=(person, id_),
        )


def _recorded(person: Actor, id_: str) -> None:
    def of(name: str) -> str:
        return str(st.session_state.get(f"intake-provider-{name}") or "").strip()

    kind = of("kind")
    supplied = flow.Supplied(of("item"), of("name"), of("code").upper(), kind, of("person"))  # type: ignore[arg-type]
    done = acting.attempt(
        PLACE,
        lambda: source.act(flow.record_providers, person, application_id=id_, supplied=[supplied]),
        Message("dossier.done_provider", {"item": supplied.item}),
    )
    if done:
        for name in ("item", "name", "code", "person"):
            st.session_state[f"intake-provider-{name}"] = ""
