"""A sheet filled in without a network: the workbook handed out, what came back held against the record, and taken."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, file_button, sheet_offline_lines
from dashboard.parts.sheet_state import SheetView, of
from dashboard.parts.wording import as_html, as_markdown
from dashboard.texts import translator
from indicators.faults import FaultsError
from indicators.language import LANGUAGES, Message, Translator
from scoring import flow
from scoring.errors import SpokenError
from scoring.flow import OfflinePreview
from scoring.model import Actor
from scoring.sheets.offline import Read, offline_reader, write_offline

PLACE: Final = "offline"
ANCHOR: Final = "sheet-offline-place"
MEGABYTES: Final = 2
_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TURN: Final = "offline-turn"


def offline(view: SheetView, person: Actor, say: Translator) -> None:
    """Draw the way out of the page and back, folded away: most experts are on line."""
    st.html(f'<div id="{ANCHOR}"></div>')
    acting.tell(PLACE, say)
    with st.expander(say("own_offline.title"), icon=":material/cloud_off:", key="sheet-offline"):
        st.caption(as_markdown(say("own_offline.about")))
        _download(view, person, say)
        # Another key after each file that was taken: only so does the browser let go of it.
        with st.container(key="offline-upload"):
            handed = st.file_uploader(
                say("own_offline.upload"),
                type="xlsx",
                key=f"offline-{of(view.own)}-{st.session_state.get(_TURN, 0)}",
                max_upload_size=MEGABYTES,
            )
        if handed is not None:
            _preview(view, person, say, handed)


def _where(view: SheetView) -> dict[str, Any]:
    return {"application_id": view.own.sheet.application_id, "stage": view.own.sheet.stage}


def _download(view: SheetView, person: Actor, say: Translator) -> None:
    where = _where(view)
    file_button.taken(
        person,
        say("own_offline.download"),
        what="offline_sheet",
        about=view.own.sheet.application_id,
        make=lambda _: write_offline(source.ask(flow.offline_sheet, person, **where), say, source.now()),
        file_name=say("own_offline.file", sheet=of(view.own)),
        mime=_MEDIA_TYPE,
        key="offline-download",
    )


def _preview(view: SheetView, person: Actor, say: Translator, handed: Any) -> None:
    try:
        read = offline_reader(handed.getvalue(), handed.name, [translator(one) for one in LANGUAGES])
        found = source.ask(flow.preview_offline, person, **_where(view), read=read)
    except FaultsError as error:
        sheet_offline_lines.faults(say, error.faults)
        return
    except SpokenError as error:
        st.error(as_markdown(say(error.what)), icon=":material/error:")
        return
    _told(view, person, say, read, found, handed.file_id)


def _told(view: SheetView, person: Actor, say: Translator, read: Read, found: OfflinePreview, file_id: str) -> None:
    """Say what taking the file would do, ask about every conflict, and let it be taken."""
    conflicts = found.of("conflict")
    changes = found.of("new", "changed", "note_only", "emptied")
    desk.counts(
        (
            (len(found.of(kind)), say(f"own_offline.kind_{kind}"), colour if found.of(kind) else "")
            for kind, colour in sheet_offline_lines.COLOURS.items()
        )
    )
    if not changes and not conflicts:
        st.html(f'<div class="qc-empty">{as_html(say("own_offline.nothing"))}</div>')
        return
    sheet_offline_lines.changes(view, say, changes)
    boxes = sheet_offline_lines.conflicts(view, say, conflicts, file_id)
    taken = {code: version for code, (key, version) in boxes.items() if st.session_state.get(key)}
    left = len(conflicts) - len(taken)
    if not changes and not taken:
        st.caption(say("own_offline.all_left", count=left))
        return
    desk.act_when_sure(
        sure=say("own_offline.sure", count=len(changes) + len(taken), emptied=len(found.of("emptied")), left=left),
        label=say("own_offline.do"),
        key="offline-take",
        do=_take,
        args=(view, person, read, boxes),
    )


def _take(view: SheetView, person: Actor, read: Read, boxes: dict[str, tuple[str, int]]) -> None:
    """Take the file; which conflicts it wins is read from the boxes as the browser holds them now."""
    accepted = {code: version for code, (key, version) in boxes.items() if st.session_state.get(key)}
    taken: list[flow.TakenOffline] = []

    def act() -> None:
        taken.append(source.act(flow.take_offline, person, **_where(view), read=read, accepted=accepted))

    if acting.attempt(PLACE, act, Message("own_offline.nothing")):
        done = taken[0]
        words = Message("own_offline.done", {"count": len(done.saved), "entry": done.entry, "left": len(done.left)})
        acting.succeed(PLACE, words, Message("own_offline.fresh"))
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
