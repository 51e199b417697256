"""The frame of every page: who is here, which pages he has, run one."""

from __future__ import annotations

import streamlit as st

from dashboard import identity, metrics
from dashboard.parts import frame
from dashboard.roles import VIEWS, pages_of
from scoring.errors import SpokenError


class _Page(st.Page):
    """A page that is found at its own address also where it is somebody's first: Streamlit says that there is none."""

    @property
    def url_path(self) -> str:
        """Return the address, which is that of the root as well for the first of somebody's pages."""
        return self._url_path


def main() -> None:
    """Draw the frame and the page that was asked for."""
    say = identity.say()
    st.set_page_config(page_title=say("page.product"), page_icon=frame.ICON, layout="wide")
    frame.style(say)
    try:
        if identity.is_screen():
            # Nothing but its frame: no menus, no switches, no message of what goes wrong.
            frame.watch()
            st.navigation([st.Page(VIEWS / "kiosk" / "wall.py", default=True)], position="hidden").run()
            return
        identity.keep_apart()
        frame.watch()
        identity.switches()
        # Asked after the switches: they may have changed language and person for this very run.
        say, person = identity.say(), identity.actor()
    except SpokenError as error:
        frame.stop_with(say(error.what))
    if person is None:
        frame.stop_with(say("gate.session_over"))
    pages = pages_of(person)
    sections: dict[str, list[st.Page]] = {}
    for place, page in enumerate(pages):
        entry = _Page(
            page.file,
            title=say(f"page.{page.id}"),
            icon=f":material/{page.icon}:",
            url_path=page.id,
            default=place == 0,
            help=say(f"page.{page.id}_help"),
        )
        sections.setdefault(say(f"page.section_{page.section}"), []).append(entry)
    # All of them: the word with which Streamlit would fold some away is English whatever the language.
    chosen = st.navigation(sections, position="sidebar", expanded=True)
    frame.header(say)
    chosen.run()


with metrics.timed("rerun"):
    main()
